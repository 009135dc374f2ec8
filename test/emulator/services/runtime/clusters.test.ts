import { describe, expect, it } from 'vitest';
import { settled } from '../../../../src/emulator/core/transitions.ts';
import { seedIds, seedTargets } from '../../../../src/emulator/index.ts';
import { type Caller, idsOf, withEmulator } from '../../client.ts';

const H = '/hybrid/api/v1';
const { ordersApi1, ordersApi2, ordersApi3, pending, batch1, catalog1, catalog2 } = seedTargets;

const unicast = {
  name: 'orders-cluster',
  multicastEnabled: false,
  servers: [
    { serverId: ordersApi1, serverIp: '10.20.4.11' },
    { serverId: ordersApi2, serverIp: '10.20.4.12' },
  ],
};

describe('clusters', () => {
  it('become RUNNING over time', async () => {
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

  it('accept strings for ids and multicastEnabled, as clients send them', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const body = { name: 'abc', multicastEnabled: 'true', servers: [{ serverId: String(ordersApi1) }] };
      const created = await call('POST', `${H}/clusters`, body);
      expect([created.status, created.body.data.multicastEnabled]).toEqual([201, true]);
      const read = await call('GET', `${H}/clusters/${created.body.data.id}`);
      expect(read.body.data).toMatchObject({ status: 'RUNNING', primaryNodeId: ordersApi1 });
      expect(read.body.data.servers[0].currentClusteringIp).toBe('10.20.4.11');
    });
  });

  it('accept a disconnected server when they are multicast, and are PARTIAL', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const server = store.servers.get(ordersApi2);
      if (server !== undefined) server.status = settled('DISCONNECTED');
      const created = await call('POST', `${H}/clusters`, { ...unicast, multicastEnabled: true });
      const read = await call('GET', `${H}/clusters/${created.body.data.id}`);
      expect(read.body.data.status).toBe('PARTIAL');
      expect(read.body.data.visibilityMap.mapNodes[0].visibleNodeIds).toEqual([]);
    });
  });

  // https://docs.mulesoft.com/runtime-manager/cluster-create, and the article
  // https://dzone.com/articles/create-clusters-in-mulesoft-run-time-manager-using
  it.each([
    ['documentation', false, 'DISCONNECTED', 400],
    ['documentation', false, 'CREATED', 400],
    ['documentation', true, 'DISCONNECTED', 201],
    ['documentation', true, 'CREATED', 400],
    ['article', false, 'DISCONNECTED', 201],
    ['article', false, 'CREATED', 201],
    ['article', true, 'DISCONNECTED', 400],
    ['article', true, 'CREATED', 400],
  ] as const)(
    'take members by the rule of the %s: multicast %s, %s: %i',
    async (clusterRule, multicast, state, status) => {
      await withEmulator({ scenario: { extends: 'acme', clusterRule } }, async ({ store }, call) => {
        const server = store.servers.get(ordersApi2);
        if (server !== undefined) server.status = settled(state);
        const answer = await call('POST', `${H}/clusters`, { ...unicast, multicastEnabled: multicast });
        expect(answer.status, JSON.stringify(answer.body)).toBe(status);
        const [first, second] = unicast.servers;
        const one = await call('POST', `${H}/clusters`, {
          ...unicast,
          name: 'one',
          multicastEnabled: multicast,
          servers: [first],
        });
        if (status === 201) return;
        expect((await call('POST', `${H}/clusters/${one.body.data.id}/servers`, second)).status).toBe(status);
      });
    },
  );

  // https://docs.mulesoft.com/runtime-manager/cluster-create
  it('have members of one Mule version only', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const old = { serverId: seedTargets.legacy, serverIp: '10.20.7.31' };
      const mixed = await call('POST', `${H}/clusters`, { ...unicast, servers: [...unicast.servers, old] });
      expect([mixed.status, mixed.body.message]).toEqual([
        400,
        expect.stringContaining('mule-legacy-1 (id: 2194004) has Mule 4.4.0'),
      ]);
      const { data } = (await call('POST', `${H}/clusters`, unicast)).body;
      expect((await call('POST', `${H}/clusters/${data.id}/servers`, old)).status).toBe(400);
      expect((await call('POST', `${H}/clusters`, { ...unicast, name: 'old', servers: [old] })).status).toBe(201);
    });
  });

  it('show a split, and a member that is down', async () => {
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

  it('are deleted with their applications, and no others', async () => {
    await withEmulator({}, async ({ store }, call) => {
      store.hybridApplications.set(1, { id: 1, name: 'orders', targetId: ordersApi1 });
      expect((await call('DELETE', `${H}/clusters/${seedTargets.catalogCluster}`)).status).toBe(202);
      expect([...store.hybridApplications.keys()]).toEqual([1]);
      expect(idsOf((await call('GET', `${H}/applications`)).body)).toEqual([1]);
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
  ])('are rejected with %j', async (change, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', `${H}/clusters`, { ...unicast, ...change });
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
      expect((await call('GET', `${H}/servers/${ordersApi1}`)).body.data).not.toHaveProperty('clusterId');
    });
  });

  it('reject servers with applications, and organizations without clustering', async () => {
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

  it('change the address of a member, with arrays as error bodies', async () => {
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
