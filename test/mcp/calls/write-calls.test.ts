import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { call as callOf } from '../../../src/core/operations.ts';
import type { ToolName } from '../../../src/core/tools/calls.ts';
import type { ToolContext } from '../../../src/core/tools/context.ts';
import { defineComposedWriteTool } from '../../../src/core/tools/define-composed-write.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { defineWriteTool } from '../../../src/core/tools/define-write-tool.ts';
import type { PlannedWrite } from '../../../src/core/tools/planned-write.ts';
import type { Tool } from '../../../src/core/tools/tool.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { maxResult } from '../../../src/mcp/calls/render.ts';
import { createLog } from '../../../src/mcp/log.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { inputFailure } from '../../../src/platform/errors.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { drivenClock } from '../../support/driven-clock.ts';
import { caller, gating } from '../../support/safety.ts';
import { testTool } from '../../support/tools.ts';

/** The tools of a server, and those of a test. */
class TestTools extends OfferedTools {
  readonly #more: readonly Tool[];

  constructor(...more: Tool[]) {
    super();
    this.#more = more;
  }

  override find(name: string): Tool | { problem: string } {
    return this.#more.find((tool) => tool.name === name) ?? super.find(name);
  }
}

function bench(...more: Tool[]) {
  const secrets = new Secrets();
  const session = createSession(loadConfiguration([], {}).settings, secrets, { clock: drivenClock() });
  const written: string[] = [];
  const limits: (number | undefined)[] = [];
  const pipeline = new Pipeline({
    ...{ ...gating(), tools: new TestTools(...more), session: async () => session, secrets },
    log: createLog('debug', secrets, (line) => written.push(line)),
  });
  return {
    limits,
    logged: (): Record<string, unknown>[] => written.map((line) => JSON.parse(line)),
    call: (tool: Tool, args: unknown = {}) =>
      pipeline.call(tool, args, {
        ...{ signal: new AbortController().signal, caller },
        progress: (_message, _seconds, limit) => limits.push(limit),
      }),
  };
}

const reading = (run: (ctx: ToolContext) => object | Promise<object>): Tool =>
  defineReadTool({
    ...{ ...testTool, name: 'anypoint_read_test', effect: 'read', input: {}, output: z.looseObject({}) },
    run: async (_, ctx) => ({ ...(await run(ctx)) }),
    present: () => ({ headline: 'Read.' }),
  });

interface Writing {
  name?: ToolName;
  plan?: () => Promise<void>;
  apply?: () => Promise<void>;
  /** The name before. */
  value?: () => string;
  follows?: boolean;
}

function writing({
  name = 'anypoint_write_test',
  plan,
  apply,
  value = () => 'old',
  follows = false,
}: Writing = {}): Tool {
  return defineWriteTool({
    ...{ ...testTool, name, effect: 'update', output: z.object({ done: z.boolean() }) },
    input: { name: z.string().optional(), size: z.string().optional() },
    async plan({ name: after }, ctx) {
      ctx.progress('planning');
      await plan?.();
      const changes = [{ setting: 'name', before: value(), after: after ?? 'new' }];
      const thing = { kind: 'server', id: '7', name: 'old' };
      return {
        ...{ summary: 'change it', warnings: [], undo: { lost: 'The old name.' }, intent: {} },
        steps: value() === (after ?? 'new') ? [] : [{ kind: 'update', thing, action: 'Change it', changes }],
      };
    },
    async apply() {
      await apply?.();
      return { done: true };
    },
    ...(follows
      ? {
          follow: {
            readAgain: () => callOf('server.get', { server: '7' }),
            observe: async (value: { done: boolean }) => ({ value, state: 'RUNNING', isComplete: true }),
          },
        }
      : {}),
    present: () => ({ headline: 'Changed.' }),
  });
}

/** A write that is made of the write of another tool. */
const composed = (other: string, args: object = {}): Tool =>
  defineComposedWriteTool({
    ...testTool,
    ...{ name: 'anypoint_composed_test', effect: 'update', input: {}, output: z.object({ done: z.boolean() }) },
    plan: async (_, ctx): Promise<PlannedWrite> => ({
      // The name of a tool, or of none.
      ...(await ctx.planWrite({ tool: other as ToolName, arguments: { ...args } })),
      madeOf: [other as ToolName],
    }),
  });

function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('the same write of several calls', () => {
  /** How many calls have planned while the first one is being sent. */
  async function planned(first: object, second: object): Promise<number> {
    let plans = 0;
    const [sending, sent, planning] = [gate(), gate(), gate()];
    const tool = writing({
      follows: true,
      plan: async () => {
        if (++plans === 2) planning.open();
      },
      apply: () => {
        sending.open();
        return sent.opened;
      },
    });
    const { call } = bench();
    const one = call(tool, first);
    await sending.opened;
    const other = call(tool, second);
    // What waits for its turn does not plan, however long; what does not, plans soon.
    await Promise.race([planning.opened, new Promise((resolve) => setImmediate(() => setImmediate(resolve)))]);
    const seen = plans;
    sent.open();
    expect(await Promise.all([one, other])).toMatchObject([{ isError: false }, { isError: false }]);
    return seen;
  }

  it('goes out one after the other, in whatever order it is written and however long it waits', async () => {
    expect(await planned({ name: 'a', size: 'b' }, { size: 'b', name: 'a' })).toBe(1);
    expect(await planned({ name: 'a' }, { name: 'a', wait: false, timeoutSeconds: 9 })).toBe(1);
    expect(await planned({}, {})).toBe(1);
  });

  it('does not wait for another one, nor does its plan', async () => {
    expect(await planned({ name: 'a' }, { name: 'b' })).toBe(2);
    expect(await planned({ name: 'a' }, { size: 'a' })).toBe(2);
    expect(await planned({ name: 'a' }, { name: 'a', dryRun: true })).toBe(2);
  });

  it('may begin again after one that has failed', async () => {
    const tool = writing({
      plan: async () => {
        throw inputFailure({ what: 'No.', next: 'Change it.' });
      },
    });
    const { call } = bench();
    for (const text of [(await call(tool)).text, (await call(tool)).text]) expect(text).toContain('No.');
  });
});

describe('the id of a plan', () => {
  it.each([{}, { name: 'old' }])(
    'is checked also where nothing would change, and where only a plan is wanted: %j',
    async (args) => {
      const { call } = bench();
      const tool = writing({ name: 'anypoint_plan_test' });
      const changing = await call(tool, { ...args, dryRun: true });
      for (const more of [{}, { dryRun: true }]) {
        for (const [planId, why] of [
          ['', 'The argument planId is empty.'],
          [' ', 'The argument planId is empty.'],
          ['forged', '"forged" is not the id of a plan; nothing was changed.'],
          ['b2c3d4f5g6h7', 'There is no plan b2c3d4f5g6h7 here; nothing was changed.'],
        ]) {
          const { text, isError } = await call(tool, { ...args, ...more, planId });
          expect([isError, text.split('\n')[0]]).toEqual([true, expect.stringContaining(why ?? '')]);
        }
      }
      // Hosts fill in null for what the model leaves out.
      expect((await call(tool, { ...args, planId: null })).isError).toBe(false);
      expect(changing.isError).toBe(false);
    },
  );

  it('is refused where it was used, is of another call or of another session, and nothing is left to do', async () => {
    let value = 'old';
    const apply = async () => {
      value = 'new';
    };
    const tool = writing({ name: 'anypoint_plan_test', value: () => value, apply });
    const { call } = bench();
    const planOf = async (args: object) => (await call(tool, { ...args, dryRun: true })).structured?.['planId'];
    const [planId, other, unused] = [await planOf({}), await planOf({ size: 'x' }), await planOf({ size: 'y' })];
    expect((await call(tool, { planId })).structured).toMatchObject({ outcome: 'done' });
    expect((await call(tool, {})).structured).toMatchObject({ outcome: 'no_change' });
    expect((await call(tool, { planId })).text).toContain('was applied already; nothing was changed again.');
    expect((await call(tool, { planId: other })).text).toContain('is the plan of another call');
    expect((await bench().call(tool, { planId: unused, size: 'y' })).text).toContain('There is no plan');
    // What it would have done is done: the ground has moved to where it was to go.
    expect((await call(tool, { planId: unused, size: 'y' })).structured).toMatchObject({ outcome: 'no_change' });
  });
});

describe('progress', () => {
  const limitsOf = async (tool: Tool, args: object = {}): Promise<unknown> => {
    const { call, limits } = bench();
    await call(tool, args);
    return limits[0];
  };

  it('has a limit where the call waits for what it has begun, and none otherwise', async () => {
    expect(await limitsOf(writing({ follows: true }), { timeoutSeconds: 9 })).toBe(9);
    expect(await limitsOf(writing({ follows: true }))).toBe(45);
    expect(await limitsOf(writing({ follows: true }), { wait: false })).toBeUndefined();
    expect(await limitsOf(writing({ follows: true }), { dryRun: true })).toBeUndefined();
    expect(await limitsOf(writing())).toBeUndefined();
    expect(await limitsOf(reading((ctx) => ({ n: ctx.progress('reading') })))).toBeUndefined();
  });
});

describe('a write that is made of another one', () => {
  it('is planned and applied as that is', async () => {
    const inner = writing();
    const { text, isError } = await bench(inner).call(composed(inner.name, { name: 'theirs' }));
    expect(isError).toBe(false);
    expect(text).toContain('name: old → theirs');
  });

  it('is refused where the other one is unknown, takes other arguments or does not write', async () => {
    const { call, logged } = bench(
      writing(),
      reading(() => ({})),
    );
    expect((await call(composed('anypoint_nothing'))).text).toMatch(/^Unknown tool .*\nNext: Nothing was changed\./);
    expect((await call(composed('anypoint_write_test', { nam: 'x' }))).text).toContain('Unknown argument "nam"');
    expect(await call(composed('anypoint_read_test'))).toMatchObject({ isError: true });
    expect(logged().find(({ level }) => level === 'error')?.['stack']).toContain('anypoint_read_test does not write.');
  });
});

describe('a result', () => {
  it('has less room for the rows of a listing than for all of it', async () => {
    const rooms: (number | undefined)[] = [];
    const { text } = await bench().call(reading(({ room }) => ({ n: rooms.push(room) })));
    expect(rooms).toEqual([0.9 * maxResult]);
    expect(text).toBe('Read.');
  });

  it('has its time in the log, in milliseconds with one decimal', async () => {
    const times = [1_000, 1_012.34];
    const now = vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 1_012.34);
    const { call, logged } = bench();
    try {
      await call(reading(() => ({})));
    } finally {
      now.mockRestore();
    }
    expect(logged()[0]?.['ms']).toBe(12.3);
  });
});
