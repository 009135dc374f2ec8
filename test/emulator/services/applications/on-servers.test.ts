import { describe, expect, it } from 'vitest';
import { durations, seedApis, seedApplications, seedIds, seedTargets } from '../../../../src/emulator/index.ts';
import { autodiscovery, type Caller, form, jar, signIn, visit, withEmulator } from '../../client.ts';

const H = '/hybrid/api/v1';
const P = `${H}/applications`;
const { ordersApi1, batchGroup, batch1, catalogCluster } = seedTargets;

const deploy = (call: Caller, targetId: number, parts: Record<string, string | File> = {}) =>
  call(
    'POST',
    P,
    form({ artifactName: 'orders', targetId: String(targetId), file: jar('orders-1.0.0.jar'), ...parts }),
  );
const configuration = (properties: Record<string, string>) =>
  JSON.stringify({ 'mule.agent.application.properties.service': { applicationName: 'orders', properties } });

describe('applications on servers', () => {
  it('are deployed, stopped, started, restarted, updated and deleted over time', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const created = await deploy(call, ordersApi1);
      expect(created.status).toBe(202);
      expect(created.body.data).toMatchObject({
        name: 'orders',
        desiredStatus: 'STARTED',
        lastReportedStatus: 'UNDEPLOYED',
        started: false,
        artifact: { name: 'orders', fileName: 'orders-1.0.0.jar', fileSize: 8 },
        target: { id: ordersApi1, name: 'mule-orders-1', type: 'SERVER', status: 'RUNNING' },
        serverArtifacts: [{ serverId: ordersApi1 }],
      });
      const one = `${P}/${created.body.data.id}`;
      const url = created.body.data.dataPlaneUrl;
      const now = async () => {
        const { data } = (await call('GET', one)).body;
        return [data.desiredStatus, data.lastReportedStatus];
      };
      expect((await visit(url)).status).toBe(503);
      clock.advance(durations.armStarts / 4);
      expect(await now()).toEqual(['STARTED', 'STARTING']);
      clock.advance(durations.armStarts);
      expect(await now()).toEqual(['STARTED', 'STARTED']);
      expect((await visit(url)).status).toBe(200);

      expect((await call('PATCH', one, { desiredStatus: 'STOPPED' })).status).toBe(200);
      expect((await visit(url)).status).toBe(503);
      clock.advance(durations.armStops);
      expect(await now()).toEqual(['STOPPED', 'STOPPED']);
      expect((await call('PATCH', one, { desiredStatus: 'STARTED' })).body.data.lastReportedStatus).toBe('STARTING');
      clock.advance(durations.armStarts);
      expect((await call('PATCH', one, { desiredStatus: 'ASLEEP' })).status).toBe(400);

      expect((await call('PATCH', one, form({ id: '1' }))).body.data.desiredStatus).toBe('UPDATED');
      clock.advance(durations.armStarts);
      const update = form({ file: jar('orders-2.0.0.jar'), configuration: configuration({ a: 'b' }) });
      const updated = (await call('PATCH', one, update)).body.data;
      expect([updated.desiredStatus, updated.lastReportedStatus]).toEqual(['UPDATED', 'DEPLOYING']);
      expect(updated.artifact.fileName).toBe('orders-2.0.0.jar');
      clock.advance(durations.armStarts);
      expect(await now()).toEqual(['STARTED', 'STARTED']);

      const exchange = { source: 'EXCHANGE', groupId: seedIds.root, artifactId: 'orders-app', version: '1.1.0' };
      const fromExchange = await call('PATCH', `${one}/artifact`, { applicationSource: exchange });
      expect(fromExchange.body.data.artifact.fileName).toContain('orders-app-1.1.0');
      const file = await call('GET', `${one}/artifact`);
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/java-archive']);

      expect((await call('DELETE', one)).status).toBe(204);
      expect(await now()).toEqual(['UNDEPLOYED', 'UNDEPLOYING']);
      clock.advance(durations.armDeletes);
      expect((await call('GET', one)).status).toBe(404);
    });
  });

  it('are listed, found by name, and show their properties', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await deploy(call, ordersApi1, { configuration: configuration(autodiscovery(seedApis.inventory)) });
      const list = async (query: string) =>
        (await call('GET', `${P}?${query}`)).body.data.map(({ name }: { name: string }) => name);
      expect(await list('limit=10&offset=0&sort=timeCreated')).toEqual([seedApplications.catalogBatch, 'orders']);
      expect(await list(`targetId=${catalogCluster}`)).toEqual([seedApplications.catalogBatch]);
      expect(await list('status=STARTED')).toHaveLength(2);
      expect(await list(`applicationId=${seedApplications.catalogBatchId}`)).toHaveLength(1);
      expect((await call('GET', `${P}/orders`)).body.data.name).toBe('orders');
      expect((await call('GET', `${P}/nothing`)).body).toEqual({ message: 'application not found' });
      const A = `/apimanager/api/v1/organizations/${seedIds.root}/environments/${seedIds.rootSandbox}/apis`;
      expect((await call('GET', `${A}/${seedApis.inventory}`)).body.status).toBe('active');
    });
  });

  it('are PARTIALLY_STARTED on a group with a server that is down', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const created = await deploy(call, batchGroup);
      const { data } = (await call('GET', `${P}/${created.body.data.id}`)).body;
      expect(data).toMatchObject({
        lastReportedStatus: 'PARTIALLY_STARTED',
        target: { type: 'SERVER_GROUP', status: 'PARTIAL' },
      });
      const cluster = (await call('GET', `${P}/${seedApplications.catalogBatchId}`)).body.data;
      expect(cluster).toMatchObject({
        lastReportedStatus: 'STARTED',
        target: { type: 'CLUSTER', name: 'catalog-cluster' },
      });
    });
  });

  it.each<[string, number, Record<string, string | File>, number]>([
    ['no name', ordersApi1, { artifactName: '' }, 400],
    ['an unknown target', 1, {}, 404],
    ['a member of a group', batch1, {}, 409],
    ['a file that is no JAR', ordersApi1, { file: new File(['text'], 'a.jar') }, 400],
    ['a configuration that is no JSON', ordersApi1, { configuration: '{' }, 400],
    ['a configuration of another form', ordersApi1, { configuration: '[]' }, 400],
    ['a source of another kind', ordersApi1, { applicationSource: '{"source":"DISK"}' }, 400],
  ])('are refused with %s', async (_what, target, parts, status) => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await deploy(call, target, parts)).status).toBe(status);
    });
  });

  it('can come from Exchange or another application, once per target', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const json = (source: unknown, targetId: number = ordersApi1) =>
        call('POST', P, { artifactName: 'orders', targetId, applicationSource: source });
      const exchange = { source: 'EXCHANGE', groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0' };
      expect((await json(exchange)).status).toBe(202);
      expect((await json(exchange)).status).toBe(409);
      expect((await json({ ...exchange, version: '9.0.0' }, seedTargets.ordersApi2)).status).toBe(400);
      const hybrid = { source: 'HYBRID', id: seedApplications.catalogBatchId };
      expect((await json(hybrid, seedTargets.ordersApi2)).status).toBe(202);
      expect((await json({ source: 'HYBRID', id: 1 }, seedTargets.legacy)).status).toBe(404);
      expect((await json(undefined, seedTargets.legacy)).status).toBe(400);
      expect((await call('POST', P, { artifactName: 1 })).status).toBe(400);
      store.hybridApplications.set(7, { id: 7, name: 'bare', targetId: seedTargets.legacy });
      expect((await call('GET', `${P}/7/artifact`)).status).toBe(404);
      expect((await call('PATCH', `${P}/7`, { desiredStatus: 'STOPPED' })).body.data.desiredStatus).toBe('STOPPED');
      store.hybridApplications.set(8, { id: 8, name: 'barer', targetId: seedTargets.legacy });
      expect((await call('GET', `${P}/8`)).body.data.lastReportedStatus).toBe('STARTED');
      expect((await call('DELETE', `${P}/8`)).status).toBe(204);
      expect((await call('GET', `${P}/8`)).status).toBe(404);
    });
  });

  it('may fail, and only be seen by the viewer', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = emulator.store.hybridApplications.get(seedApplications.catalogBatchId)?.deployed;
      if (app !== undefined) app.failure = 'no such class';
      const one = `${P}/${seedApplications.catalogBatchId}`;
      await call('PATCH', one, form({ id: '1' }));
      expect((await call('GET', one)).body.data).toMatchObject({
        lastReportedStatus: 'DEPLOYMENT_FAILED',
        started: false,
      });
      const viewer = await signIn(emulator, emulator.access.viewer);
      expect((await viewer('GET', P)).status).toBe(200);
      for (const [method, path] of [
        ['POST', P],
        ['PATCH', one],
        ['DELETE', one],
      ] as const) {
        expect((await viewer(method, path, {})).status).toBe(403);
      }
    });
  });
});
