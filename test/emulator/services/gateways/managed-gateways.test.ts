import { describe, expect, it } from 'vitest';
import { changing, settled } from '../../../../src/emulator/core/transitions.ts';
import { type Emulator, seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Caller, sandboxPath, signIn, withEmulator } from '../../client.ts';
import { create, G, unknownId } from './requests.ts';

const X = `/gatewaymanager/xapi/v1/${sandboxPath}/gateways`;

const statusOf = async (call: Caller, id: string) => (await call('GET', `${G}/${id}/status`)).body;
const names = (body: { content: { name: string }[] }) => body.content.map(({ name }) => name);

describe('listing managed gateways', () => {
  it('pages, sorts and filters', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const all = await call('GET', G);
      expect(all.body).toMatchObject({ totalElements: 3, pageNumber: 0, pageSize: 20 });
      expect(names(all.body)).toEqual(['orders-gateway', 'partners-gateway', 'returns-gateway']);
      expect(Object.keys(all.body.content[0]).sort()).toEqual(
        ['dateCreated', 'id', 'lastUpdated', 'name', 'status', 'targetId'].sort(),
      );
      const page = await call('GET', `${G}?pageNumber=1&pageSize=2&sortBy=name&sortOrder=DESC`);
      expect([names(page.body), page.body.totalElements]).toEqual([['orders-gateway'], 3]);
      expect(names((await call('GET', `${G}?name=partners`)).body)).toEqual(['partners-gateway']);
      expect((await call('GET', `${G}?pageNumber=9`)).body.content).toEqual([]);
    });
  });

  it.each(['kind=managed', 'pageSize=0', 'pageSize=101', 'pageNumber=-1', 'sortBy=colour', 'sortOrder=up'])(
    'refuses ?%s',
    async (query) => {
      await withEmulator({}, async (_emulator, call) => {
        const answer = await call('GET', `${G}?${query}`);
        expect(answer.body).toEqual({ status: 400, message: expect.stringContaining(query.split('=')[0] ?? '') });
        expect(answer.status).toBe(400);
      });
    },
  );
});

describe('a managed gateway', () => {
  it('is created, comes up and is replaced', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const created = await call('POST', G, create);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        status: 'APPLYING',
        desiredStatus: 'STARTED',
        targetName: 'acme-us-east',
        apiLimit: 50,
      });
      expect(created.body.configuration).not.toHaveProperty('tracing');
      const { id } = created.body;
      expect((await call('GET', `${G}/${id}`)).body.configuration.tracing.sampling).toBe(5);
      clock.advance(5_999);
      expect(await statusOf(call, id)).toEqual({ status: 'APPLYING', ready: false, running: false });
      clock.advance(1);
      expect(await statusOf(call, id)).toEqual({ status: 'RUNNING', ready: true, running: true });

      const { configuration: _left, ...bare } = create;
      const put = await call('PUT', `${G}/${id}`, { ...bare, runtimeVersion: '1.12.1', releaseChannel: 'edge' });
      expect([put.status, put.body.status]).toEqual([200, 'APPLYING']);
      // A running gateway keeps running while the new configuration is applied.
      expect(await statusOf(call, id)).toEqual({ status: 'APPLYING', ready: false, running: true });
      clock.advance(3_000);
      const read = await call('GET', `${G}/${id}`);
      expect(read.body).toMatchObject({ status: 'RUNNING', runtimeVersion: '1.12.1', releaseChannel: 'edge' });
      expect(read.body.configuration).toEqual({
        properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
        logging: { level: 'info', forwardLogs: true },
      });
      const renamed = await call('PUT', `${G}/${id}`, { ...bare, name: 'renamed-gateway', size: 'large' });
      expect(renamed.body).toMatchObject({ name: 'renamed-gateway', size: 'large' });
    });
  });

  it('is ready at the next request with an instant clock', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const created = await call('POST', G, create);
      expect(created.body.status).toBe('APPLYING');
      expect((await statusOf(call, created.body.id)).ready).toBe(true);
    });
  });

  it('is stopped and started', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const path = `${G}/${seedGateways.orders}`;
      const set = (desiredStatus: string) => call('PATCH', `${path}/desiredstatus`, { desiredStatus });
      const stopped = await set('STOPPED');
      expect([stopped.status, stopped.body]).toEqual([202, {}]);
      expect(await statusOf(call, seedGateways.orders)).toMatchObject({ status: 'APPLYING', running: true });
      clock.advance(3_000);
      expect(await statusOf(call, seedGateways.orders)).toEqual({ status: 'STOPPED', ready: false, running: false });
      expect((await call('GET', path)).body.desiredStatus).toBe('STOPPED');
      expect((await set('STARTED')).status).toBe(202);
      expect((await set('STARTED')).status).toBe(202);
      clock.advance(3_000);
      expect((await statusOf(call, seedGateways.orders)).ready).toBe(true);
      expect((await set('PAUSED')).status).toBe(400);
      expect((await call('PATCH', `${path}/desiredstatus`)).status).toBe(400);
    });
  });

  it('is deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${G}/${seedGateways.orders}`;
      expect((await call('DELETE', path)).status).toBe(204);
      const gone = await call('GET', path);
      expect([gone.status, gone.body]).toEqual([404, { status: 404, message: 'Gateway not found' }]);
      expect((await call('DELETE', path)).status).toBe(404);
      expect((await call('GET', `${G}/not-a-uuid`)).status).toBe(400);
      expect((await call('GET', `${G}/${seedGateways.payments}`)).status).toBe(404);
    });
  });

  it('can fail, shows the reason at xapi, and recovers with a PUT', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const id = seedGateways.returns;
      expect(await statusOf(call, id)).toEqual({ status: 'FAILED', ready: false, running: false });
      const why = await call('GET', `${X}/${id}`);
      expect(why.body.statusMessage).toContain('m4v9ts.deu-c1.cloudhub.io');
      const healed = { ...create, name: 'returns-gateway', runtimeVersion: '1.12.1', releaseChannel: 'edge' };
      await call('PUT', `${G}/${id}`, healed);
      expect((await statusOf(call, id)).ready).toBe(true);
      const gateway = store.managedGateways.get(id);
      if (gateway !== undefined) gateway.failure = 'No capacity';
      await call('PUT', `${G}/${id}`, healed);
      expect((await call('GET', `${X}/${id}`)).body).toMatchObject({ status: 'FAILED', statusMessage: 'No capacity' });
    });
  });

  it('accepts custom domains and several URLs', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const publicUrl = 'https://api.acme.example/, https://new-gateway.q7x2ld.usa-e2.cloudhub.io/,nonsense';
      const configuration = { ...create.configuration, ingress: { publicUrl, internalUrl: 'https://i.example' } };
      const created = await call('POST', G, { ...create, configuration });
      expect((await statusOf(call, created.body.id)).ready).toBe(true);
    });
  });

  it('has a registration that expires', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('GET', `${G}/${seedGateways.orders}/registration`);
      expect(body).toEqual({ expiration: '2027-05-20T09:00:00.000Z' });
    });
  });
});

describe('creating a managed gateway is rejected', () => {
  const { configuration } = create;
  it.each([
    [{ name: 'Upper' }, 400, 'name'],
    [{ name: 'ab' }, 400, 'name'],
    [{ name: '' }, 400, 'name'],
    [{ name: '1abc' }, 400, 'name'],
    [{ name: 'a'.repeat(43) }, 400, 'name'],
    [{ name: 'orders-gateway' }, 409, 'exists'],
    [{ targetId: 'acme-us-east' }, 400, 'targetId'],
    [{ targetId: unknownId }, 404, 'not found'],
    // The other private space serves production environments only.
    [{ targetId: seedGateways.spaceEu }, 404, 'not found'],
    [{ releaseChannel: 'stable' }, 400, 'releaseChannel'],
    [{ releaseChannel: 'dev' }, 400, 'release channel dev'],
    [{ runtimeVersion: '9.9.9' }, 400, '9.9.9'],
    [{ runtimeVersion: undefined }, 400, 'runtimeVersion'],
    [{ size: 'medium' }, 400, 'size'],
    [{ configuration: {} }, 400, 'configuration.properties'],
    [{ configuration: { ...configuration, ingress: {} } }, 400, 'publicUrl'],
    [{ configuration: { ...configuration, properties: { upstreamResponseTimeout: 1 } } }, 400, 'connectionIdleTimeout'],
    [
      { configuration: { ...configuration, properties: { upstreamResponseTimeout: -1, connectionIdleTimeout: 1.5 } } },
      400,
      'upstreamResponseTimeout',
    ],
    [{ configuration: { ...configuration, logging: { level: 'loud' } } }, 400, 'level'],
    [{ configuration: { ...configuration, tracing: { sampling: 101 } } }, 400, 'sampling'],
    [{ configuration: { ...configuration, tracing: { labels: [{ type: 'literal', name: '' }] } } }, 400, 'labels'],
  ])('for %j', async (change, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', G, { ...create, ...change });
      expect(answer.body).toEqual({ status, message: expect.stringContaining(text) });
      expect(answer.status).toBe(status);
    });
  });

  it('when no entitlement is left', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const usage = `/gatewaymanager/api/v1/organizations/${seedIds.root}/usage/managed-gateways`;
      expect((await call('GET', usage)).body).toEqual([
        { resource: 'managedGatewaySmall', value: 4 },
        { resource: 'managedGatewayLarge', value: 1 },
      ]);
      const large = { ...create, size: 'large' };
      expect((await call('POST', G, large)).status).toBe(201);
      const refused = await call('POST', G, { ...large, name: 'another-gateway' });
      expect(refused.status).toBe(403);
      expect(refused.body.message).toContain('2 of 2 are in use');
      expect((await call('GET', `${usage}?size=large`)).body).toEqual([{ resource: 'managedGatewayLarge', value: 2 }]);
      expect((await call('GET', `${usage}?size=huge`)).status).toBe(400);
      const grown = { ...create, name: 'orders-gateway', size: 'large' };
      expect((await call('PUT', `${G}/${seedGateways.orders}`, grown)).status).toBe(403);
    });
  });

  it('while the private space is not active', async () => {
    await withEmulator({ clock: 'driven' }, async ({ store, clock }, call) => {
      const space = store.privateSpaces.get(seedGateways.spaceUs);
      if (space !== undefined) space.status = changing(clock, 'Creating', 'Active', 1_000);
      expect((await call('POST', G, create)).status).toBe(400);
      clock.advance(1_000);
      expect((await call('POST', G, create)).status).toBe(201);
      if (space !== undefined) space.status = settled('Failed');
      expect((await call('POST', G, { ...create, name: 'later' })).status).toBe(400);
    });
  });

  it('and so is a PUT with another target or a name that is in use', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${G}/${seedGateways.orders}`;
      const target = await call('PUT', path, { ...create, targetId: seedGateways.spaceEu });
      expect([target.status, target.body.message]).toEqual([400, expect.stringContaining('targetId')]);
      expect((await call('PUT', path, { ...create, name: 'partners-gateway' })).status).toBe(409);
    });
  });

  it('in an organization that the caller cannot see', async () => {
    await withEmulator({}, async (emulator: Emulator) => {
      const call = await signIn(emulator, seedLogins.logistics);
      expect((await call('GET', G)).body).toEqual({ status: 404, message: 'Organization not found' });
      expect((await call('POST', G, create)).status).toBe(404);
    });
  });
});

describe('the experience API', () => {
  it('lists by kind', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const managed = await call('GET', `${X}?kind=managed`);
      expect(managed.body.content[0]).toMatchObject({ name: 'orders-gateway', targetName: 'acme-us-east' });
      const own = await call('GET', `${X}?kind=selfManaged`);
      expect(own.body.content.map(({ name, status }: Record<string, unknown>) => [name, status])).toEqual([
        ['warehouse-edge', 'CONNECTED'],
        ['branch-office', 'DISCONNECTED'],
      ]);
      const page = await call('GET', `${X}?pageSize=2&pageNumber=2`);
      expect([page.body.content.length, page.body.totalElements]).toEqual([1, 5]);
      expect((await call('GET', `${X}?kind=other`)).status).toBe(400);
    });
  });

  it('has a gateway in full', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('GET', `${X}/${seedGateways.orders}`);
      expect(body).toMatchObject({
        statusMessage: '',
        targetType: 'private-space',
        organizationId: seedIds.root,
        environmentId: seedIds.rootSandbox,
        portConfiguration: { ingress: { port: expect.any(Number) }, egress: { port: expect.any(Number) } },
      });
    });
  });

  it('has the targets of an environment, and the versions', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect(names((await call('GET', `${X}/targets`)).body)).toEqual(['acme-us-east']);
      const production = X.replace(seedIds.rootSandbox, seedIds.rootProduction);
      expect(names((await call('GET', `${production}/targets`)).body)).toEqual(['acme-us-east', 'acme-eu-central']);
      const { body } = await call('GET', '/gatewaymanager/xapi/v1/gateway/versions');
      expect(body.default).toBe('lts');
      expect(body.channels.lts.versions[0]).toEqual({ displayName: '1.9.9' });
      expect(body.channels.edge.versions.length).toBeGreaterThan(1);
    });
  });
});
