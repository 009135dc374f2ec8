import { afterAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../../src/emulator/index.ts';
import { settingsFor } from '../../support/mcp-client.ts';
import { clientInfo, envelope, rawClient } from '../../support/raw-client.ts';

const invalidParams = -32602;

describe('before the session', async () => {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());
  const env = settingsFor(emulator.baseUrl, emulator.access);
  const deletion = { name: 'anypoint_delete_server', arguments: { server: 'mule-orders-1' } };

  it('nothing is carried out, and the client reads what to send first', async () => {
    const client = rawClient(env);
    const before = emulator.store.servers.size;
    const { error } = await client.request('tools/call', deletion);
    expect(error?.code).toBe(-32600);
    expect(error?.message).toContain('tools/call came before the session began, and was not carried out');
    expect(error?.message).toContain('Send initialize first');
    expect((await client.request('tools/list')).error?.code).toBe(-32600);
    expect(emulator.store.servers.size).toBe(before);
    await client.connection.finish();
  });

  it('notifications open none', async () => {
    const client = rawClient(env);
    client.send({ method: 'notifications/initialized' });
    client.send({ method: 'notifications/cancelled', params: { requestId: 3 } });
    expect((await client.request('tools/call', deletion)).error?.code).toBe(-32600);
    await client.connection.finish();
  });

  it('a ping is answered, and opens none', async () => {
    const client = rawClient(env);
    expect((await client.request('ping')).result).toEqual({});
    expect((await client.request('tools/call', deletion)).error?.code).toBe(-32600);
    expect((await client.initialize()).result.protocolVersion).toBe('2025-11-25');
    expect((await client.request('tools/list')).error).toBeUndefined();
    await client.connection.finish();
  });

  it('an initialize that cannot be read opens none: requests without a session are answered in their own form', async () => {
    const client = rawClient(env);
    const [refused, answered] = await Promise.all([
      client.request('initialize', {}),
      client.request('tools/list', { _meta: envelope() }),
    ]);
    expect(refused.error?.code).toBe(invalidParams);
    expect(answered.result).toMatchObject({ resultType: 'complete' });
    await client.connection.finish();
  });

  it('a request that names no served revision is refused, and afterwards too', async () => {
    const client = rawClient(env);
    const call = (revision: unknown) =>
      client.request('tools/list', { _meta: envelope({}, revision as string) }).then(({ error }) => error);
    for (const revision of ['1999-01-01', '2027-01-01', 'DRAFT', '', 7]) {
      expect((await call(revision))?.code, String(revision)).toBe(-32022);
    }
    expect(await call('2026-07-28')).toBeUndefined();
    for (const revision of ['1999-01-01', '2025-11-25']) {
      expect((await call(revision))?.code, revision).toBe(-32022);
      expect((await call(revision))?.data).toEqual({ supported: ['2026-07-28'], requested: revision });
    }
    await client.connection.finish();
  });
});

describe('a session', () => {
  it('has one revision, and no requests of another', async () => {
    const client = rawClient();
    await client.initialize();
    const named = (revision: string) => client.request('tools/list', { _meta: envelope({}, revision) });
    for (const revision of ['2026-07-28', '2025-06-18', '1999-01-01']) {
      const { error } = await named(revision);
      expect(error?.code, revision).toBe(-32022);
      expect(error?.data).toEqual({ supported: ['2025-11-25'], requested: revision });
    }
    expect((await named('2025-11-25')).error).toBeUndefined();
    await client.connection.finish();
  });

  it('does not begin on a connection that is used without one', async () => {
    const client = rawClient();
    const list = () => client.request('tools/list', { _meta: envelope() });
    expect((await list()).error).toBeUndefined();
    expect((await client.initialize()).error?.code).toBe(-32022);
    expect((await list()).error).toBeUndefined();
    expect((await client.request('tools/list')).error?.code).toBe(-32600);
    await client.connection.finish();
  });
});

describe('the beginning of a session', () => {
  it.each([
    ['without a revision', { capabilities: {}, clientInfo }, 'params.protocolVersion is missing'],
    [
      'with one that is a number',
      { protocolVersion: 7, capabilities: {}, clientInfo },
      'params.protocolVersion: expected',
    ],
    ['without capabilities', { protocolVersion: '2025-11-25', clientInfo }, 'params.capabilities is missing'],
    [
      'without a name of the client',
      { protocolVersion: '2025-11-25', capabilities: {} },
      'params.clientInfo is missing',
    ],
    ['without anything', undefined, 'params is missing'],
  ])('is refused as invalid params %s', async (_what, params, text) => {
    const client = rawClient();
    const { error } = await client.request('initialize', params);
    expect(error?.code).toBe(invalidParams);
    expect(error?.message).toContain(text);
    expect((await client.initialize()).error).toBeUndefined();
    await client.connection.finish();
  });

  it.each([
    ['2024-11-05', '2024-11-05'],
    ['2025-03-26', '2025-03-26'],
    ['2025-06-18', '2025-06-18'],
    ['2025-11-25', '2025-11-25'],
    // Never published.
    ['2024-10-07', '2025-11-25'],
    ['1999-01-01', '2025-11-25'],
    ['2026-07-28', '2025-11-25'],
  ])('asks for revision %s and gets %s', async (asked, answered) => {
    const client = rawClient();
    expect((await client.initialize(asked)).result.protocolVersion).toBe(answered);
    expect((await client.request('tools/list')).error).toBeUndefined();
    await client.connection.finish();
  });
});

describe('params that are not as the method has them', async () => {
  const client = rawClient();
  await client.initialize();
  afterAll(() => client.connection.finish());

  it.each([
    ['tools/call', undefined, 'Invalid tools/call: params is missing.'],
    ['tools/call', {}, 'Invalid tools/call: params.name is missing.'],
    ['tools/call', { name: 7 }, 'Invalid tools/call: params.name: expected string, received number.'],
    [
      'tools/call',
      { name: 'anypoint_list_servers', arguments: [] },
      'Invalid tools/call: params.arguments: expected object, received array.',
    ],
    ['resources/read', {}, 'Invalid resources/read: params.uri is missing.'],
    ['prompts/get', { arguments: {} }, 'Invalid prompts/get: params.name is missing.'],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'x' } }, 'params.argument is missing'],
  ])('are refused in words: %s %j', async (method, params, text) => {
    const { error } = await client.request(method, params);
    expect(error?.code).toBe(invalidParams);
    expect(error?.message).toContain(text);
    expect(error?.message).not.toMatch(/[[{\n]/);
  });
});
