import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { call } from '../../../src/core/operations.ts';
import type { Step } from '../../../src/core/plan/plan.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { defineWriteTool } from '../../../src/core/tools/define-write-tool.ts';
import type { Tool } from '../../../src/core/tools/tool.ts';
import type { Ticker } from '../../../src/core/waiting/wait.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { caller, gating } from '../../support/safety.ts';
import { testTool } from '../../support/tools.ts';

/** A pipeline on a clock that moves only when a tool of the test takes its time. */
function slowBench() {
  let now = 1_000_000;
  const timers = new Set<() => void>();
  let set = 0;
  const ticker: Ticker = (call) => {
    set++;
    timers.add(call);
    return { stop: () => timers.delete(call) };
  };
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
  const secrets = new Secrets();
  const session = createSession(loadConfiguration([], {}).settings, secrets, { clock });
  const pipeline = new Pipeline({
    ...gating(),
    tools: new OfferedTools(),
    session: async () => session,
    secrets,
    log: () => undefined,
    ticker,
  });
  const reported: [message: string, seconds: number, limit: number | undefined][] = [];
  return {
    reported,
    timers: () => ({ set, left: timers.size }),
    /** Time passes, a second at a time. */
    passes(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        now += 1_000;
        for (const tick of [...timers]) tick();
      }
    },
    call: (tool: Tool, args: object, signal = new AbortController().signal) =>
      pipeline.call(tool, args, {
        signal,
        caller,
        progress: (message, seconds, limit) => reported.push([message, seconds, limit]),
      }),
    callUnheard: (tool: Tool, args: object) =>
      pipeline.call(tool, args, { signal: new AbortController().signal, caller }),
  };
}

function readTool(run: (say: (message: string) => void) => void): Tool {
  return defineReadTool({
    ...testTool,
    name: 'anypoint_read_test',
    effect: 'read',
    input: {},
    output: z.object({}),
    async run(_args, { progress }) {
      run(progress);
      return {};
    },
    present: () => ({ headline: 'Read.' }),
  });
}

function writeTool(steps: { plan?: () => void; apply?: () => void; observe: (look: number) => boolean }): Tool {
  let looks = 0;
  return defineWriteTool({
    ...testTool,
    name: 'anypoint_write_test',
    effect: 'update',
    input: {},
    output: z.object({}),
    async plan() {
      steps.plan?.();
      const thing = { kind: 'server', id: '7', name: 'old' };
      const step: Step = { kind: 'update', thing, action: 'Do it', changes: [] };
      return {
        summary: 'do it',
        steps: [step],
        warnings: [],
        undo: { lost: 'Nothing that a test needs.' },
        intent: {},
      };
    },
    async apply() {
      steps.apply?.();
      return {};
    },
    follow: {
      readAgain: () => call('server.list', {}),
      async observe(value) {
        const isComplete = steps.observe(++looks);
        return { value, state: isComplete ? 'RUNNING' : 'STARTING', isComplete };
      },
    },
    present: () => ({ headline: 'Done.' }),
  });
}

describe('progress while a call takes long', () => {
  it('is reported at least every 10 s in every part of a write, in seconds since it began', async () => {
    const { call, reported, passes, timers } = slowBench();
    const result = await call(
      writeTool({
        plan: () => passes(13),
        apply: () => passes(14),
        observe(look) {
          passes(look === 2 ? 12 : 0);
          return look === 3;
        },
      }),
      { timeoutSeconds: 60 },
    );
    expect(reported.map(([message]) => message)).toEqual([
      'still planning after 5 s',
      'still planning after 10 s',
      'still sending the change after 15 s',
      'still sending the change after 20 s',
      'still sending the change after 25 s',
      'STARTING after 27 s',
      'STARTING after 33 s',
      'STARTING after 38 s',
      'STARTING after 40 s',
      'RUNNING after 40 s',
    ]);
    for (const [index, [, seconds]] of reported.entries()) {
      expect(seconds - (reported[index - 1]?.[1] ?? 0)).toBeLessThanOrEqual(10);
    }
    expect(reported.every(([, , limit]) => limit === 60)).toBe(true);
    expect(result.text).toContain('RUNNING after 40 s.');
    expect(timers().left).toBe(0);
  });

  it('is reported while a read is slow, with what the tool said last', async () => {
    const { call, reported, passes, timers } = slowBench();
    await call(
      readTool((say) => {
        passes(7);
        say('reading the policies');
        passes(6);
      }),
      {},
    );
    expect(reported).toEqual([
      ['still reading after 5 s', 5, undefined],
      ['reading the policies', 7, undefined],
      ['reading the policies after 12 s', 12, undefined],
    ]);
    expect(timers().left).toBe(0);
  });

  it('is not reported by a call that is quick, nor one that was cancelled', async () => {
    const { call, reported, passes } = slowBench();
    await call(
      readTool(() => passes(4)),
      {},
    );
    const controller = new AbortController();
    const cancelled = readTool(() => {
      controller.abort();
      passes(30);
    });
    await call(cancelled, {}, controller.signal).catch(() => undefined);
    expect(reported).toEqual([]);
  });

  it('leaves no timer behind when the call fails', async () => {
    const { call, timers } = slowBench();
    const failing = readTool(() => {
      throw new Error('a bug');
    });
    expect((await call(failing, {})).isError).toBe(true);
    expect(timers()).toEqual({ set: 1, left: 0 });
  });

  it('sets no timer when the client did not ask', async () => {
    const { callUnheard, timers } = slowBench();
    await callUnheard(
      readTool(() => undefined),
      {},
    );
    expect(timers()).toEqual({ set: 0, left: 0 });
  });

  it('does not name a limit that is over', async () => {
    const { call, reported, passes } = slowBench();
    await call(writeTool({ apply: () => passes(8), observe: () => false }), { timeoutSeconds: 6 });
    expect(reported).toEqual([
      ['still sending the change after 5 s', 5, 6],
      ['STARTING after 8 s', 8, undefined],
    ]);
  });
});
