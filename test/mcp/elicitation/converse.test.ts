import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { describe, expect, it } from 'vitest';
import { converse } from '../../../src/mcp/elicitation/converse.ts';
import type { Form } from '../../../src/mcp/elicitation/form.ts';
import type { Reply } from '../../../src/mcp/elicitation/reply.ts';
import { sessionRevisions } from '../../../src/mcp/revisions.ts';
import type { Message } from '../../support/message.ts';
import { envelope, RawClient } from '../../support/raw-client.ts';

const form: Form = { message: 'Do it?', fields: { sure: { kind: 'yes-no', title: 'Yes, do it' } } };

/** How a request ended: what came of its question, as the last round or the one that asked saw it. */
interface End {
  reply: Reply | undefined;
  rounds: string[];
}

/** A client of a server whose one tool asks until it has a reply, and then returns that. */
function client(waitSeconds = 60, maxRounds = 1): RawClient {
  const key = Buffer.alloc(32);
  return new RawClient((transport) => {
    const createServer = () => {
      const options = { capabilities: { tools: {} }, inputRequired: { legacyShim: false } };
      const server = new Server(
        { name: 'test', version: '1' },
        { ...options, supportedProtocolVersions: sessionRevisions },
      );
      server.setRequestHandler('tools/call', async ({ params }, ctx) => {
        const conversation = { server, ctx, subject: params.arguments, waitSeconds, key };
        const end = await converse<End, { rounds: string[] }>(conversation, async ({ memory, reply }) => {
          const rounds = [...(memory?.rounds ?? []), reply?.kind ?? 'none'];
          if (reply !== undefined && rounds.length > maxRounds) return { result: { reply, rounds } };
          return { question: { form, memory: { rounds }, otherwise: (noReply) => ({ reply: noReply, rounds }) } };
        });
        if ('inputRequired' in end) return end.inputRequired;
        return { content: [{ type: 'text', text: JSON.stringify(end.result) }] };
      });
      return server;
    };
    const served = serveStdio(createServer, { transport });
    return { finish: () => served.close() };
  });
}

const call = { name: 'ask', arguments: { of: 'this' } };
const endIn = ({ result }: Message): End => JSON.parse(result.content[0].text);
const isQuestion = ({ method }: Message) => method === 'elicitation/create';

describe.each(['2025-06-18', '2025-11-25'])('a request of a session of %s', (revision) => {
  async function asking(waitSeconds?: number) {
    const asked = client(waitSeconds);
    await asked.initialize(revision, { elicitation: {} });
    const question = asked.next(isQuestion);
    const answer = asked.request('tools/call', call);
    return { asked, id: (await question).id, answer };
  }

  it.each([
    [
      { action: 'accept', content: { sure: true } },
      { kind: 'accepted', values: { sure: true } },
    ],
    [
      { action: 'accept', content: { sure: false } },
      { kind: 'accepted', values: { sure: false } },
    ],
    [{ action: 'accept', content: { sure: 'yes' } }, { kind: 'invalid' }],
    [{ action: 'accept' }, { kind: 'invalid' }],
    [{ action: 'decline' }, { kind: 'declined' }],
    [{ action: 'cancel' }, { kind: 'cancelled' }],
    [{ action: 7 }, { kind: 'cannot-ask', why: 'client-failed' }],
    [{}, { kind: 'cannot-ask', why: 'client-failed' }],
  ])('gets what came of its question: %j', async (result, reply) => {
    const { asked, id, answer } = await asking();
    asked.send({ id, result });
    expect(endIn(await answer).reply).toEqual(reply);
  });

  it.each([
    { error: { code: -32601, message: 'Method not found' } },
    { error: { code: -1, message: '' } },
    { error: 'no' },
    { result: null },
    { result: [] },
  ])('goes on when the client fails: %j', async (failure) => {
    const { asked, id, answer } = await asking();
    asked.send({ id, ...failure });
    expect(endIn(await answer).reply).toEqual({ kind: 'cannot-ask', why: 'client-failed' });
  });

  it('goes on when nobody answers, and takes the question back', async () => {
    const asked = client(0.02);
    await asked.initialize(revision, { elicitation: {} });
    const cancelled = asked.next(({ method }) => method === 'notifications/cancelled');
    const question = asked.next(isQuestion);
    expect(endIn(await asked.request('tools/call', call)).reply).toEqual({ kind: 'unanswered' });
    const { id } = await question;
    expect((await cancelled).params.requestId).toBe(id);
    // The answer that comes too late disturbs nothing.
    asked.send({ id, result: { action: 'accept', content: { sure: true } } });
    expect((await asked.request('ping')).result).toEqual({});
  });

  it('takes the question back when the client cancels the request', async () => {
    const asked = client();
    await asked.initialize(revision, { elicitation: {} });
    const question = asked.next(isQuestion);
    const cancelled = asked.next(({ method }) => method === 'notifications/cancelled');
    void asked.request('tools/call', call, 'mine');
    const { id } = await question;
    asked.send({ method: 'notifications/cancelled', params: { requestId: 'mine' } });
    expect((await cancelled).params.requestId).toBe(id);
    expect(asked.received.some((message) => message.id === 'mine')).toBe(false);
  });
});

describe('a request of a session that cannot ask', () => {
  it.each([
    ['2025-11-25', {}],
    ['2025-11-25', { elicitation: { url: {} } }],
    ['2025-06-18', { roots: {}, sampling: {} }],
    // Elicitation began with the next revision.
    ['2025-03-26', { elicitation: {} }],
    ['2024-11-05', { elicitation: {} }],
  ])('goes on at once: %s %j', async (revision, capabilities) => {
    const silent = client();
    await silent.initialize(revision, capabilities);
    const end = endIn(await silent.request('tools/call', call));
    expect(end).toEqual({ reply: { kind: 'cannot-ask', why: 'unsupported' }, rounds: ['none'] });
    expect(silent.received.some(isQuestion)).toBe(false);
  });
});

describe('a request of 2026-07-28', () => {
  const meta = { _meta: envelope({ elicitation: { form: {} } }) };

  /** A request that has been answered by a question, and what repeats it with an answer to that. */
  async function asked(asking = client()) {
    const { result } = await asking.request('tools/call', { ...call, ...meta });
    expect(result.resultType).toBe('input_required');
    const [key] = Object.keys(result.inputRequests);
    if (key === undefined) throw new Error('nothing was asked');
    const repeat = (answer: object | undefined, more: object = {}) => {
      const inputResponses = answer === undefined ? {} : { inputResponses: { [key]: answer } };
      return asking.request('tools/call', {
        ...call,
        ...meta,
        requestState: result.requestState,
        ...inputResponses,
        ...more,
      });
    };
    return { asking, result, repeat };
  }

  it.each([
    [
      { action: 'accept', content: { sure: true } },
      { kind: 'accepted', values: { sure: true } },
    ],
    [{ action: 'accept', content: { sure: 'yes' } }, { kind: 'invalid' }],
    [{ action: 'decline' }, { kind: 'declined' }],
    [{ action: 'cancel' }, { kind: 'cancelled' }],
  ])('gets what came of its question when it is repeated: %j', async (answer, reply) => {
    const { repeat } = await asked();
    expect(endIn(await repeat(answer))).toEqual({ reply, rounds: ['none', reply.kind] });
  });

  it.each([
    ['there is no answer', undefined, {}],
    ['the answer cannot be read', { action: 7 }, {}],
    ['it is another request', { action: 'accept', content: { sure: true } }, { arguments: { of: 'that' } }],
    ['the state is not ours', { action: 'accept', content: { sure: true } }, { requestState: 'e30.e30' }],
    ['there is no state', { action: 'accept', content: { sure: true } }, { requestState: undefined }],
  ])('asks again when %s', async (_what, answer, more) => {
    const { repeat } = await asked();
    expect((await repeat(answer, more)).result.resultType).toBe('input_required');
  });

  it('asks no client that does not declare it in this very request', async () => {
    const { asking } = await asked();
    for (const capabilities of [{}, { elicitation: { url: {} } }]) {
      const answer = await asking.request('tools/call', { ...call, _meta: envelope(capabilities) });
      expect(endIn(answer).reply).toEqual({ kind: 'cannot-ask', why: 'unsupported' });
    }
  });

  it('gives up asking after the eighth time', async () => {
    const asking = client(60, 100);
    let { result } = await asking.request('tools/call', { ...call, ...meta });
    let questions = 0;
    while (result.resultType === 'input_required') {
      questions++;
      const [key = ''] = Object.keys(result.inputRequests);
      const inputResponses = { [key]: { action: 'accept', content: { sure: true } } };
      const again = { ...call, ...meta, inputResponses, requestState: result.requestState };
      ({ result } = await asking.request('tools/call', again));
    }
    expect(questions).toBe(8);
    expect(JSON.parse(result.content[0].text).reply).toEqual({ kind: 'cannot-ask', why: 'asked-too-often' });
  });
});
