import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { call } from '../../../src/core/operations.ts';
import type { Step } from '../../../src/core/plan/plan.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { defineWriteTool } from '../../../src/core/tools/define-write-tool.ts';
import type { Tool } from '../../../src/core/tools/tool.ts';
import type { Observation } from '../../../src/core/waiting/wait.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { type CallResult, maxResult } from '../../../src/mcp/calls/render.ts';
import { createLog } from '../../../src/mcp/log.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { inputFailure, isAbort, platformFailure, platformSaid } from '../../../src/platform/errors.ts';
import { noteExchange } from '../../../src/platform/exchange-record.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { drivenClock } from '../../support/driven-clock.ts';
import { caller, gating } from '../../support/safety.ts';
import { testTool } from '../../support/tools.ts';

const secret = 'pa"ss\\wörd & more';

interface Bench {
  call(tool: Tool, args?: unknown, signal?: AbortSignal): Promise<CallResult>;
  logged(): Record<string, unknown>[];
  progress: string[];
}

function bench(options: { session?: () => Promise<never> } = {}): Bench {
  const secrets = new Secrets();
  secrets.add(secret);
  const { settings } = loadConfiguration([], {});
  const session = createSession(settings, secrets, { clock: drivenClock() });
  const written: string[] = [];
  const progress: string[] = [];
  const pipeline = new Pipeline({
    ...gating(),
    tools: new OfferedTools(),
    session: options.session ?? (async () => session),
    secrets,
    log: createLog('debug', secrets, (line) => written.push(line)),
  });
  return {
    call: (tool, args = {}, signal = new AbortController().signal) =>
      pipeline.call(tool, args, { signal, caller, progress: (message) => progress.push(message) }),
    logged: () => written.map((line) => JSON.parse(line)),
    progress,
  };
}

function readTool(run: (text: string) => Promise<Record<string, unknown>>, revealsSecrets = false): Tool {
  return defineReadTool({
    ...testTool,
    name: 'anypoint_read_test',
    effect: 'read',
    input: { text: z.string().optional() },
    output: z.looseObject({}),
    ...(revealsSecrets ? { reveals: ({ token }: Record<string, unknown>) => [String(token)] } : {}),
    run: ({ text }) => run(text ?? ''),
    present: (result) => ({ headline: 'Read.', data: JSON.stringify(result) }),
  });
}

interface Steps {
  nothingToDo?: boolean;
  plan?: () => void;
  apply?: () => void;
  observe?: (look: number) => Omit<Observation<unknown>, 'value'>;
}

/** A write that tells what it did. */
function writeTool(steps: Steps): { tool: Tool; applied: string[] } {
  const applied: string[] = [];
  let looks = 0;
  const { observe } = steps;
  const tool = defineWriteTool({
    ...testTool,
    name: 'anypoint_write_test',
    effect: 'update',
    input: { name: z.string() },
    example: { arguments: { name: 'new' }, answers: '' },
    output: z.object({ name: z.string(), looks: z.number() }),
    async plan({ name }) {
      steps.plan?.();
      const thing = { kind: 'server', id: '7', name: 'old' };
      const change: Step = {
        kind: 'update',
        thing,
        action: 'Rename it',
        changes: [{ setting: 'name', before: 'old', after: name }],
      };
      return {
        summary: `rename to ${name}`,
        steps: steps.nothingToDo ? [] : [change],
        warnings: [],
        undo: steps.nothingToDo ? 'nothing' : { lost: 'The old name.' },
        intent: { name },
      };
    },
    async apply({ intent }) {
      applied.push(intent.name);
      steps.apply?.();
      return { name: intent.name, looks: 0 };
    },
    ...(observe
      ? {
          follow: {
            readAgain: ({ name }: { name: string }) => call('server.get', { server: name }),
            observe: async (result: { name: string; looks: number }) => {
              looks++;
              return { ...observe(looks), value: { ...result, looks } };
            },
          },
        }
      : {}),
    present: ({ name, looks: seen }) => ({ headline: `It is called ${name} after ${seen} looks.` }),
  });
  return { tool, applied };
}

describe('a call that fails', () => {
  it('gives the text of the failure and no structured result', async () => {
    const result = await bench().call(
      readTool(async () => {
        throw inputFailure({ what: 'The thing was not found.', next: 'Name another.' });
      }),
    );
    expect(result).toEqual({
      text: 'The thing was not found.\nNext: Name another.\n(invalid input)',
      isError: true,
    });
  });

  it('by a bug of ours keeps what the error says out of the result, and in the log', async () => {
    const { call, logged } = bench();
    const result = await call(
      readTool(async () => {
        throw new TypeError('internal detail');
      }),
    );
    expect(result.isError).toBe(true);
    expect(result.text).not.toContain('internal detail');
    expect(result.text).not.toMatch(/\bat .*\.ts:\d+/);
    expect(result.text).toContain('may have happened');
    const [unexpected, line] = logged();
    expect(unexpected).toMatchObject({ level: 'error', message: 'unexpected error', tool: 'anypoint_read_test' });
    expect(unexpected?.['stack']).toContain('TypeError: internal detail');
    expect(line).toMatchObject({ level: 'info', message: 'call', ok: false, kind: 'platform' });
  });

  it('by something thrown that is not an Error is reported in the same way', async () => {
    const { call, logged } = bench();
    expect(await call(readTool(() => Promise.reject('just words')))).toMatchObject({ isError: true });
    expect(logged()[0]).toMatchObject({ stack: 'just words' });
  });

  it('for its arguments names them, and does not run', async () => {
    let ran = false;
    const tool = readTool(async () => {
      ran = true;
      return {};
    });
    const result = await bench().call(tool, { txt: 'x' });
    expect(result.text).toContain('Unknown argument "txt". Did you mean text?');
    expect(result.isError).toBe(true);
    expect(ran).toBe(false);
  });

  it('when no session can be made fails as a result too', async () => {
    const { call } = bench({ session: () => Promise.reject(inputFailure({ what: 'No region.', next: 'Set one.' })) });
    expect((await call(readTool(async () => ({})))).text).toContain('No region.');
  });
});

describe('secrets', () => {
  it('are masked in the text and the structured result, also inside JSON', async () => {
    const echo = {
      plain: `the ${secret}`,
      nested: [{ deep: JSON.stringify({ secret }) }],
      url: `/x/${encodeURIComponent(secret)}`,
    };
    const { text, structured } = await bench().call(readTool(async () => echo));
    expect(structured).toEqual({
      plain: 'the [secret]',
      nested: [{ deep: '{"secret":"[secret]"}' }],
      url: '/x/[secret]',
    });
    expect(text).not.toMatch(/pa.{0,2}ss/);
  });

  it('are in no choice: an option is answered with its id as it is', async () => {
    const choosing = (...ids: string[]): Tool =>
      defineReadTool({
        ...testTool,
        name: 'anypoint_read_test',
        effect: 'read',
        input: { text: z.string().optional() },
        output: z.looseObject({}),
        run: () => {
          const options = ids.map((id) => ({ id, name: `named ${id}` }));
          throw inputFailure({
            what: 'Which?',
            next: 'Say.',
            choice: { argument: 'text', message: 'Which?', options },
          });
        },
        present: () => ({ headline: '' }),
      });
    const { call } = bench();
    const { choice } = await call(choosing('one', `two ${secret}`, 'th\u200bree', 'four'), { text: 'x' });
    expect(choice?.options).toEqual([
      { id: 'one', name: 'named one' },
      { id: 'four', name: 'named four' },
    ]);
    expect((await call(choosing(secret), { text: 'x' })).choice).toBeUndefined();
  });

  it('are masked in failures, whose text quotes the platform, and in the log', async () => {
    const { call, logged } = bench();
    const result = await call(
      readTool(async () => {
        throw platformFailure({
          what: `Bad ${secret}.`,
          why: platformSaid(`wrong: ${secret}`),
          next: 'x',
          http: { method: 'GET', path: '/x', status: 500 },
        });
      }, true),
    );
    expect(result.text).toContain('The platform said: "wrong: [secret]"');
    expect(`${result.text} ${JSON.stringify(logged())}`).not.toMatch(/pa.{0,6}ss/);
  });

  it('are masked in the log of an unexpected error', async () => {
    const { call, logged } = bench();
    await call(
      readTool(async () => {
        throw new Error(`bug with ${secret}`);
      }),
    );
    expect(logged()[0]?.['stack']).toContain('bug with [secret]');
  });

  it('are shown by the tool that reveals what its caller asked for', async () => {
    const { structured } = await bench().call(readTool(async () => ({ token: secret }), true));
    expect(structured).toEqual({ token: secret });
  });
});

describe('the log', () => {
  it('has one line for every call, with the tool and how it went', async () => {
    const { call, logged } = bench();
    await call(readTool(async () => ({})));
    await call(
      readTool(async () => {
        throw platformFailure({ what: 'Down.', next: 'x', http: { method: 'GET', path: '/x', status: 503 } });
      }),
    );
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'call',
        tool: 'anypoint_read_test',
        ok: true,
        ms: expect.any(Number),
      }),
      expect.objectContaining({ ok: false, kind: 'platform', error: 'Down.', status: 503 }),
    ]);
  });
});

describe('cancelling', () => {
  it('ends the call with an AbortError, and the log says so', async () => {
    const { call, logged } = bench();
    const controller = new AbortController();
    const tool = readTool(async () => {
      controller.abort();
      throw new Error('whatever the abort broke');
    });
    await expect(call(tool, {}, controller.signal)).rejects.toSatisfy(isAbort);
    expect(logged()).toEqual([expect.objectContaining({ level: 'info', message: 'call cancelled' })]);
  });

  it('between planning and applying changes nothing', async () => {
    const controller = new AbortController();
    const { tool, applied } = writeTool({ plan: () => controller.abort() });
    await expect(bench().call(tool, { name: 'new' }, controller.signal)).rejects.toSatisfy(isAbort);
    expect(applied).toEqual([]);
  });
});

describe('a write', () => {
  const planned = {
    summary: 'rename to new',
    steps: [
      {
        kind: 'update',
        thing: { kind: 'server', id: '7', name: 'old' },
        action: 'Rename it',
        changes: [{ setting: 'name', before: 'old', after: 'new' }],
      },
    ],
    warnings: [],
    undo: { calls: [], lost: 'The old name.' },
  };

  it('with dryRun shows the plan and changes nothing', async () => {
    const { tool, applied } = writeTool({});
    const result = await bench().call(tool, { name: 'new', dryRun: 'true' });
    expect(result.structured).toEqual({
      outcome: 'planned',
      plan: planned,
      planId: expect.stringMatching(/^[2-9b-z]{12}$/),
      expiresAt: expect.stringMatching(/Z$/),
    });
    expect(result.text).toContain('name: old → new');
    expect(applied).toEqual([]);
  });

  it('that would change nothing says so and is not applied', async () => {
    const { tool, applied } = writeTool({ nothingToDo: true });
    const result = await bench().call(tool, { name: 'new' });
    const { undo: _undo, ...rest } = planned;
    expect(result.structured).toEqual({ outcome: 'no_change', plan: { ...rest, steps: [] } });
    expect(applied).toEqual([]);
  });

  it('is applied once from its plan, and its result satisfies the schema that clients see', async () => {
    const { tool, applied } = writeTool({});
    const result = await bench().call(tool, { name: 'new' });
    expect(result.structured).toEqual({ outcome: 'done', plan: planned, result: { name: 'new', looks: 0 } });
    expect(() => tool.output.parse(result.structured)).not.toThrow();
    expect(applied).toEqual(['new']);
  });

  it('that fails while it is applied is an error result', async () => {
    const { tool } = writeTool({
      apply() {
        throw platformFailure({ what: 'Broke.', next: 'Look.', mayHaveHappened: true });
      },
    });
    expect(await bench().call(tool, { name: 'new' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('may have happened'),
    });
  });

  it('that does not know which thing is meant asks, but not once it has sent something: the call would begin anew', async () => {
    const unclear = (hasSent: boolean) => () => {
      if (hasSent) noteExchange({ method: 'POST', path: '/things', status: 409 });
      const choice = { argument: 'name', message: 'Which one?', options: [{ id: '7', name: 'old' }] };
      throw inputFailure({ what: 'Unclear.', next: 'Choose.', choice });
    };
    const before = await bench().call(writeTool({ apply: unclear(false) }).tool, { name: 'new' });
    expect(before.choice).toBeDefined();
    const after = await bench().call(writeTool({ apply: unclear(true) }).tool, { name: 'new' });
    expect([after.isError, after.choice]).toEqual([true, undefined]);
  });

  it('waits until its work is complete, with progress, and gives what was seen last', async () => {
    const { tool } = writeTool({
      observe: (look) => ({ state: look < 3 ? 'STARTING' : 'RUNNING', isComplete: look >= 3 }),
    });
    const { call, progress } = bench();
    const result = await call(tool, { name: 'new' });
    expect(result.structured).toMatchObject({ outcome: 'done', result: { looks: 3 } });
    expect(result.text).toMatch(/^Done: rename to new\nRUNNING after \d+ s\.\n/);
    expect(progress.map((line) => line.split(' ')[0])).toEqual(['STARTING', 'STARTING', 'RUNNING']);
  });

  it('that fails says why, and which tool reads it again', async () => {
    const { tool } = writeTool({ observe: () => ({ state: 'FAILED', isComplete: true, failure: 'No capacity.' }) });
    const result = await bench().call(tool, { name: 'new' });
    expect(result.structured).toMatchObject({ outcome: 'failed', note: expect.stringContaining('No capacity.') });
    expect(result.text).toContain('FAILED within 1 s. Read it again with anypoint_get_server {"server":"new"}.');
    // The reason is the platform's text, so it stands inside the fence.
    expect(result.text).toMatch(/<(data-[0-9a-f]{6})>[\s\S]*reason: No capacity\.[\s\S]*<\/\1>/);
  });

  it.each([
    [{ timeoutSeconds: 3 }, 'STARTING after 3 s.'],
    [{}, 'STARTING after 45 s.'],
    [{ wait: false }, 'This call did not wait.'],
  ])('that is still in progress after its wait (%j) says so and which tool reads it again', async (args, note) => {
    const { tool } = writeTool({ observe: () => ({ state: 'STARTING', isComplete: false }) });
    const result = await bench().call(tool, { name: 'new', ...args });
    expect(result.isError).toBe(false);
    expect(result.structured).toMatchObject({ outcome: 'in_progress' });
    expect(result.text).toContain(`${note} Read it again with anypoint_get_server {"server":"new"}.`);
  });

  it('whose state cannot be read was accepted all the same', async () => {
    const { tool } = writeTool({
      observe() {
        throw platformFailure({ what: 'Unreadable.', next: 'x' });
      },
    });
    const { call, progress } = bench();
    const result = await call(tool, { name: 'new', timeoutSeconds: 9 });
    expect(result.structured).toMatchObject({ outcome: 'in_progress', result: { name: 'new', looks: 0 } });
    expect(result.text).toContain('The change was accepted, but its state could not be read after 9 s: Unreadable.');
    expect(progress[0]).toBe('the platform is not answering at the moment');
  });
});

describe('a result that is too long', () => {
  it('is cut in both forms, and both say so', async () => {
    const { text, structured } = await bench().call(
      readTool(async () => ({
        rows: Array.from({ length: 3_000 }, (_, index) => `row ${index} is here to take space`),
      })),
    );
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(maxResult);
    expect(text).toContain('[cut here: ');
    expect(text).toMatch(/\[structured result cut: rows holds \d+ of 3000; ask for less to see the rest\]$/);
  });
});
