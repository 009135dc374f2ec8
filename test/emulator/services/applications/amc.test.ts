import { describe, expect, it } from 'vitest';
import { durations, seedApplications, seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { sandboxPath, signIn, visit, withEmulator } from '../../client.ts';

const D = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;
const orders = `${D}/${seedApplications.ordersAppId}`;
const service = 'mule.agent.application.properties.service';
const ref = { groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0', packaging: 'jar' };
const body = {
  name: 'price-feed',
  labels: [],
  application: {
    ref,
    desiredState: 'STARTED',
    assets: [],
    vCores: '0.1',
    configuration: { [service]: { properties: { a: '1' }, secureProperties: { s: 'hidden' } } },
  },
  target: {
    provider: 'MC',
    targetId: seedGateways.spaceUs,
    replicas: '2',
    deploymentSettings: { runtime: { version: '4.9.6' }, http: { inbound: { publicUrl: 'https://x.cloudhub.io' } } },
  },
};

describe('AMC', () => {
  it('deploys over time: settings first, then the process', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, baseUrl }, call) => {
      const created = await call('POST', D, body);
      expect(created.status).toBe(202);
      const publicUrl = `${baseUrl}/data-plane/apps/price-feed-f20a11/`;
      expect(created.body).toMatchObject({
        status: 'APPLYING',
        application: {
          status: 'NOT_RUNNING',
          ref,
          configuration: { [service]: { properties: { a: '1' }, secureProperties: { s: '******' } } },
        },
        target: {
          replicas: 2,
          deploymentSettings: { runtimeVersion: '4.9.6', http: { inbound: { publicUrl: 'https://x.cloudhub.io' } } },
        },
        dataPlaneUrl: publicUrl,
        lastSuccessfulVersion: null,
        replicas: [{ state: 'PENDING' }, { state: 'PENDING' }],
      });
      const one = `${D}/${created.body.id}`;
      const now = async () => {
        const { status, application } = (await call('GET', one)).body;
        return [status, application.status];
      };
      clock.advance(durations.amcApplies);
      expect(await now()).toEqual(['APPLIED', 'NOT_RUNNING']);
      clock.advance(durations.amcStarts);
      expect(await now()).toEqual(['APPLIED', 'RUNNING']);
      expect((await visit(publicUrl)).status).toBe(200);
      await call('PATCH', one, { application: { ref: { ...ref, version: '1.1.0' } } });
      expect(await now()).toEqual(['APPLYING', 'RUNNING']);
      clock.advance(durations.amcStarts);
      const rolled = (await call('GET', one)).body;
      expect(rolled.lastSuccessfulVersion).toBe(rolled.desiredVersion);
      await call('PATCH', one, { application: { desiredState: 'STOPPED' } });
      expect(await now()).toEqual(['APPLYING', 'NOT_RUNNING']);
      clock.advance(durations.amcStops);
      expect(await now()).toEqual(['APPLIED', 'NOT_RUNNING']);
      expect((await visit(publicUrl)).status).toBe(503);
      expect((await call('GET', one)).body.replicas).toEqual([]);
      expect((await call('DELETE', one)).status).toBe(204);
      expect((await call('GET', one)).status).toBe(404);
    });
  });

  it('deploys to a shared space', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const target = { ...body.target, targetId: 'cloudhub-us-east-2' };
      const created = await call('POST', D, { ...body, target });
      expect([created.status, created.body.target.targetId]).toEqual([202, 'cloudhub-us-east-2']);
      expect((await call('GET', `${D}?targetId=cloudhub-us-east-2`)).body.total).toBe(1);
      const elsewhere = { ...body, name: 'other', target: { ...target, targetId: 'cloudhub-ap-south-1' } };
      expect((await call('POST', D, elsewhere)).status).toBe(400);
    });
  });

  it('merges the body of a PATCH', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const change = (members: object) =>
        call('PATCH', orders, { application: { configuration: { [service]: members } } });
      const secret = 'anypoint.platform.client_secret';
      const kept = store.amcDeployments.get(seedApplications.ordersAppId);
      const old = kept?.properties[secret];
      await change({ properties: { extra: true }, secureProperties: { token: 'x' } });
      const { application } = (await call('GET', orders)).body;
      expect(application.configuration[service]).toMatchObject({
        properties: { extra: 'true', 'anypoint.platform.gatekeeper': 'flexible' },
        secureProperties: { token: '******', [secret]: '******' },
      });
      expect(kept?.properties[secret]).toBe(old);
      await change({ properties: { extra: null, token: null }, secureProperties: { token: null } });
      expect(kept?.properties).not.toHaveProperty('extra');
      expect(kept?.secureKeys).toEqual([secret]);
      await change({ secureProperties: { [secret]: '******' } });
      expect(kept?.properties[secret]).toBe('******');
      expect(
        (await visit(application && (await call('GET', orders)).body.target.deploymentSettings.http.inbound.publicUrl))
          .status,
      ).toBe(503);
      await change({ properties: { [secret]: 'plain' } });
      expect(kept?.secureKeys).toEqual([]);
      const patched = await call('PATCH', orders, {
        application: { vCores: 0.2 },
        target: { replicas: 3, deploymentSettings: { runtime: { releaseChannel: 'LTS' }, http: { inbound: {} } } },
      });
      expect(patched.body).toMatchObject({
        application: { vCores: 0.2, integrations: { services: { objectStoreV2: { enabled: true } } } },
        target: { replicas: 3, deploymentSettings: { runtime: { java: '17', releaseChannel: 'LTS' } } },
      });
    });
  });

  it.each<[string, object, number]>([
    ['a bad name', { name: 'Bad Name' }, 400],
    ['a taken name', { name: seedApplications.ordersApp }, 409],
    ['an unknown target', { target: { targetId: 'x' } }, 400],
    ['a target that is not for sandboxes', { target: { targetId: seedGateways.spaceEu } }, 400],
    ['no artifact', { application: {} }, 400],
    ['an unknown artifact', { application: { ref: { ...ref, version: '9.9.9' } } }, 400],
    ['an artifact that is an API', { application: { ref: { ...ref, artifactId: 'orders-api' } } }, 400],
    ['a wrong state', { application: { ref, desiredState: 'ASLEEP' } }, 400],
  ])('refuses %s with a problem document', async (_what, change, expected) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', D, { ...body, ...change });
      expect([answer.status, answer.body]).toMatchObject([expected, { status: expected, detail: expect.any(String) }]);
    });
  });

  it('lists, has specs and logs, and may fail', async () => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('GET', D)).body).toMatchObject({
        total: 1,
        items: [{ name: 'orders-app', status: 'APPLIED' }],
      });
      expect((await call('GET', `${D}?targetId=x`)).body.total).toBe(0);
      const app = emulator.store.amcDeployments.get(seedApplications.ordersAppId);
      if (app !== undefined) app.failure = 'image not found';
      await call('PATCH', orders, { target: { replicas: 2 } });
      const failed = (await call('GET', orders)).body;
      expect(failed).toMatchObject({ status: 'FAILED', application: { status: 'RUNNING' } });
      expect(failed.replicas[0]).toMatchObject({ state: 'FAILED', reason: 'image not found' });
      const specs = await call('GET', `${orders}/specs?limit=5`);
      expect(specs.body).toHaveLength(2);
      expect(specs.body[0].version).toBe(failed.desiredVersion);
      const logs = `${orders}/specs/${failed.desiredVersion}/logs`;
      const all = await call('GET', `${logs}?descending=false`);
      expect(all.body[0]).toMatchObject({ logLevel: 'INFO', context: { logger: expect.any(String) } });
      const [first, last] = [all.body[0], all.body.at(-1)];
      expect((await call('GET', `${logs}?afterDocId=${last.docId}`)).body).toEqual([last]);
      const rest = await call('GET', `${logs}?afterDocId=${first.docId}&descending=true`);
      expect(rest.body).toEqual([...all.body].reverse());
      expect((await call('GET', `${logs}?logLevel=ERROR&startTime=1&endTime=9999999999999`)).body).toHaveLength(1);
      expect((await call('GET', `${logs}/file`)).body).toContain('image not found');
      expect((await call('GET', `${orders}/specs/x/logs`)).status).toBe(400);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', orders)).status).toBe(200);
      expect((await viewer('PATCH', orders, {})).status).toBe(403);
      expect((await viewer('POST', D, body)).status).toBe(403);
    });
  });
});
