import { describe, expect, it } from 'vitest';
import { type FaultInput, startEmulator } from '../../../src/emulator/index.ts';
import { send, signIn, withEmulator } from '../client.ts';

const servers = '/hybrid/api/v1/servers';
const group = { name: 'night-batch', serverIds: [] };

async function codeOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'answered';
  } catch (error) {
    // What fetch throws carries the cause of undici, with the code of Node or its own.
    const { cause } = error as { cause?: { code?: string } };
    return cause?.code ?? String(error);
  }
}

describe('faults', () => {
  it('answer with a status, a body and Retry-After, as often as configured', async () => {
    await withEmulator({}, async ({ faults }, call) => {
      faults.add({ kind: 'status', method: 'get', path: servers, status: 429, times: 1 });
      const limited = await call('GET', servers);
      expect([limited.status, limited.headers.get('retry-after'), limited.body]).toEqual([
        429,
        '1',
        { status: 429, message: 'Too many requests' },
      ]);
      expect((await call('GET', servers)).status).toBe(200);
      faults.add({ kind: 'status', path: servers, status: 503, body: 'down', retryAfterSeconds: 7, times: 2 });
      for (const _ of [1, 2]) {
        const down = await call('GET', servers);
        expect([down.status, down.headers.get('retry-after'), down.body]).toEqual([503, '7', 'down']);
      }
      expect(faults.list()).toEqual([]);
      faults.add({ kind: 'status', status: 401, times: 1 });
      expect((await call('GET', servers)).body).toBe('Unauthorized');
      faults.add({ kind: 'status', status: 403, body: { message: 'no' }, times: 1 });
      expect((await call('GET', servers)).body).toEqual({ message: 'no' });
      expect((await call('GET', servers)).status).toBe(200);
    });
  });

  it('affect only their method and path, after the skipped requests', async () => {
    await withEmulator({}, async ({ faults }, call) => {
      const added = faults.add({ kind: 'status', status: 500, method: 'GET', path: '/hybrid/*/v1/ser*rs', skip: 1 });
      expect((await call('GET', servers)).status).toBe(200);
      expect((await call('GET', `${servers}?name=x`)).status).toBe(500);
      expect((await call('GET', `${servers}/2194001`)).status).toBe(200);
      expect((await call('POST', '/hybrid/api/v1/serverGroups', group)).status).toBe(201);
      expect(added.hits).toBe(1);
      faults.add({ kind: 'status', status: 502, path: '/hybrid/**' });
      expect((await call('GET', `${servers}/2194001`)).status).toBe(502);
      expect(faults.clear(added.id)).toBe(1);
      expect((await call('GET', servers)).status).toBe(502);
      expect(faults.clear()).toBe(1);
      expect((await call('GET', servers)).status).toBe(200);
    });
  });

  it("last as long as configured, on the platform's clock", async () => {
    await withEmulator({ clock: 'driven' }, async ({ faults, clock }, call) => {
      faults.add({ kind: 'status', status: 500, seconds: 30 });
      clock.advance(29_999);
      expect((await call('GET', servers)).status).toBe(500);
      clock.advance(1);
      expect((await call('GET', servers)).status).toBe(200);
    });
  });

  const groupNames = async (call: Parameters<Parameters<typeof withEmulator>[1]>[1]): Promise<string[]> =>
    (await call('GET', '/hybrid/api/v1/serverGroups')).body.data.map(({ name }: { name: string }) => name);

  it.each<[FaultInput, string, boolean]>([
    [{ kind: 'reset', method: 'POST', times: 1 }, 'ECONNRESET', false],
    [{ kind: 'reset', method: 'POST', times: 1, afterProcessing: true }, 'ECONNRESET', true],
    [{ kind: 'truncated-body', method: 'POST', times: 1 }, 'UND_ERR_SOCKET', true],
  ])('break the connection: %j', async (fault, code, isDone) => {
    const seen: number[] = [];
    const onRequest = ({ method, status }: { method: string; status: number }): void => {
      if (method === 'POST') seen.push(status);
    };
    await withEmulator({ onRequest }, async ({ faults }, call) => {
      faults.add(fault);
      const broken = await codeOf(call('POST', '/hybrid/api/v1/serverGroups', group));
      expect([code, 'UND_ERR_SOCKET']).toContain(broken);
      expect((await groupNames(call)).includes(group.name)).toBe(isDone);
      expect(seen.at(-1)).toBe(0);
    });
  });

  it('process the request and answer with an error or a page', async () => {
    await withEmulator({}, async ({ faults }, call) => {
      faults.add({ kind: 'status', method: 'POST', status: 502, afterProcessing: true, times: 1 });
      expect((await call('POST', '/hybrid/api/v1/serverGroups', group)).status).toBe(502);
      expect(await groupNames(call)).toContain(group.name);
      faults.add({ kind: 'html', times: 1 });
      const page = await call('GET', servers);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.body).toContain('<!DOCTYPE html>');
    });
  });

  it('expire tokens once, so that a new token works', async () => {
    await withEmulator({}, async (emulator, call) => {
      emulator.faults.add({ kind: 'expire-tokens', path: servers, times: 1 });
      expect((await call('GET', servers)).status).toBe(401);
      expect((await (await signIn(emulator))('GET', servers)).status).toBe(200);
    });
  });

  it('freeze asynchronous steps for the given paths', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { organizationId, environmentId } = emulator.access;
      const gateways = `/gatewaymanager/api/v1/organizations/${organizationId}/environments/${environmentId}/gateways`;
      const [running] = (await call('GET', `${gateways}?name=orders`)).body.content;
      emulator.faults.add({ kind: 'freeze', path: '/gatewaymanager/**' });
      await call('PATCH', `${gateways}/${running.id}/desiredstatus`, { desiredStatus: 'STOPPED' });
      for (const _ of [1, 2, 3]) {
        expect((await call('GET', `${gateways}/${running.id}/status`)).body.status).toBe('APPLYING');
      }
      emulator.faults.clear();
      expect((await call('GET', `${gateways}/${running.id}/status`)).body.status).toBe('STOPPED');
    });
  });

  it('combine latency with another fault', async () => {
    await withEmulator({}, async ({ faults }, call) => {
      faults.add({ kind: 'latency', ms: 60 });
      faults.add({ kind: 'status', status: 500 });
      const start = performance.now();
      expect((await call('GET', servers)).status).toBe(500);
      expect(performance.now() - start).toBeGreaterThanOrEqual(55);
    });
  });

  it('are validated with readable messages', async () => {
    await withEmulator({}, async ({ faults }) => {
      // Invalid on purpose.
      const add = (fault: unknown) => () => faults.add(fault as FaultInput);
      expect(add({ kind: 'explosion' })).toThrow(
        'kind must be one of latency, status, reset, truncated-body, html, expire-tokens, freeze',
      );
      expect(add({ kind: 'reset', status: 500 })).toThrow('this kind of fault has no field status');
      expect(add({ kind: 'latency', ms: 0 })).toThrow(/^ms: /);
      expect(add({ kind: 'reset', path: 'hybrid' })).toThrow('path: must start with /');
      expect(faults.list()).toEqual([]);
    });
  });
});

describe('the control API', () => {
  it('adds, lists and clears faults, and does not count as a request to the platform', async () => {
    const seen: string[] = [];
    await withEmulator({ onRequest: ({ path }) => seen.push(path) }, async (emulator) => {
      const control = (method: string, path: string, body?: unknown, headers = {}) =>
        send(emulator, method, `/emulator${path}`, body, headers);
      const added = await control('POST', '/faults', { kind: 'status', status: 503, path: servers, times: 2 });
      expect([added.status, added.body]).toMatchObject([201, { id: 1, kind: 'status', status: 503, hits: 0 }]);
      expect((await send(emulator, 'GET', servers)).status).toBe(503);
      expect((await control('GET', '/faults')).body).toMatchObject({ faults: [{ id: 1, times: 2, hits: 1 }] });
      expect((await control('POST', '/faults', { kind: 'status' })).body.problems).toHaveLength(1);
      expect((await control('POST', '/faults', 'no json')).status).toBe(400);
      expect((await control('DELETE', '/faults/7')).status).toBe(404);
      expect((await control('DELETE', '/faults/1')).body).toEqual({ cleared: 1 });
      expect((await control('DELETE', '/faults')).body).toEqual({ cleared: 0 });
      expect((await control('GET', '/nothing')).status).toBe(404);
      expect((await control('GET', '/faults', undefined, { origin: 'http://evil.example' })).status).toBe(403);
    });
    expect(seen.filter((path) => path.startsWith('/emulator'))).toEqual([]);
  });

  it('advances a driven clock, and no other', async () => {
    const driven = await startEmulator({ clock: 'driven' });
    const wall = await startEmulator();
    try {
      const before = Date.parse((await send(driven, 'GET', '/emulator/clock')).body.now);
      const { body } = await send(driven, 'POST', '/emulator/clock', { advanceSeconds: 90 });
      expect(Date.parse(body.now) - before).toBe(90_000);
      expect((await send(driven, 'POST', '/emulator/clock', { advanceSeconds: -1 })).status).toBe(400);
      expect((await send(wall, 'POST', '/emulator/clock', { advanceSeconds: 1 })).status).toBe(409);
    } finally {
      await Promise.all([driven.close(), wall.close()]);
    }
  });
});
