import { afterAll, describe, expect, it } from 'vitest';
import { envelope, rawClient } from '../../support/raw-client.ts';

const parseError = -32700;
const invalidRequest = -32600;
const invalidParams = -32602;

const ping = { jsonrpc: '2.0', id: 7, method: 'ping' };
const line = (message: object) => JSON.stringify(message);

describe('a line that is no request', async () => {
  const client = rawClient();
  await client.initialize();
  afterAll(() => client.connection.finish());

  it.each([
    ['no JSON', 'this is not JSON', parseError, undefined],
    ['half of a message', '{"jsonrpc":"2.0","id":7,', parseError, undefined],
    ['a batch', line([ping]), invalidRequest, undefined],
    ['an empty batch', '[]', invalidRequest, undefined],
    ['a text', '"ping"', invalidRequest, undefined],
    ['null', 'null', invalidRequest, undefined],
    ['a number', '7', invalidRequest, undefined],
    ['an empty object', '{}', invalidRequest, undefined],
    ['an object without a method', line({ jsonrpc: '2.0', id: 7 }), invalidRequest, 7],
    ['a request without jsonrpc', line({ id: 7, method: 'ping' }), invalidRequest, 7],
    ['a request of JSON-RPC 1.0', line({ ...ping, jsonrpc: '1.0' }), invalidRequest, 7],
    ['a method that is a number', line({ ...ping, method: 7 }), invalidRequest, 7],
    ['an id that is null', line({ ...ping, id: null }), invalidRequest, undefined],
    ['an id that is an object', line({ ...ping, id: {} }), invalidRequest, undefined],
    ['an id that is a fraction', line({ ...ping, id: 1.5 }), invalidRequest, undefined],
    ['params as a list', line({ ...ping, params: [1] }), invalidParams, 7],
    ['params as a text', line({ ...ping, params: 'x' }), invalidParams, 7],
    ['_meta as a list', line({ ...ping, params: { _meta: [] } }), invalidParams, 7],
    [
      'a progress token that is an object',
      line({ ...ping, params: { _meta: { progressToken: {} } } }),
      invalidParams,
      7,
    ],
    [
      'related tasks without an id',
      line({ ...ping, params: { _meta: { 'io.modelcontextprotocol/related-task': {} } } }),
      invalidParams,
      7,
    ],
  ])('is answered with the error of JSON-RPC: %s', async (_what, text, code, id) => {
    const { error, ...answer } = await client.answerTo(text);
    expect(error?.code).toBe(code);
    expect(answer.id).toBe(id);
    // What to do stands in it.
    expect(error?.message).toMatch(/\. \S.*\.$/);
  });

  it.each([
    ['after a byte order mark', `\uFEFF${line(ping)}`],
    ['with the line break of Windows', `${line(ping)}\r`],
    ['with members that the protocol does not have', line({ ...ping, more: true })],
    ['with params that are null', line({ ...ping, params: null })],
    ['with _meta that is null', line({ ...ping, params: { _meta: null } })],
    ['after empty lines', `\n  \n${line(ping)}`],
  ])('is understood %s', async (_what, text) => {
    expect(await client.answerTo(text)).toEqual({ jsonrpc: '2.0', id: 7, result: {} });
  });

  it('is not answered where it is a notification or an answer', async () => {
    const before = client.received.length;
    client.line(line({ jsonrpc: '2.0', method: 'notifications/other' }));
    client.line(line({ jsonrpc: '2.0', method: 'notifications/cancelled', params: [7] }));
    client.line(line({ jsonrpc: '2.0', id: 99, result: {} }));
    client.line(line({ jsonrpc: '2.0', id: 99, error: 'no' }));
    client.line(line({ jsonrpc: '2.0', id: {}, result: {} }));
    await client.request('ping');
    expect(client.received.length).toBe(before + 1);
  });

  it('is skipped when it is longer than 10 MiB, and named by its id', async () => {
    const text = 'x'.repeat(11 * 1024 * 1024);
    const params = { name: 'anypoint_list_servers', arguments: { text } };
    const call = { jsonrpc: '2.0', id: 'long', method: 'tools/call', params };
    for (const written of [call, { method: 'tools/call', params, jsonrpc: '2.0', id: 'long' }]) {
      const { id, error } = await client.answerTo(line(written));
      expect(id).toBe('long');
      expect(error).toEqual({
        code: invalidRequest,
        message: 'This line is longer than 10 MiB, and was skipped. Send less at once; nothing was done.',
      });
    }
    expect((await client.answerTo(text)).id).toBeUndefined();
    expect((await client.request('ping')).result).toEqual({});
  });

  it('is not named by an id that stands inside of its params', async () => {
    const params = { text: 'x'.repeat(11 * 1024 * 1024), object: { id: 5 } };
    const { id, error } = await client.answerTo(line({ jsonrpc: '2.0', method: 'ping', params: { ...params } }));
    expect(error?.code).toBe(invalidRequest);
    expect(id).toBeUndefined();
  });

  it('is read as the last one without a line break', async () => {
    const own = rawClient();
    const answer = own.next(({ id }) => id === 1);
    own.end(line({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: envelope() } }));
    expect((await answer).result.tools.length).toBeGreaterThan(0);
  });
});

describe('an error for a line whose id cannot be read', () => {
  it.each([
    ['2024-11-05', null],
    ['2025-03-26', null],
    ['2025-06-18', null],
    ['2025-11-25', undefined],
  ])('is written as revision %s has it', async (revision, id) => {
    const client = rawClient();
    await client.initialize(revision);
    expect((await client.answerTo('no JSON')).id).toBe(id);
    await client.connection.finish();
  });
});
