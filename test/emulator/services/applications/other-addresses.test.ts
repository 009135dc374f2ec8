import { describe, expect, it } from 'vitest';
import { seedApplications, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { sandboxPath, signIn, withEmulator } from '../../client.ts';

describe.each(['v1', 'v2'])('the list of applications of the web UI, %s', (version) => {
  const path = `/armui/api/${version}/applications`;

  it('has applications of all kinds with what scripts read', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { body } = await call('GET', `${path}?_=1753690000000`);
      expect(body.total).toBe(body.data.length);
      const of = (name: string) => body.data.find((row: { name: string }) => row.name === name);
      expect(of(seedApplications.dataCloud)).toMatchObject({
        id: seedApplications.dataCloud,
        target: { type: 'CLOUDHUB' },
        artifact: { name: seedApplications.dataCloud, lastUpdateTime: expect.any(Number) },
        muleVersion: { version: '4.9.6', latestUpdateId: expect.any(String) },
        isDeploymentWaiting: false,
        lastReportedStatus: 'STARTED',
        details: { domain: seedApplications.dataCloud, fullDomain: `${seedApplications.dataCloud}.us-e1.cloudhub.io` },
      });
      expect(of(seedApplications.ordersApp)).toMatchObject({
        id: seedApplications.ordersAppId,
        target: { type: 'MC', subtype: 'private-space', provider: 'MC', name: 'acme-us-east' },
        artifact: { createTime: expect.any(Number) },
        application: { status: 'RUNNING' },
      });
      // A client reads all ids as texts.
      expect(of('catalog-batch')).toMatchObject({
        id: String(seedApplications.catalogBatchId),
        target: { type: 'CLUSTER', name: 'catalog-cluster' },
        artifact: { fileName: 'catalog-batch-1.0.0.jar' },
        muleVersion: { version: '4.9.6' },
        lastReportedStatus: 'STARTED',
      });
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', path)).status).toBe(200);
      const logistics = await signIn(emulator, seedLogins.logistics);
      expect((await logistics('GET', path)).status).toBe(404);
    });
  });
});

describe.each([
  ['the older address of deployments', '/hybrid/api/v2'],
  ['the address of deployments of the web UI', '/amc/adam/api'],
])('%s', (_what, prefix) => {
  const all = `${prefix}/${sandboxPath}/deployments`;
  const one = `${all}/${seedApplications.ordersAppId}`;

  it('has the same deployments as AMC', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const amc = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;
      const { body } = await call('GET', `${all}?provider=MC`);
      expect(body).toEqual((await call('GET', amc)).body);
      expect((await call('GET', `${all}?provider=MC&target=cloudhub-eu-west-1`)).body.items).toEqual([]);
      const detail = (await call('GET', `${one}?provider=MC`)).body;
      expect(detail).toEqual((await call('GET', `${amc}/${seedApplications.ordersAppId}`)).body);
      // One client sends back all that it has read.
      const { configuration, ...application } = detail.application;
      const properties = { properties: { stage: 'test' } };
      const changed = await call('PATCH', one, {
        ...detail,
        application: { ...application, configuration: { 'mule.agent.application.properties.service': properties } },
      });
      expect(changed.status).toBe(200);
      expect(configuration).not.toEqual(changed.body.application.configuration);
      expect((await call('PATCH', one, { id: 'another' })).status).toBe(400);
      const ref = { groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0', packaging: 'jar' };
      const target = { targetId: 'cloudhub-us-east-1', provider: 'MC' };
      const created = await call('POST', all, { name: 'another-app', target, application: { ref } });
      expect(created.status).toBe(202);
      expect((await call('DELETE', `${amc}/${created.body.id}`)).status).toBe(204);
      expect((await call('GET', `${all}/${created.body.id}`)).status).toBe(404);
    });
  });
});
