import { describe, expect, it } from 'vitest';
import { type Emulator, seedIds, seedLogins, startEmulator } from '../../../src/emulator/index.ts';
import { takeId } from '../../../src/emulator/services/runtime/ids.ts';
import { send, signIn, withEmulator } from '../client.ts';

describe('an emulator', () => {
  it('listens on loopback until it is closed', async () => {
    const emulator = await startEmulator();
    expect(emulator.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(emulator.access).toMatchObject({ organizationName: 'Acme Outfitters', environmentName: 'Sandbox' });
    expect((await send(emulator, 'POST', '/accounts/login', seedLogins.admin)).status).toBe(200);
    await emulator.close();
    await expect(send(emulator, 'GET', '/')).rejects.toThrow();
    await emulator.close();
  });

  it('listens on the given port, and fails when it is in use', async () => {
    const first = await startEmulator({ clock: 'instant' });
    const port = Number(new URL(first.baseUrl).port);
    await expect(startEmulator({ port })).rejects.toThrow(/EADDRINUSE/);
    await first.close();
    const second = await startEmulator({ port });
    expect(second.baseUrl).toBe(`http://127.0.0.1:${port}`);
    await second.close();
  });

  it('leaves Request and Response of the process alone', async () => {
    const before = [globalThis.Request, globalThis.Response];
    await withEmulator({}, async () => {
      expect([globalThis.Request, globalThis.Response]).toEqual(before);
    });
  });

  it('starts every time with the same organization and a new store', async () => {
    await withEmulator({}, async (one) => {
      await withEmulator({}, async (other) => {
        expect([...one.store.servers]).toEqual([...other.store.servers]);
        one.store.servers.clear();
        expect(other.store.servers.size).toBe(10);
        expect(takeId(other.store)).toBe(takeId(one.store));
      });
    });
  });

  it('sends the response of intercept, and reports every request', async () => {
    const seen: unknown[] = [];
    const options = {
      intercept: (request: Request) =>
        request.url.endsWith('/broken') ? new Response('no', { status: 503 }) : undefined,
      onRequest: (request: unknown) => {
        seen.push(request);
      },
    };
    await withEmulator(options, async (emulator) => {
      expect((await send(emulator, 'GET', '/broken')).status).toBe(503);
      expect((await send(emulator, 'GET', '/nothing?x=1')).status).toBe(404);
    });
    expect(seen).toEqual([
      { method: 'POST', path: '/accounts/api/v2/oauth2/token', status: 200 },
      { method: 'GET', path: '/broken', status: 503 },
      { method: 'GET', path: '/nothing', status: 404 },
    ]);
  });

  it('answers unknown paths with 404 as JSON, and accepts the telemetry of the CLI', async () => {
    await withEmulator({}, async (emulator, call) => {
      const unknown = await call('GET', '/exchange/api/v9/nothing');
      expect([unknown.status, unknown.body.message]).toEqual([
        404,
        expect.stringContaining('/exchange/api/v9/nothing'),
      ]);
      expect((await call('GET', '/accounts/api/nothing')).status).toBe(404);
      expect((await send(emulator, 'POST', '/cli/api/v1/analytics/event', {})).status).toBe(204);
    });
  });

  it('answers an error in a handler with 500', async () => {
    await withEmulator({}, async ({ store }, call) => {
      store.organizations.get = () => {
        throw new Error('store is broken');
      };
      const answer = await call('GET', `/accounts/api/organizations/${seedIds.root}`);
      expect([answer.status, answer.body.message]).toEqual([500, expect.stringContaining('store is broken')]);
    });
  });
});

describe('its clock', () => {
  const now = async (emulator: Emulator): Promise<number> => {
    await send(emulator, 'GET', '/');
    return emulator.clock.now();
  };

  it('stands still until it is advanced when driven', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator) => {
      const start = await now(emulator);
      emulator.clock.advance(250);
      expect(await now(emulator)).toBe(start + 250);
      expect(emulator.clock.after(50)).toBe(start + 300);
      expect(() => emulator.clock.advance(-1)).toThrow(RangeError);
    });
  });

  it.each(['wall', 'instant'] as const)('cannot be advanced when it is %s', async (clock) => {
    await withEmulator({ clock }, async (emulator) => {
      expect(Math.abs(emulator.clock.now() - Date.now())).toBeLessThan(60_000);
      expect(emulator.clock.after(5)).toBeGreaterThan(0);
      expect(() => emulator.clock.advance(1)).toThrow(/driven/);
    });
  });

  it('moves between two requests when instant', async () => {
    await withEmulator({ clock: 'instant' }, async (emulator) => {
      const first = await now(emulator);
      expect(await now(emulator)).toBeGreaterThan(first);
    });
  });
});

describe('a delegated token', () => {
  it('allows what both the app and the user may do', async () => {
    await withEmulator({}, async (emulator) => {
      const { clientId, clientSecret } = seedLogins.delegate;
      const { body } = await send(emulator, 'POST', '/accounts/api/v2/oauth2/token', {
        client_id: clientId,
        client_secret: clientSecret,
        ...seedLogins.admin,
        grant_type: 'password',
      });
      const headers = { authorization: `Bearer ${body.access_token}` };
      const retail = `/accounts/api/organizations/${seedIds.retail}`;
      expect((await send(emulator, 'GET', retail, undefined, headers)).status).toBe(200);
      const admin = emulator.store.users.get(seedIds.admin);
      if (admin !== undefined) {
        admin.grants = [{ scope: 'view:organization', context_params: { org: seedIds.root } }];
      }
      expect((await send(emulator, 'GET', retail, undefined, headers)).status).toBe(404);
      const root = `/accounts/api/organizations/${seedIds.root}`;
      expect((await send(emulator, 'GET', root, undefined, headers)).status).toBe(200);
      expect((await send(emulator, 'GET', `${root}/clients`, undefined, headers)).status).toBe(403);
    });
  });
});

describe('the viewer', () => {
  it('may not change anything in any service', async () => {
    await withEmulator({}, async (emulator) => {
      const call = await signIn(emulator, emulator.access.viewer);
      const place = `organizations/${seedIds.root}/environments/${seedIds.rootSandbox}`;
      const attempts: [string, string][] = [
        ['POST', '/hybrid/api/v1/clusters'],
        ['PATCH', '/hybrid/api/v1/servers/2194001'],
        ['DELETE', '/hybrid/api/v1/serverGroups/2194101'],
        ['POST', `/gatewaymanager/api/v1/${place}/gateways`],
        ['PATCH', `/gatewaymanager/api/v1/${place}/gateways/${seedIds.root}/desiredstatus`],
        ['POST', `/standalone/api/v1/${place}/gatewaytokens`],
        ['POST', `/runtimefabric/api/organizations/${seedIds.root}/privatespaces`],
      ];
      for (const [method, path] of attempts) {
        const { status, body } = await call(method, path, {});
        expect([path, status, body.message]).toEqual([path, 403, expect.stringContaining('permissions')]);
      }
    });
  });
});
