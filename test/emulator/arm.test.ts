import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins, seedTargets } from '../../src/emulator/index.ts';
import { type Caller, send, signIn, withEmulator } from './client.ts';

const H = '/hybrid/api/v1';
const { ordersApi1, ordersApi2, ordersApi3, legacy, pending, batch1, batch2, catalog1, catalog2, production1 } =
  seedTargets;

const idsOf = (body: { data: { id: number }[] }) => body.data.map(({ id }) => id);

describe('the headers of ARM', () => {
  it('are both required', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const noOrganization = await call('GET', `${H}/servers`, undefined, { 'x-anypnt-org-id': '' });
      expect([noOrganization.status, noOrganization.body]).toEqual([
        400,
        { message: 'Missing required header: X-ANYPNT-ORG-ID' },
      ]);
      const noEnvironment = await call('GET', `${H}/clusters/1`, undefined, { 'x-anypnt-env-id': '' });
      expect([noEnvironment.status, noEnvironment.body.message]).toEqual([400, expect.stringContaining('ENV-ID')]);
    });
  });

  it('name an organization and environment that the principal sees', async () => {
    await withEmulator({}, async (emulator, call) => {
      const unknown = await call('GET', `${H}/servers`, undefined, { 'x-anypnt-env-id': seedIds.root });
      expect([unknown.status, unknown.body]).toEqual([404, { message: 'Environment not found' }]);
      const other = await call('GET', `${H}/servers`, undefined, { 'x-anypnt-env-id': seedIds.retailSandbox });
      expect(other.status).toBe(404);
      const outsider = await signIn(emulator, seedLogins.logistics);
      expect((await outsider('GET', `${H}/servers`)).status).toBe(404);
    });
  });

  it('come after the token', async () => {
    await withEmulator({}, async (emulator) => {
      const answer = await send(emulator, 'GET', `${H}/servers`);
      expect([answer.status, answer.body]).toEqual([401, 'Unauthorized']);
    });
  });
});

describe('servers', () => {
  it('are listed, filtered and described', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect(idsOf((await call('GET', `${H}/servers`)).body)).toHaveLength(9);
      const free = await call('GET', `${H}/servers?belongsTo=NO_GROUP`);
      expect(idsOf(free.body)).toEqual([ordersApi1, ordersApi2, ordersApi3, legacy, pending]);
      expect(idsOf((await call('GET', `${H}/servers?belongsTo=SERVER_GROUP`)).body)).toEqual([batch1, batch2]);
      expect(idsOf((await call('GET', `${H}/servers?belongsTo=CLUSTER`)).body)).toEqual([catalog1, catalog2]);
      expect((await call('GET', `${H}/servers?belongsTo=NOBODY`)).status).toBe(400);

      const one = await call('GET', `${H}/servers/${ordersApi1}`);
      expect(one.body.data).toMatchObject({
        id: ordersApi1,
        name: 'mule-orders-1',
        type: 'SERVER',
        serverType: 'MULE',
        status: 'RUNNING',
        addresses: [{ ip: '10.20.4.11', networkInterface: 'eth0' }],
      });
      expect(one.body.data).not.toHaveProperty('clusterId');
      const member = await call('GET', `${H}/servers/${catalog1}`);
      expect(member.body.data).toMatchObject({ clusterName: 'catalog-cluster', currentClusteringIp: '10.20.6.41' });
      const grouped = await call('GET', `${H}/servers/${batch1}`);
      expect(grouped.body.data).toMatchObject({ serverGroupName: 'batch-group' });
    });
  });

  it.each(['1', 'abc', String(production1)])('%s is not found here', async (id) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('GET', `${H}/servers/${id}`);
      expect([answer.status, answer.body]).toEqual([404, { message: 'server not found' }]);
    });
  });

  it('are renamed', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const renamed = await call('PATCH', `${H}/servers/${ordersApi1}`, { name: 'mule-orders-a' });
      expect([renamed.status, renamed.body.data.name]).toEqual([202, 'mule-orders-a']);
      expect((await call('PATCH', `${H}/servers/${ordersApi1}`, { name: 'mule-orders-2' })).status).toBe(409);
      expect((await call('PATCH', `${H}/servers/${ordersApi1}`, { name: ' ' })).status).toBe(400);
      expect((await call('PATCH', `${H}/servers/${ordersApi1}`, '{"name"')).status).toBe(400);
    });
  });

  it('are deleted, members of something only by force', async () => {
    await withEmulator({}, async ({ store }, call) => {
      store.hybridApplications.set(1, { id: 1, name: 'orders', targetId: ordersApi1 });
      expect((await call('DELETE', `${H}/servers/${ordersApi1}`)).status).toBe(204);
      expect(store.hybridApplications.has(1)).toBe(false);
      expect((await call('DELETE', `${H}/servers/${ordersApi1}`)).status).toBe(404);
      const member = await call('DELETE', `${H}/servers/${catalog1}`);
      expect([member.status, member.body.message]).toEqual([409, expect.stringContaining('Cluster catalog-cluster')]);
      expect((await call('DELETE', `${H}/servers/${batch1}?isForce=maybe`)).status).toBe(400);
      expect((await call('DELETE', `${H}/servers/${catalog1}?isForce=true`)).status).toBe(204);
      const cluster = await call('GET', `${H}/clusters/${seedTargets.catalogCluster}`);
      expect(cluster.body.data.servers.map(({ id }: { id: number }) => id)).toEqual([catalog2]);
      expect((await call('DELETE', `${H}/servers/${batch1}?isForce=true`)).status).toBe(204);
      expect((await call('GET', `${H}/serverGroups/${seedTargets.batchGroup}`)).body.data.servers).toHaveLength(1);
    });
  });

  it('restart and shut down over time', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const status = async () => (await call('GET', `${H}/servers/${ordersApi1}`)).body.data.status;
      const act = (actionType: string) => call('POST', `${H}/servers/${ordersApi1}/actions`, { actionType });
      const restart = await act('RESTART');
      expect(restart.status).toBe(200);
      expect(restart.body.data).toMatchObject({ id: expect.any(Number), actionType: 'RESTART', status: 'PENDING' });
      expect(await status()).toBe('DISCONNECTED');
      expect((await act('RESTART')).status).toBe(409);
      clock.advance(4_000);
      expect(await status()).toBe('RUNNING');
      expect((await act('RENEW_CERTIFICATE')).status).toBe(200);
      expect((await act('SHUTDOWN')).status).toBe(200);
      expect(await status()).toBe('RUNNING');
      clock.advance(2_000);
      expect(await status()).toBe('DISCONNECTED');
      expect((await act('DANCE')).status).toBe(400);
      expect((await act('DELETE')).status).toBe(200);
      expect((await act('DELETE')).status).toBe(404);
    });
  });
});

describe('registering a server', () => {
  it('goes by the token of the environment, which can be renewed', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator, call) => {
      const token = (await call('GET', `${H}/servers/registrationToken`)).body.data;
      expect(token).toMatch(/^[0-9a-f-]{36}---1$/);
      expect((await call('GET', `${H}/servers/registrationToken`)).body.data).toBe(token);
      const agent = { signatureRequest: 'CSR', muleLabel: 'mule-fresh', muleVersion: '4.9.6' };
      const register = (value: string, body: unknown = agent) =>
        send(emulator, 'POST', `${H}/servers`, body, { authorization: `Bearer ${value}` });
      const registered = await register(token);
      expect(registered.status).toBe(200);
      expect(registered.body).toMatchObject({
        clientId: expect.any(String),
        clientSecret: expect.any(String),
        certificate: expect.stringContaining('CERTIFICATE'),
        environmentUrls: { anypointPlatformBaseUrl: emulator.baseUrl },
      });
      const find = async () =>
        (await call('GET', `${H}/servers`)).body.data.find(({ name }: { name: string }) => name === 'mule-fresh');
      expect((await find()).status).toBe('CREATED');
      emulator.clock.advance(2_000);
      expect((await find()).status).toBe('RUNNING');

      expect((await register(token)).status).toBe(409);
      expect((await register(token, { muleLabel: 'x' })).status).toBe(400);
      const renewed = await call('PATCH', `${H}/servers/registrationToken`);
      expect(renewed.status).toBe(202);
      expect(renewed.body.data).not.toBe(token);
      expect((await register(token, { ...agent, muleLabel: 'other' })).status).toBe(403);
      const inBody = { ...agent, muleLabel: 'other', registrationToken: renewed.body.data };
      expect((await send(emulator, 'POST', `${H}/servers`, inBody)).status).toBe(200);
      for (const { entitlements } of emulator.store.organizations.values()) entitlements.hybrid.enabled = false;
      expect((await register(renewed.body.data, { ...agent, muleLabel: 'late' })).status).toBe(403);
    });
  });
});

describe('server groups', () => {
  const group = `${H}/serverGroups/${seedTargets.batchGroup}`;

  it('are created from ids, strings too, and freed when deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const body = { name: 'orders-group', serverIds: [String(ordersApi1), ordersApi2] };
      const created = await call('POST', `${H}/serverGroups`, body);
      expect(created.status).toBe(201);
      expect(created.body.data).toMatchObject({ name: 'orders-group', type: 'SERVER_GROUP', status: 'RUNNING' });
      expect(created.body.data.servers[0]).toMatchObject({ id: ordersApi1, serverGroupName: 'orders-group' });
      const path = `${H}/serverGroups/${created.body.data.id}`;
      expect(idsOf((await call('GET', `${H}/serverGroups`)).body)).toContain(created.body.data.id);
      expect((await call('PATCH', path, { name: 'renamed' })).body.data.name).toBe('renamed');
      expect((await call('PATCH', path, { name: 'renamed' })).status).toBe(202);
      expect((await call('PATCH', path, { name: 'batch-group' })).status).toBe(409);
      expect((await call('DELETE', path)).status).toBe(202);
      const gone = await call('GET', path);
      expect([gone.status, gone.body]).toEqual([404, { message: 'serverGroup not found' }]);
      expect((await call('GET', `${H}/servers/${ordersApi1}`)).body.data).not.toHaveProperty('serverGroupId');
    });
  });

  it('show what their servers do together', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const status = async () => (await call('GET', group)).body.data.status;
      expect(await status()).toBe('PARTIAL');
      expect((await call('DELETE', `${group}/servers/${batch1}`)).status).toBe(204);
      expect(await status()).toBe('DISCONNECTED');
      expect((await call('DELETE', `${group}/servers/${batch2}`)).status).toBe(204);
      expect(await status()).toBe('EMPTY');
      // The CLI sends this POST as an empty form.
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await call('POST', `${group}/servers/${pending}`, undefined, form)).status).toBe(201);
      expect(await status()).toBe('CREATED');
      expect((await call('DELETE', `${group}/servers/${batch1}`)).status).toBe(404);
      expect((await call('POST', `${group}/servers/${catalog1}`)).status).toBe(409);
      expect((await call('POST', `${group}/servers/1`)).status).toBe(404);
    });
  });

  it.each([
    [{ name: 'g', serverIds: [1] }, 404, 'server not found'],
    [{ name: 'g', serverIds: [batch1] }, 409, 'already belongs to Server Group batch-group'],
    [{ name: 'g', serverIds: [ordersApi1, String(ordersApi1)] }, 400, 'more than once'],
    [{ name: 'g', serverIds: ['one'] }, 400, 'integer'],
    [{ name: 'g' }, 400, 'serverIds'],
    [{ name: 'batch-group', serverIds: [] }, 409, 'exists'],
  ])('refuse to be created as %j', async (body, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', `${H}/serverGroups`, body);
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
    });
  });
});

const unicast = {
  name: 'orders-cluster',
  multicastEnabled: false,
  servers: [
    { serverId: ordersApi1, serverIp: '10.20.4.11' },
    { serverId: ordersApi2, serverIp: '10.20.4.12' },
  ],
};

describe('clusters', () => {
  it('form over time', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const created = await call('POST', `${H}/clusters`, unicast);
      expect(created.status).toBe(201);
      expect(created.body.data).toMatchObject({ type: 'CLUSTER', status: 'CREATED', primaryNodeId: null });
      const path = `${H}/clusters/${created.body.data.id}`;
      clock.advance(2_999);
      expect((await call('GET', path)).body.data.status).toBe('CREATED');
      clock.advance(1);
      const { data } = (await call('GET', path)).body;
      expect(data).toMatchObject({ status: 'RUNNING', multicastEnabled: false, primaryNodeId: ordersApi1 });
      expect(data.visibilityMap.mapNodes).toEqual([
        { serverId: ordersApi1, visibleNodeIds: [ordersApi2], unknownNodeIps: [] },
        { serverId: ordersApi2, visibleNodeIds: [ordersApi1], unknownNodeIps: [] },
      ]);
      expect(data.servers[0]).toMatchObject({ clusterName: 'orders-cluster', currentClusteringPort: 5701 });

      const added = await call('POST', `${path}/servers`, { serverId: String(ordersApi3), serverIp: '10.20.4.13' });
      expect([added.status, added.body.data.status]).toEqual([202, 'PARTIAL']);
      clock.advance(3_000);
      expect((await call('GET', path)).body.data.status).toBe('RUNNING');
      expect((await call('DELETE', `${path}/servers/${ordersApi3}`)).status).toBe(204);
      expect((await call('DELETE', `${path}/servers/${ordersApi3}`)).status).toBe(404);
      expect((await call('DELETE', `${path}?isForce=true`)).status).toBe(202);
      const gone = await call('GET', path);
      expect([gone.status, gone.body]).toEqual([404, { message: 'cluster not found' }]);
      expect((await call('GET', `${H}/servers/${ordersApi1}`)).body.data).not.toHaveProperty('clusterId');
    });
  });

  it('take strings where the CLI and the tutorial send them', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const body = { name: 'c', multicastEnabled: 'true', servers: [{ serverId: String(ordersApi1) }] };
      const created = await call('POST', `${H}/clusters`, body);
      expect([created.status, created.body.data.multicastEnabled]).toEqual([201, true]);
      const read = await call('GET', `${H}/clusters/${created.body.data.id}`);
      expect(read.body.data).toMatchObject({ status: 'RUNNING', primaryNodeId: ordersApi1 });
      expect(read.body.data.servers[0].currentClusteringIp).toBe('10.20.4.11');
    });
  });

  it('accept a disconnected server when they are unicast, and show it', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const servers = [
        { serverId: ordersApi1, serverIp: '10.20.4.11' },
        { serverId: pending, serverIp: '10.20.4.99' },
      ];
      const created = await call('POST', `${H}/clusters`, { ...unicast, servers });
      const read = await call('GET', `${H}/clusters/${created.body.data.id}`);
      expect(read.body.data.status).toBe('PARTIAL');
      expect(read.body.data.visibilityMap.mapNodes[0].visibleNodeIds).toEqual([]);
    });
  });

  it('show a split and a member that is down', async () => {
    await withEmulator({ clock: 'driven' }, async ({ store, clock }, call) => {
      const path = `${H}/clusters/${seedTargets.catalogCluster}`;
      const cluster = store.clusters.get(seedTargets.catalogCluster);
      if (cluster !== undefined) cluster.partitions = [[catalog1], [catalog2]];
      const split = (await call('GET', path)).body.data;
      expect(split.visibilityMap.mapNodes[0].visibleNodeIds).toEqual([]);
      await call('POST', `${H}/servers/${catalog1}/actions`, { actionType: 'RESTART' });
      expect((await call('GET', path)).body.data).toMatchObject({ status: 'PARTIAL', primaryNodeId: catalog2 });
      clock.advance(4_000);
      expect((await call('GET', path)).body.data).toMatchObject({ status: 'RUNNING', primaryNodeId: catalog1 });
      await call('DELETE', `${path}/servers/${catalog1}`);
      await call('DELETE', `${path}/servers/${catalog2}`);
      expect((await call('GET', path)).body.data).toMatchObject({ status: 'EMPTY', primaryNodeId: null });
    });
  });

  it('are listed and renamed', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect(idsOf((await call('GET', `${H}/clusters`)).body)).toEqual([seedTargets.catalogCluster]);
      const path = `${H}/clusters/${seedTargets.catalogCluster}`;
      const renamed = await call('PATCH', path, { name: 'products' });
      expect([renamed.status, renamed.body.data.name]).toEqual([202, 'products']);
      expect((await call('PATCH', path, { name: 'products' })).status).toBe(202);
      expect((await call('PATCH', path, {})).status).toBe(400);
      expect((await call('POST', `${H}/clusters`, { ...unicast, name: 'products' })).status).toBe(409);
      await call('POST', `${H}/clusters`, unicast);
      expect((await call('PATCH', path, { name: 'orders-cluster' })).status).toBe(409);
    });
  });

  it.each([
    [
      { servers: [{ serverId: ordersApi1 }] },
      400,
      'All servers of a unicast cluster must have their corresponding IP.',
    ],
    [{ multicastEnabled: true, servers: [{ serverId: pending }] }, 400, 'mule-new-1'],
    [{ servers: [{ serverId: 1, serverIp: '10.0.0.1' }] }, 404, 'server not found'],
    [{ servers: [{ serverId: batch1, serverIp: '10.0.0.1' }] }, 409, 'Server Group batch-group'],
    [{ servers: [{ serverId: catalog1, serverIp: '10.0.0.1' }] }, 409, 'Cluster catalog-cluster'],
    [{ servers: [unicast.servers[0], unicast.servers[0]] }, 400, 'more than once'],
    [{ servers: [{ serverId: ordersApi1, serverIp: 'here' }] }, 400, 'serverIp'],
    [{ servers: [] }, 400, 'at least one'],
    [{ servers: undefined }, 400, 'servers'],
    [{ multicastEnabled: 'perhaps' }, 400, 'multicastEnabled'],
    [{ name: 'catalog-cluster' }, 409, 'exists'],
    [{ name: '' }, 400, 'name'],
  ])('refuse to be created with %j', async (change, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', `${H}/clusters`, { ...unicast, ...change });
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
      expect((await call('GET', `${H}/servers/${ordersApi1}`)).body.data).not.toHaveProperty('clusterId');
    });
  });

  it('refuse servers with applications, and organizations without clustering', async () => {
    await withEmulator({}, async ({ store }, call) => {
      store.hybridApplications.set(1, { id: 1, name: 'orders', targetId: ordersApi1 });
      const deployed = await call('POST', `${H}/clusters`, unicast);
      const text = 'There are applications already deployed on the servers to be added';
      expect([deployed.status, deployed.body]).toEqual([409, { message: text }]);
      const server = { serverId: ordersApi1, serverIp: '10.20.4.11' };
      const added = await call('POST', `${H}/clusters/${seedTargets.catalogCluster}/servers`, server);
      expect([added.status, added.body]).toEqual([409, { message: text }]);
      const elsewhere = { 'x-anypnt-org-id': seedIds.logistics, 'x-anypnt-env-id': seedIds.logisticsSandbox };
      expect((await call('POST', `${H}/clusters`, unicast, elsewhere)).status).toBe(403);
    });
  });

  it('change the address of a member, with errors as arrays', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${H}/clusters/${seedTargets.catalogCluster}/servers`;
      const put: (id: number, body: unknown) => ReturnType<Caller> = (id, body) => call('PUT', `${path}/${id}`, body);
      const changed = await put(catalog1, { serverIp: '10.20.6.99', serverPort: 5801 });
      expect(changed.status).toBe(202);
      const server = (await call('GET', `${H}/servers/${catalog1}`)).body.data;
      expect(server).toMatchObject({ currentClusteringIp: '10.20.6.99', currentClusteringPort: 5801 });
      expect((await put(catalog1, { serverIp: '10.20.6.98' })).status).toBe(202);
      const notMember = await put(ordersApi1, { serverIp: '10.20.4.11' });
      expect([notMember.status, notMember.body]).toEqual([
        400,
        [
          {
            message: `Server mule-orders-1 (id: ${ordersApi1}) does not belong to Cluster catalog-cluster (id: ${seedTargets.catalogCluster}).`,
          },
        ],
      ]);
      const invalid = await put(catalog1, {});
      expect([invalid.status, invalid.body]).toEqual([400, [{ message: expect.stringContaining('serverIp') }]]);
      const noServer = await put(1, { serverIp: '10.0.0.1' });
      expect([noServer.status, noServer.body]).toEqual([
        404,
        [{ message: 'Server does not exist for this organization.' }],
      ]);
      const noCluster = await call('PUT', `${H}/clusters/1/servers/${catalog1}`, { serverIp: '10.0.0.1' });
      expect([noCluster.status, noCluster.body]).toEqual([
        404,
        [{ message: 'Cluster does not exist in your organization.' }],
      ]);
    });
  });
});

describe('components of a target', () => {
  it.each([ordersApi1, seedTargets.batchGroup, seedTargets.catalogCluster])('%i has some to configure', async (id) => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${H}/targets/${id}/components`;
      const list = await call('GET', path);
      const analytics = 'mule.agent.tracking.handler.analytics';
      expect(list.body.data).toContainEqual({
        component: { id: expect.any(Number), name: analytics },
        enabled: false,
        configuration: {},
      });
      const patched = await call('PATCH', `${path}/${analytics}`, { enabled: true, configuration: { a: 1 } });
      expect([patched.status, patched.body.data]).toEqual([
        202,
        { configurableComponentId: expect.any(Number), enabled: 'true', configurationProperties: { a: 1 } },
      ]);
      const { configurableComponentId: componentId } = patched.body.data;
      await call('PATCH', `${path}/${componentId}`, { configurationProperties: { b: 2 } });
      const read = await call('GET', `${path}/${componentId}`);
      expect(read.body.data).toMatchObject({ enabled: true, configuration: { a: 1, b: 2 } });
      await call('PUT', `${path}/${componentId}`, { enabled: 'false' });
      expect((await call('GET', `${path}/${componentId}`)).body.data).toMatchObject({
        enabled: false,
        configuration: {},
      });
      expect((await call('GET', `${path}/nothing`)).status).toBe(404);
    });
  });

  it('belong to targets of the environment', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('GET', `${H}/targets/${production1}/components`)).status).toBe(404);
      expect((await call('GET', `${H}/targets/1/components`)).status).toBe(404);
    });
  });
});
