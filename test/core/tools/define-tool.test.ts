import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Directory, type PlaceReader } from '../../../src/core/place/directory.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { Removals } from '../../../src/core/removals.ts';
import { resolveReference } from '../../../src/core/resolve.ts';
import type { EnvironmentContext, ToolContext } from '../../../src/core/tools/context.ts';
import { defineReadTool, type ReadDefinition } from '../../../src/core/tools/define-read-tool.ts';
import { defineWriteTool, type WriteDefinition } from '../../../src/core/tools/define-write-tool.ts';
import type { AcceptedRead, AcceptedWrite, Tool } from '../../../src/core/tools/tool.ts';
import { partsOf } from '../../../src/platform/advice.ts';
import { Failure, inputFailure, platformFailure } from '../../../src/platform/errors.ts';
import { drivenClock } from '../../support/driven-clock.ts';

const baseUrl = 'https://anypoint.example.com';
const uuid = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [acme, sandbox, design] = [uuid('1'), uuid('2'), uuid('3')];
const link = `${baseUrl}/cloudhub/#/console/environments/${design}/servers/7`;
/** Only the call that was given it knows that this is a secret. */
const password = 'sunflower';
const elsewhere = inputFailure({ what: 'It is in Design.', next: 'Look there.' });

/** The context of a call, and what it said and made the session remember. */
function calling() {
  const said: [string, number | undefined][] = [];
  const kept: string[] = [];
  const unknown: string[] = [];
  const clock = drivenClock();
  const environment = (id: string, name: string) => ({
    ...{ id, name, type: 'sandbox', isProduction: false, organizationId: acme, clientId: undefined },
  });
  const reader: PlaceReader = {
    me: async () => ({ organizationId: acme, memberOf: [] }),
    hierarchy: async () => [{ id: acme, name: 'Acme', parentId: undefined }],
    environments: async () => ({ items: [environment(sandbox, 'Sandbox'), environment(design, 'Design')] }),
  };
  const removals = new Removals();
  const facts: Partial<ToolContext> = {
    directory: new Directory(reader, clock, { organization: undefined, environment: 'Sandbox' }, baseUrl),
    ...{ clock, removals, placeArguments: {}, progress: (message, ms) => said.push([message, ms]) },
    secrets: { addGiven: (value) => kept.push(value ?? '') },
    calls: {
      toolCall: ({ operation, arguments: args }, place) => ({
        ...{ tool: `anypoint_${operation}`, arguments: { ...args, ...place } },
      }),
      text: (advice, place) =>
        partsOf(advice)
          .map((part) => (typeof part === 'string' ? part : `${part.operation} ${JSON.stringify(place)}`))
          .join(''),
    },
  };
  // These tools use nothing else of a context.
  const ctx = {
    ...facts,
    platform: { client: { baseUrl } },
    whereabouts: {
      explain: async ({ message }: Failure) => {
        unknown.push(message);
        return elsewhere;
      },
    },
  } as unknown as ToolContext;
  return { ctx, said, kept, unknown, clock };
}

const facts = {
  title: 'Test',
  toolset: 'runtime',
  operation: 'test.do',
  description: 'Test.',
  example: { arguments: { server: 'x' }, answers: '' },
} as const;
const input = { server: z.string(), password: z.string().optional(), size: z.number().optional() };
const output = z.object({ name: z.string(), state: z.string() });
type Result = z.output<typeof output>;
const running: Result = { name: 'mule', state: 'RUNNING' };

type Read = ReadDefinition<'test.do', typeof input, typeof output, 'environment'>;
type Write = WriteDefinition<'test.do', typeof input, typeof output, 'environment', { id: string }>;

const present = ({ name, state }: Result) => ({ headline: `It is ${state}.`, data: `name: ${name}` });

const reading = (more: Partial<Read> = {}): Tool =>
  defineReadTool<'test.do', typeof input, typeof output, 'environment'>({
    ...{ ...facts, name: 'anypoint_read_test', effect: 'read', scope: 'environment', input, output, present },
    run: async () => running,
    ...more,
  });

function planned(id = '7', more: Partial<Plan<{ id: string }>> = {}): Plan<{ id: string }> {
  const thing = { kind: 'server', id, name: 'mule' };
  return {
    ...{ summary: 'change it', warnings: [], undo: { lost: 'The old name.' }, intent: { id } },
    steps: [{ kind: 'update', thing, action: 'Change it', changes: [] }],
    ...more,
  };
}

const writing = (more: Partial<Write> = {}): Tool =>
  defineWriteTool<'test.do', typeof input, typeof output, 'environment', { id: string }>({
    ...{ ...facts, name: 'anypoint_write_test', effect: 'update', scope: 'environment', input, output, present },
    plan: async () => planned(),
    apply: async () => running,
    ...more,
  });

function acceptedRead(tool: Tool, args: object = { server: 'mule' }): AcceptedRead {
  const accepted = tool.accept(args);
  if (accepted.effect !== 'read') throw new Error('it writes');
  return accepted;
}

function acceptedWrite(tool: Tool, args: object = { server: 'mule' }): AcceptedWrite {
  const accepted = tool.accept(args);
  if (accepted.effect === 'read') throw new Error('it reads');
  return accepted;
}

async function failed(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Failure) return error;
  throw new Error(`expected a failure, not ${error}`);
}

/** Looks for a server of this name among others. */
const lookFor = (name: string) => (): never => {
  resolveReference(name, [], { kind: 'server', naming: 'exact', where: 'Sandbox', listed: 'server.list' });
  throw new Error('it is there');
};

describe('what a tool says of itself', () => {
  it('is of a read that it acts on nothing, and whether it reveals secrets', () => {
    expect(reading()).toMatchObject({
      ...{ name: 'anypoint_read_test', effect: 'read', scope: 'environment', operation: 'test.do' },
      ...{ billedOrExposed: false, actsAgain: false, revealsSecrets: false },
    });
    expect(reading({ reveals: ({ name }) => [name] }).revealsSecrets).toBe(true);
  });

  it('is of a write that a second call does nothing more, unless it creates or says so', () => {
    expect(writing()).toMatchObject({
      ...{ name: 'anypoint_write_test', effect: 'update' },
      ...{ billedOrExposed: false, actsAgain: false, revealsSecrets: false },
    });
    expect(writing({ effect: 'delete' }).actsAgain).toBe(false);
    expect(writing({ effect: 'create' }).actsAgain).toBe(true);
    expect(writing({ effect: 'create', actsAgain: false }).actsAgain).toBe(false);
    expect(writing({ actsAgain: true }).actsAgain).toBe(true);
    expect(writing({ billedOrExposed: true }).billedOrExposed).toBe(true);
    expect(writing({ reveals: ({ name }) => [name] }).revealsSecrets).toBe(true);
  });

  it('has the arguments that its scope and what it does add, and takes no others', () => {
    const keys = (tool: Tool) => Object.keys(tool.input.shape).sort();
    const place = ['environment', 'organization'];
    expect(keys(reading())).toEqual([...place, 'password', 'server', 'size'].sort());
    expect(keys(writing())).toEqual([...place, 'dryRun', 'password', 'planId', 'server', 'size'].sort());
    const follow = { readAgain: () => ({ operation: 'test.do' }), observe: () => Promise.reject(new Error()) };
    expect(keys(writing({ follow }))).toEqual(
      [...place, 'dryRun', 'password', 'planId', 'server', 'size', 'timeoutSeconds', 'wait'].sort(),
    );
    for (const tool of [reading(), writing()])
      expect(() => tool.accept({ server: 'mule', srver: 'x' })).toThrow('srver');
    expect(() => writing().accept({ server: 'mule', wait: true })).toThrow('wait');
  });

  it('has the result of a write within what every write returns', () => {
    expect(Object.keys(writing().output.shape)).toContain('planId');
    expect(reading().output).toBe(output);
  });
});

describe('a read', () => {
  it('runs with its own arguments in the place that they say, and may name things by their beginning', async () => {
    const seen: unknown[] = [];
    const tool = reading({
      async run(args, { place, naming, placeArguments }) {
        seen.push(args, place.environmentId, naming, placeArguments);
        return running;
      },
    });
    const result = await acceptedRead(tool, { server: 'mule', environment: 'Des' }).run(calling().ctx);
    expect(seen).toEqual([{ server: 'mule' }, design, 'prefix', { organization: undefined, environment: 'Des' }]);
    expect(result).toEqual({
      ...{ structured: running, presentation: { headline: 'It is RUNNING.', data: 'name: mule' }, revealed: [] },
    });
  });

  it('follows a link to what it names and where that is', async () => {
    const seen: unknown[] = [];
    const tool = reading({
      async run(args, { place }) {
        seen.push(args, place.environmentId);
        return running;
      },
    });
    await acceptedRead(tool, { server: link }).run(calling().ctx);
    expect(seen).toEqual([{ server: '7' }, design]);
  });

  it('that names something unknown says where that is', async () => {
    const { ctx } = calling();
    expect(await failed(acceptedRead(reading({ run: async () => lookFor('x')() })).run(ctx))).toBe(elsewhere);
    const other = platformFailure({ what: 'Down.', next: 'Wait.' });
    expect(await failed(acceptedRead(reading({ run: () => Promise.reject(other) })).run(ctx))).toBe(other);
  });

  it('that is about no environment leaves the failure as it is', async () => {
    const tool = defineReadTool({
      ...{ ...facts, name: 'anypoint_read_test', effect: 'read', scope: 'organization', input, output, present },
      run: async () => lookFor('x')(),
    });
    expect((await failed(acceptedRead(tool).run(calling().ctx))).message).toContain('was not found');
  });

  it('masks what it was given in all that it says, and tells the session once it has succeeded', async () => {
    const { ctx, said, kept } = calling();
    const tool = (run: () => Result, more: Partial<Read> = {}) =>
      reading({
        async run(args, { secrets, progress }) {
          secrets.addGiven(args.password);
          progress(`with ${password}`, 7);
          return run();
        },
        ...more,
      });
    const args = { server: 'mule', password };
    const bad = () => {
      throw platformFailure({ what: `Bad ${password}.`, next: 'x' });
    };
    expect((await failed(acceptedRead(tool(bad), args).run(ctx))).message).toBe('Bad [secret].');
    expect(kept).toEqual([]);
    const named = (): Result => ({ name: `of ${password}`, state: password });
    expect(await acceptedRead(tool(named), args).run(ctx)).toMatchObject({
      structured: { name: 'of [secret]', state: '[secret]' },
      presentation: { headline: 'It is [secret].', data: 'name: of [secret]' },
    });
    expect(kept).toEqual([password]);
    expect(said).toEqual([
      ['with [secret]', 7],
      ['with [secret]', 7],
    ]);
    const revealing = { reveals: ({ state }: Result) => [undefined, state] };
    expect(await acceptedRead(tool(named, revealing), args).run(ctx)).toMatchObject({
      ...{ structured: { state: password }, revealed: [password] },
    });
  });

  it('keeps its structured form where a secret is a word of its own schema', async () => {
    const states = output.extend({ state: z.enum(['sunflower', 'new']) });
    const tool = defineReadTool({
      ...{ ...facts, name: 'anypoint_read_test', effect: 'read', scope: 'environment', input, output: states, present },
      async run(args, { secrets }) {
        secrets.addGiven(args.password);
        return { name: 'x', state: 'sunflower' as const };
      },
    });
    const result = await acceptedRead(tool, { server: 'mule', password }).run(calling().ctx);
    expect(result).toMatchObject({
      structured: { name: 'x', state: password },
      presentation: { headline: 'It is [secret].' },
    });
  });
});

describe('a write', () => {
  it('takes what every write takes, apart from its own arguments', () => {
    const follow = { readAgain: () => ({ operation: 'test.do' }), observe: () => Promise.reject(new Error()) };
    expect(acceptedWrite(writing())).toMatchObject({
      ...{ effect: 'update', dryRun: false, wait: true, follows: false, timeoutSeconds: undefined, planId: undefined },
    });
    const planId = 'bcdfgh234567';
    expect(
      acceptedWrite(writing({ follow }), { server: 'x', dryRun: true, wait: false, timeoutSeconds: 9 }),
    ).toMatchObject({ dryRun: true, wait: false, follows: true, timeoutSeconds: 9 });
    expect(acceptedWrite(writing(), { server: 'x', planId })).toMatchObject({ dryRun: false, planId });
  });

  it('is planned with its own arguments, names things exactly, and says what it was made of', async () => {
    const seen: unknown[] = [];
    const tool = writing({
      async plan(args, { naming, place }) {
        seen.push(args, naming, place.environmentId);
        return planned('7', {
          warnings: [{ parts: ['Look with ', { operation: 'test.do' }] }],
          undo: { calls: [{ operation: 'test.do', arguments: { server: '7' } }] },
        });
      },
    });
    const write = await acceptedWrite(tool, { server: 'mule', environment: 'Design', dryRun: true }).plan(
      calling().ctx,
    );
    expect(seen).toEqual([{ server: 'mule' }, 'exact', design]);
    expect(write).toMatchObject({
      plan: { summary: 'in sandbox environment "Design" of "Acme", change it', steps: [{ kind: 'update' }] },
      arguments: { server: 'mule', environment: 'Design' },
      basis: {
        arguments: { server: 'mule', environment: 'Design', organization: undefined },
        ground: { organizationId: acme, environmentId: design, steps: [{ kind: 'update' }] },
      },
      undo: [{ tool: 'anypoint_test.do', arguments: { server: '7', organization: acme, environment: design } }],
    });
    expect(write.plan.warnings).toEqual(['Look with test.do {"environment":"Design"}']);
    expect(Object.keys(write.arguments).sort()).toEqual(['environment', 'server']);
  });

  it('follows a link to what it names and where that is, and is asked for again by the link', async () => {
    const seen: unknown[] = [];
    const tool = writing({
      async plan(args, { place }) {
        seen.push(args, place.environmentId);
        return planned();
      },
    });
    const write = await acceptedWrite(tool, { server: link }).plan(calling().ctx);
    expect(seen).toEqual([{ server: '7' }, design]);
    expect(write.arguments).toEqual({ server: link });
  });

  it('that names something unknown says where that is', async () => {
    const { ctx, unknown } = calling();
    for (const effect of ['update', 'create'] as const) {
      const tool = writing({ effect, plan: async () => lookFor('x')() });
      expect(await failed(acceptedWrite(tool).plan(ctx))).toBe(elsewhere);
      // Only a delete says that nothing was removed.
      expect(unknown.pop()).toBe('Server "x" was not found in Sandbox.');
    }
  });

  it('is applied from its plan in its place, and follows its work where it goes on', async () => {
    const applied: unknown[] = [];
    const apply = async (plan: Plan<{ id: string }>, { place }: EnvironmentContext) => {
      applied.push(plan.intent, place.environmentId);
      return running;
    };
    const { ctx } = calling();
    const write = await acceptedWrite(writing({ apply })).plan(ctx);
    expect(applied).toEqual([]);
    expect(await write.apply()).toEqual({
      result: {
        ...{ structured: running, presentation: { headline: 'It is RUNNING.', data: 'name: mule' }, revealed: [] },
      },
    });
    expect(applied).toEqual([{ id: '7' }, sandbox]);
    const follow: Write['follow'] = {
      readAgain: () => ({ operation: 'test.do', arguments: { server: '7' } }),
      observe: async (value) => ({ value: { ...value, state: 'DONE' }, state: 'DONE', isComplete: true }),
    };
    const { follow: work } = await (await acceptedWrite(writing({ follow })).plan(ctx)).apply();
    expect(work?.readAgain).toBe('test.do {}');
    expect(await work?.observe()).toMatchObject({
      ...{ state: 'DONE', isComplete: true, failure: undefined },
      value: { structured: { state: 'DONE' }, presentation: { headline: 'It is DONE.' } },
    });
  });

  it('masks what it was given in its plan, its result, its work and its failures', async () => {
    const { ctx, said, kept } = calling();
    const args = { server: 'mule', password };
    const plan: Write['plan'] = async (given, { secrets, progress }) => {
      secrets.addGiven(given.password);
      progress(`with ${password}`);
      return planned('7', {
        summary: `set ${password}`,
        undo: { calls: [{ operation: 'test.do', arguments: { server: `was ${password}` } }] },
      });
    };
    const follow: Write['follow'] = {
      readAgain: () => ({ operation: 'test.do', arguments: {} }),
      observe: async (value) => ({ value, state: `WITH ${password}`, isComplete: true, failure: `no ${password}` }),
    };
    const apply = async () => ({ name: password, state: 'RUNNING' });
    const bad = platformFailure({ what: `Bad ${password}.`, next: 'x' });
    const refusing = writing({
      plan: async (given, planning) => {
        await plan(given, planning);
        throw bad;
      },
    });
    expect((await failed(acceptedWrite(refusing, args).plan(ctx))).message).toBe('Bad [secret].');
    expect(kept).toEqual([]);
    const write = await acceptedWrite(writing({ plan, apply, follow }), args).plan(ctx);
    expect(kept).toEqual([password]);
    expect(write.plan.summary).toContain('set [secret]');
    expect(write.arguments).toEqual({ server: 'mule', password: '[secret]' });
    expect(write.undo).toMatchObject([{ arguments: { server: 'was [secret]' } }]);
    // Only digests are made of this.
    expect(write.basis.arguments).toMatchObject({ password });
    const { result, follow: work } = await write.apply();
    expect(result.structured).toEqual({ name: '[secret]', state: 'RUNNING' });
    expect(await work?.observe()).toMatchObject({
      ...{ state: 'WITH [secret]', failure: 'no [secret]', value: { structured: { name: '[secret]' } } },
    });
    expect(said.map(([message]) => message)).toEqual(['with [secret]', 'with [secret]']);
    const failing = writing({ plan, apply: () => Promise.reject(bad) });
    expect((await failed((await acceptedWrite(failing, args).plan(ctx)).apply())).message).toBe('Bad [secret].');
    const unseen = writing({ plan, follow: { ...follow, observe: () => Promise.reject(bad) } });
    const { follow: blind } = await (await acceptedWrite(unseen, args).plan(ctx)).apply();
    expect((await failed(blind?.observe() ?? Promise.resolve())).message).toBe('Bad [secret].');
  });

  it('shows the secrets that its caller asked for', async () => {
    const tool = writing({ reveals: ({ name }) => [name], apply: async () => ({ name: 'token', state: 'NEW' }) });
    const { result } = await (await acceptedWrite(tool).plan(calling().ctx)).apply();
    expect(result.revealed).toEqual(['token']);
  });
});

describe('a delete', () => {
  /** Deletes the server of this id, which is called like the argument says. */
  const deleting = (id: string | undefined, more: Partial<Write> = {}) =>
    writing({
      effect: 'delete',
      plan: async ({ server }) => (id === undefined ? lookFor(server)() : planned(id)),
      removes: ({ id: removed }) => ({ title: `server ${removed}`, named: { server: [removed, 'mule'] } }),
      ...more,
    });
  const planIn = (ctx: ToolContext, tool: Tool, args?: object) => acceptedWrite(tool, args).plan(ctx);

  it('that is repeated answers that the thing is gone', async () => {
    const { ctx, clock } = calling();
    await (await planIn(ctx, deleting('7'))).apply();
    await clock.sleep(120_000);
    const again = await planIn(ctx, deleting(undefined));
    expect(again.plan).toMatchObject({
      ...{ steps: [], summary: expect.stringContaining('server 7 is gone: anypoint-mcp removed it 2 minutes ago') },
    });
    // By its id, too, and in its environment only.
    expect((await planIn(ctx, deleting(undefined), { server: '7' })).plan.steps).toEqual([]);
    expect(await failed(planIn(ctx, deleting(undefined), { server: 'mule', environment: 'Design' }))).toBe(elsewhere);
  });

  it('of what never was there says where it is', async () => {
    expect(await failed(planIn(calling().ctx, deleting(undefined)))).toBe(elsewhere);
  });

  it('does not reach another thing that has the name now', async () => {
    const { ctx } = calling();
    await (await planIn(ctx, deleting('7'))).apply();
    expect((await failed(planIn(ctx, deleting('8')))).message).toBe(
      'server 7 is gone: anypoint-mcp removed it. Another thing has that name now, server 8; nothing was removed.',
    );
    // The same thing may be there again, and a plan that does nothing reaches nothing.
    expect((await planIn(ctx, deleting('7'))).plan.steps).toHaveLength(1);
    const nothing = deleting('8', { plan: async () => planned('8', { steps: [], undo: 'nothing' }) });
    expect((await planIn(ctx, nothing)).plan.steps).toEqual([]);
  });

  it('that failed has removed nothing', async () => {
    const { ctx } = calling();
    const failing = deleting('7', { apply: () => Promise.reject(platformFailure({ what: 'Down.', next: 'x' })) });
    await failed((await planIn(ctx, failing)).apply());
    expect(await failed(planIn(ctx, deleting(undefined)))).toBe(elsewhere);
  });

  it('reaches what was created with the name since', async () => {
    const { ctx } = calling();
    await (await planIn(ctx, deleting('7'))).apply();
    await (await planIn(ctx, writing())).apply();
    expect((await failed(planIn(ctx, deleting('8')))).message).toContain('server 7 is gone');
    const creating = writing({ effect: 'create' });
    await (await planIn(ctx, creating, { server: 'other' })).apply();
    expect((await failed(planIn(ctx, deleting('8')))).message).toContain('server 7 is gone');
    await (await planIn(ctx, creating, { server: 'mule', size: 3 })).apply();
    expect((await planIn(ctx, deleting('8'))).plan.steps).toHaveLength(1);
  });
});
