import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { applyAnswers, type ElicitationAnswers, placeOf } from '../../../src/mcp/elicitation/answers.ts';
import { chosen, roundOf } from '../../../src/mcp/elicitation/choices.ts';
import type { NoReply } from '../../../src/mcp/elicitation/reply.ts';
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

describe('what a call knows of its earlier rounds', () => {
  const memory = { answers: { environment: 'e', 'servers.0': '1' }, asked: 'servers.2', again: false };
  const accepted = { kind: 'accepted', values: { choice: 'new' } } as const;

  it('is nothing in the first', () => {
    expect(chosen({})).toEqual({ answers: {}, again: false });
  });

  it('is every earlier answer, and the new one in its place', () => {
    expect(chosen({ memory, reply: accepted }).answers).toEqual({ ...memory.answers, 'servers.2': 'new' });
    expect(chosen({ memory: { ...memory, asked: 'environment' }, reply: accepted }).answers).toEqual({
      environment: 'new',
      'servers.0': '1',
    });
  });

  it.each([undefined, { kind: 'declined' }, { kind: 'cancelled' }, { kind: 'invalid' }] as const)(
    'is every earlier answer when the last one is %j',
    (reply) => {
      expect(chosen({ memory, ...(reply ? { reply } : {}) }).answers).toEqual(memory.answers);
    },
  );
});

describe('a call whose question has no answer', () => {
  const choice: Choice = { argument: 'server', message: 'Which?', options: [{ id: '1', name: 'one' }] };
  const result = { text: 'Which server?', isError: true, choice };

  /** The text of its result, with these answers to earlier questions. */
  function textAfter(noReply: NoReply, answers: ElicitationAnswers = {}): string {
    const round = roundOf(result, { answers, again: false });
    return 'question' in round ? round.question.otherwise(noReply).text : '';
  }

  it.each<[NoReply, string]>([
    [{ kind: 'declined' }, '\nThe user was asked and did not choose.'],
    [{ kind: 'cancelled' }, '\nThe user was asked and did not choose.'],
    [{ kind: 'unanswered' }, '\nThe user was asked and did not answer in time.'],
    [{ kind: 'cannot-ask', why: 'client-failed' }, '\nThe client failed to ask the user.'],
    [{ kind: 'cannot-ask', why: 'unsupported' }, ''],
    [{ kind: 'cannot-ask', why: 'asked-too-often' }, ''],
  ])('tells the model what happened: %j', (noReply, told) => {
    expect(textAfter(noReply)).toBe(`${result.text}${told}`);
    const said = told === '' ? '\nThe user was asked.' : told;
    expect(textAfter(noReply, { environment: '7' })).toBe(`${result.text}${said} They answered {"environment":"7"}.`);
  });

  it('says nothing of it where the call succeeds or nothing was asked', () => {
    const done = { text: 'Done.', isError: false };
    expect(roundOf(done, { answers: { environment: '7' }, again: false })).toEqual({ result: done });
    const failed = { text: 'Failed.', isError: true };
    expect(roundOf(failed, { answers: {}, again: false })).toEqual({ result: failed });
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
