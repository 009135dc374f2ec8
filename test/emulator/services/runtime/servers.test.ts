import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins, seedTargets } from '../../../../src/emulator/index.ts';
import { idsOf, send, signIn, withEmulator } from '../../client.ts';

const H = '/hybrid/api/v1';
const { ordersApi1, ordersApi2, ordersApi3, legacy, pending, batch1, batch2, catalog1, catalog2, production1 } =
  seedTargets;

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

  it('must name an organization and environment that the caller can see', async () => {
    await withEmulator({}, async (emulator, call) => {
      const unknown = await call('GET', `${H}/servers`, undefined, { 'x-anypnt-env-id': seedIds.root });
      expect([unknown.status, unknown.body]).toEqual([404, { message: 'Environment not found' }]);
      const other = await call('GET', `${H}/servers`, undefined, { 'x-anypnt-env-id': seedIds.retailSandbox });
      expect(other.status).toBe(404);
      const outsider = await signIn(emulator, seedLogins.logistics);
      expect((await outsider('GET', `${H}/servers`)).status).toBe(404);
    });
  });

  it('are checked after the token', async () => {
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

  it.each(['1', 'abc', String(production1)])('%s is not found in this environment', async (id) => {
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

  it('are deleted, members of a group or cluster only with isForce', async () => {
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
  it('uses the token of the environment, which can be renewed', async () => {
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

describe.each(['v1', 'v2'])('the list of the web UI, %s', (version) => {
  const path = `/armui/api/${version}/servers`;

  it('has servers, groups and clusters with what scripts read', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { status, body } = await call('GET', `${path}?_=1753690000000`);
      expect([status, body.total]).toEqual([200, body.data.length]);
      const rows = [
        { id: seedTargets.ordersApi1, type: 'SERVER', status: 'RUNNING', deployments: [] },
        { id: seedTargets.batchGroup, type: 'SERVER_GROUP', status: 'PARTIAL' },
        { id: seedTargets.catalogCluster, type: 'CLUSTER' },
      ];
      for (const row of rows) {
        expect(body.data).toContainEqual(expect.objectContaining({ ...row, name: expect.any(String) }));
      }
      expect((await call('GET', path, undefined, { 'x-anypnt-env-id': '' })).status).toBe(400);
    });
  });

  it('has members in the details of their group, and applications with what they run on', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { data } = (await call('GET', path)).body;
      expect(idsOf({ data })).not.toContain(seedTargets.batch1);
      const of = (id: number) => data.find((row: { id: number }) => row.id === id);
      expect(of(seedTargets.batchGroup).details.servers).toContainEqual({
        id: seedTargets.batch2,
        name: 'mule-batch-2',
        status: 'DISCONNECTED',
        details: expect.objectContaining({
          runtimeVersion: '4.9.6',
          addresses: [{ ip: '10.20.5.22', networkInterface: 'eth0' }],
        }),
      });
      expect(of(seedTargets.catalogCluster).deployments).toEqual([
        {
          id: 2194250,
          lastReportedStatus: 'STARTED',
          artifact: expect.objectContaining({ name: 'catalog-batch', fileName: 'catalog-batch-1.0.0.jar' }),
        },
      ]);
    });
  });
});
