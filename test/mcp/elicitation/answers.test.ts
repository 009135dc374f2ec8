import type { ServerContext } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineReadTool } from '../../../src/core/tools/define-tool.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { applyAnswers, placeOf } from '../../../src/mcp/elicitation/answers.ts';
import { ask, readElicitation } from '../../../src/mcp/elicitation/choices.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { type Choice, inputFailure } from '../../../src/platform/errors.ts';
import { startHarness } from '../../support/harness.ts';
import { caller, gating } from '../../support/safety.ts';
import { testTool } from '../../support/tools.ts';

describe('what was chosen', () => {
  it('goes to the argument that was asked about, given or not', () => {
    expect(applyAnswers({ server: 'x' }, { server: '1', environment: '2' })).toEqual({ server: '1', environment: '2' });
  });

  it('goes to one item of a list and leaves the others, the same text included', () => {
    const given = { servers: ['a', 'b', 'a'], name: 'c' };
    expect(applyAnswers(given, { 'servers.2': '7', 'servers.0': '5' })).toEqual({
      servers: ['5', 'b', '7'],
      name: 'c',
    });
    expect(given.servers).toEqual(['a', 'b', 'a']);
  });

  it.each([
    [{ servers: ['a'] }, { 'servers.1': '7' }],
    [{ servers: ['a'] }, { 'servers.-1': '7' }],
    [{ servers: ['a'] }, { 'servers.length': '7' }],
    [{ servers: 'a' }, { 'servers.0': '7' }],
    [{ name: 'a' }, { 'servers.0': '7' }],
  ])('changes nothing in %j for a place that is not there: %j', (given, answers) => {
    expect(applyAnswers(given, answers)).toEqual(given);
  });

  it('leaves anything but an object of arguments to validation', () => {
    for (const given of ['text', ['a'], null, 1]) expect(applyAnswers(given, { a: 'b' })).toBe(given);
  });

  it('has the place that its question was about', () => {
    expect(placeOf({ argument: 'server' })).toBe('server');
    expect(placeOf({ argument: 'servers', item: { index: 1, text: 'mule-ordrs-1' } })).toBe('servers.1');
  });
});

describe('the state that travels with a repeated call', () => {
  /** As the SDK hands it over: the state as text, and the answer to the one question. */
  function read(state: unknown, answer: object = { action: 'accept', content: { choice: 'new' } }) {
    const mcpReq = { requestState: () => state, inputResponses: { choice: answer } };
    // Nothing else of the context is read.
    return readElicitation({ mcpReq } as unknown as ServerContext);
  }

  const offered = [['new', 'xxxxxxxxxx']];

  it('keeps what earlier rounds chose, arguments and items, and takes the new answer', () => {
    const answers = { environment: 'e', 'servers.0': '1' };
    expect(read(JSON.stringify({ answers, asked: 'servers.2', offered, rounds: 3 }))).toEqual({
      answers: { ...answers, 'servers.2': 'new' },
      rounds: 3,
    });
  });

  it('loses a choice that a later question replaces, and nothing else', () => {
    const state = { answers: { environment: 'old', server: '1' }, asked: 'environment', offered, rounds: 2 };
    expect(read(JSON.stringify(state)).answers).toEqual({ environment: 'new', server: '1' });
  });

  it.each([
    [{ again: false }, 'unlisted'],
    [{}, 'unlisted'],
    [{ again: true }, 'unlisted twice'],
  ])('takes no answer that it does not offer (%j)', (more, last) => {
    for (const other of [[['old', 'new']], [], undefined, 'new', [['new']], [7, null]]) {
      const state = { answers: { environment: 'e' }, asked: 'gateway', offered: other, rounds: 1, ...more };
      expect(read(JSON.stringify(state))).toEqual({ answers: { environment: 'e' }, rounds: 1, last });
    }
  });

  it.each(['decline', 'cancel'])('keeps what was chosen when the last answer is to %s', (action) => {
    expect(read('{"answers":{"servers.0":"1"},"asked":"servers.1","rounds":2}', { action })).toEqual({
      answers: { 'servers.0': '1' },
      rounds: 2,
      last: 'declined',
    });
  });

  it.each([
    undefined,
    '',
    'no JSON',
    '[]',
    'null',
    '"text"',
    '{}',
    '{"answers":[1],"asked":{"argument":"servers","index":1}}',
    '{"answers":{"servers":{"0":"1"},"environment":7},"asked":4,"rounds":"2"}',
  ])('chooses nothing when it is %j', (state) => {
    expect(read(state)).toEqual({ answers: {}, rounds: 0, last: 'declined' });
  });
});

describe('a question', () => {
  const options = [
    { id: '1', name: 'one' },
    { id: '2', name: 'two' },
    { id: '3', name: '2' },
  ];

  /** What an answer to a question with these options comes to. */
  function answered(choice: string, asked = options) {
    const { requestState } = ask({ argument: 'server', message: 'Which?', options: asked }, { answers: {}, rounds: 0 });
    const mcpReq = {
      requestState: () => requestState,
      inputResponses: { choice: { action: 'accept', content: { choice } } },
    };
    // As above.
    return readElicitation({ mcpReq } as unknown as ServerContext);
  }

  it.each([
    ['1', '1'],
    ['one (1)', '1'],
    ['2', '2'],
    ['2 (3)', '3'],
  ])('is answered by an id or a title: %s', (choice, server) => {
    expect(answered(choice)).toEqual({ answers: { server }, rounds: 1 });
  });

  it.each(['one', 'ONE (1)', '', '4', 'constructor'])('is not answered by %j', (choice) => {
    expect(answered(choice)).toEqual({ answers: {}, rounds: 1, last: 'unlisted' });
  });

  it('is not answered by a title that two share', () => {
    const long = 'x'.repeat(200);
    const alike = ['a', 'b'].map((end) => ({ id: `${long}${end}`, name: 'same' }));
    const title = /same \(x+…?\)/.exec(
      JSON.stringify(ask({ argument: 'server', message: '', options: alike }, { answers: {}, rounds: 0 })),
    )?.[0];
    expect(title).toBeDefined();
    expect(answered(title ?? '', alike).last).toBe('unlisted');
    expect(answered(title ?? '', alike.slice(1)).answers).toEqual({ server: `${long}b` });
  });
});

describe('a question that a call ends with', async () => {
  const { call, emulator } = await startHarness();
  const link = `${emulator.baseUrl}/cloudhub/#/console/home/${emulator.access.environmentId}/servers/999`;

  it('is about an item of a list as the caller gave it, also when the list came as JSON or as one text', async () => {
    const near = { argument: 'servers', message: expect.stringContaining('"mule-ordrs-1"') };
    const servers = ['mule-legacy-1', 'mule-ordrs-1'];
    for (const given of [servers, JSON.stringify(servers)]) {
      const { choice } = await call('anypoint_create_cluster', { name: 'x', servers: given });
      expect(choice).toMatchObject({ ...near, item: { index: 1, text: 'mule-ordrs-1' } });
    }
    const { choice } = await call('anypoint_create_cluster', { name: 'x', servers: 'mule-ordrs-1' });
    expect(choice).toMatchObject({ ...near, item: { index: 0, text: 'mule-ordrs-1' } });
  });

  it('is not asked about a link, which also says in which environment to look', async () => {
    for (const [tool, args] of [
      ['anypoint_get_server', { server: link }],
      ['anypoint_create_cluster', { name: 'x', servers: ['mule-orders-1', link] }],
    ] as const) {
      const { text, choice } = await call(tool, args);
      expect(text).toContain('Server "999" was not found in "Sandbox"');
      expect(choice).toBeUndefined();
    }
  });
});

describe('a question of a tool', async () => {
  const { session, secrets } = await startHarness();
  const pipeline = new Pipeline({
    ...gating(),
    tools: new OfferedTools(),
    session: async () => session,
    secrets,
    log: () => undefined,
  });
  secrets.add('s3cret-of-theirs');

  /** How a call ends whose failure asks about this. */
  const endOf = (asked: Pick<Choice, 'argument' | 'item'>) =>
    pipeline.call(
      defineReadTool({
        ...testTool,
        name: 'anypoint_ask_test',
        effect: 'read',
        input: { one: z.string().optional(), many: z.array(z.string()).optional(), number: z.number().optional() },
        output: z.object({}),
        async run() {
          const choice = { ...asked, message: 'Not "s3cret-of-theirs". Which?', options: [{ id: '1', name: 'first' }] };
          throw inputFailure({ what: 'Unclear.', next: 'Say more.', choice });
        },
        present: () => ({ headline: '' }),
      }),
      { one: 'x', many: ['y'] },
      { signal: new AbortController().signal, progress: () => undefined, caller },
    );

  it.each([{ argument: 'one' }, { argument: 'many', item: { index: 0, text: 'y' } }])(
    'is asked about %j',
    async (at) => {
      expect((await endOf(at)).choice).toMatchObject({ ...at, options: [{ id: '1', name: 'first' }] });
    },
  );

  it.each([
    { argument: 'many' },
    { argument: 'one', item: { index: 0, text: 'x' } },
    { argument: 'number' },
    { argument: 'nowhere' },
  ])('is not asked about %j, which has no place for an id', async (at) => {
    const { text, isError, choice } = await endOf(at);
    expect([isError, choice]).toEqual([true, undefined]);
    expect(text).toContain('Unclear.');
  });

  it('shows no secret', async () => {
    expect((await endOf({ argument: 'one' })).choice?.message).not.toContain('s3cret-of-theirs');
  });
});
