import { describe, expect, it } from 'vitest';
import { durations, seedApplications, seedGateways, seedIds, seedLogins } from '../../src/emulator/index.ts';
import { type Caller, form, jar, send, signIn, visit, withEmulator } from './client.ts';

const C = '/cloudhub/api';
const V = `${C}/v2/applications`;
const one = `${V}/${seedApplications.dataCloud}`;
const status = (name: string) => `${C}/applications/${name}/status`;
const create = (call: Caller, info: unknown, parts: Record<string, string | File> = { file: jar() }) =>
  call('POST', V, form({ appInfoJson: JSON.stringify(info), autoStart: 'true', ...parts }));

describe('CloudHub 1.0', () => {
  it('needs the environment, the scope and the entitlement', async () => {
    await withEmulator({}, async (emulator, call) => {
      const without = await call('GET', V, undefined, { 'x-anypnt-env-id': '' });
      expect([without.status, without.body]).toEqual([
        400,
        { status: 400, message: expect.stringContaining('ENV-ID') },
      ]);
      expect((await call('GET', V, undefined, { 'x-anypnt-org-id': '' })).body).toHaveLength(2);
      expect((await send(emulator, 'GET', V)).status).toBe(401);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', one)).status).toBe(200);
      expect((await viewer('PUT', one, {})).status).toBe(403);
      expect((await viewer('DELETE', one)).status).toBe(403);
      const production = { 'x-anypnt-env-id': seedIds.rootProduction };
      expect((await call('GET', one, undefined, production)).status).toBe(404);
      const root = emulator.store.organizations.get(seedIds.root);
      if (root !== undefined) root.entitlements.cloudhub1.enabled = false;
      expect((await call('GET', V)).status).toBe(403);
    });
  });

  it('creates, stops, starts, restarts and deletes over time', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const info = {
        domain: 'price-list',
        muleVersion: { version: '4.9.1' },
        region: 'eu-central-1',
        workers: { amount: '2', type: { name: 'Small' } },
        properties: { retries: 3 },
      };
      const created = await create(call, info);
      expect(created.body).toMatchObject({
        domain: 'price-list',
        fullDomain: 'price-list.de-c1.cloudhub.io',
        status: 'DEPLOYING',
        fileName: 'app-1.0.0.jar',
        properties: { retries: '3' },
        workers: { amount: 2, type: { name: 'Small', cpu: '0.2 vCores' }, totalOrgWorkers: 3 },
        muleVersion: { version: '4.9.1', javaVersion: '17' },
      });
      const read = async () => (await call('GET', status('price-list'))).body;
      expect((await visit(created.body.dataPlaneUrl)).status).toBe(503);
      expect((await call('POST', status('price-list'), { status: 'start' })).status).toBe(304);
      clock.advance(durations.cloudHubDeploys);
      expect(await read()).toBe('STARTED');
      expect((await call('POST', status('price-list'), { status: 'START' })).status).toBe(304);
      expect((await call('POST', status('price-list'), { status: 'restart' })).status).toBe(200);
      expect(await read()).toBe('STARTED');
      expect((await call('GET', `${V}/price-list`)).body.deploymentUpdateStatus).toBe('DEPLOYING');
      expect((await call('POST', status('price-list'), { status: 'STOP' })).status).toBe(200);
      expect(await read()).toBe('UNDEPLOYING');
      clock.advance(durations.cloudHubStops);
      expect(await read()).toBe('UNDEPLOYED');
      expect((await call('POST', status('price-list'), { status: 'stop' })).status).toBe(304);
      expect((await call('POST', status('price-list'), { status: 'restart' })).status).toBe(400);
      expect((await call('POST', status('price-list'), { status: 'dance' })).status).toBe(400);
      await call('PUT', `${V}/price-list`, { muleVersion: { version: '4.9.6' } });
      expect(await read()).toBe('UNDEPLOYED');
      expect((await call('GET', `${V}/price-list`)).body.previousMuleVersion).toEqual({ version: '4.9.1' });
      expect((await call('POST', `${V}/price-list/files`, form({ file: jar('b.jar') }))).body.status).toBe('DEPLOYING');
      expect((await call('DELETE', `${C}/applications/price-list`)).status).toBe(204);
      expect((await call('GET', `${V}/price-list`)).status).toBe(404);
    });
  });

  it('replaces properties as a whole, masks secure ones and takes stars for a value', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const secure = { propertiesOptions: { key: { secure: true } } };
      await call('PUT', one, { properties: { key: 'secret', other: '1' }, ...secure });
      expect((await call('GET', one)).body.properties).toEqual({ key: '******', other: '1' });
      const app = store.cloudHubApplications.get(seedApplications.dataCloud);
      expect(app?.properties['key']).toBe('secret');
      await call('PUT', one, { properties: { key: '******' }, ...secure });
      expect(app?.properties).toEqual({ key: '******' });
      await call('PUT', one, { properties: { key: 'open' } });
      expect((await call('GET', one)).body).toMatchObject({ properties: { key: 'open' }, propertiesOptions: {} });
    });
  });

  it('takes a JAR from Exchange, by the form of the document', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const source = (version: string) =>
        JSON.stringify({ source: 'EXCHANGE', groupId: seedIds.root, artifactId: 'data-cloud-integration', version });
      const body = (version: string) =>
        form({ applicationInfo: '{}', applicationSource: source(version), autoStart: 'true' });
      expect((await call('PUT', one, body('2.0.0'))).body.fileName).toContain('2.0.0');
      expect((await call('PUT', one, body('9.0.0'))).status).toBe(400);
      const json = { applicationInfo: { region: 'us-east-2' }, applicationSource: { source: 'DISK' } };
      expect((await call('PUT', one, json)).status).toBe(400);
    });
  });

  it.each<[string, unknown, Record<string, string | File>, number]>([
    ['a bad domain', { domain: 'No' }, { file: jar() }, 400],
    ['a taken domain', { domain: seedApplications.dataCloud }, { file: jar() }, 409],
    ['no JAR', { domain: 'abc' }, {}, 400],
    ['a JAR that is none', { domain: 'abc' }, { file: new File(['<html>'], 'a.jar') }, 400],
    ['an unknown runtime', { domain: 'abc', muleVersion: { version: '9' } }, { file: jar() }, 400],
    ['an unknown region', { domain: 'abc', region: 'moon-1' }, { file: jar() }, 400],
    ['an unknown worker', { domain: 'abc', workers: { type: { name: 'Nano' } } }, { file: jar() }, 400],
    ['too many workers', { domain: 'abc', workers: { amount: 9 } }, { file: jar() }, 400],
  ])('refuses %s', async (_what, info, parts, expected) => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await create(call, info, parts)).status).toBe(expected);
    });
  });

  it('refuses bodies that cannot be read', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('POST', V, form({ appInfoJson: '{' }))).status).toBe(400);
      expect((await call('PUT', one, '[]')).status).toBe(400);
      expect((await call('POST', `${one}/files`, {})).status).toBe(400);
    });
  });

  it('changes many at once and checks names', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const domains = [seedApplications.dataCloud, seedApplications.shippingQuotes];
      const act = (action: string, names: string[] = domains) => call('PUT', V, { action, domains: names });
      expect((await act('STOP')).status).toBe(200);
      expect((await call('GET', status(domains[0] ?? ''))).body).toBe('UNDEPLOYED');
      expect((await act('START')).status).toBe(200);
      expect((await act('RESTART', ['nothing'])).status).toBe(404);
      expect((await act('DELETE')).status).toBe(200);
      expect((await call('GET', V)).body).toEqual([]);
      const check = (domain: string) => call('GET', `${C}/applications/domains/${domain}`);
      expect((await check('free-name')).body).toEqual({ available: true });
      expect((await check('Bad_name')).status).toBe(400);
    });
  });

  it('keeps deployments and logs, and says what it offers', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const app = store.cloudHubApplications.get(seedApplications.dataCloud);
      if (app !== undefined) app.fault = 'out of memory';
      await call('POST', status(seedApplications.dataCloud), { status: 'restart' });
      expect((await call('GET', one)).body).toMatchObject({
        status: 'STARTED',
        deploymentUpdateStatus: 'DEPLOY_FAILED',
      });
      await call('POST', status(seedApplications.dataCloud), { status: 'stop' });
      await call('POST', status(seedApplications.dataCloud), { status: 'start' });
      expect((await call('GET', status(seedApplications.dataCloud))).body).toBe('DEPLOY_FAILED');
      const { body } = await call('GET', `${one}/deployments?limit=1&orderByDate=DESC`);
      expect(body).toMatchObject({ total: 3, data: [{ instances: [{ status: 'DEPLOY_FAILED' }] }] });
      const { deploymentId } = body.data[0];
      const logs = await call('GET', `${one}/deployments/${deploymentId}/logs?limit=50`);
      expect(logs.body.data.map(({ priority }: { priority: string }) => priority)).toEqual(['INFO', 'ERROR']);
      expect((await call('GET', `${one}/instances/${deploymentId}-0/logs`)).body.total).toBe(2);
      expect((await call('GET', `${one}/instances/${deploymentId}-0/log-file`)).body).toContain('out of memory');
      const search = await call('POST', `${one}/logs`, {
        instanceId: `${deploymentId}-0`,
        descending: false,
        limit: 1,
      });
      expect(search.body).toMatchObject([{ line: 4, event: { priority: 'INFO', loggerName: expect.any(String) } }]);
      expect((await call('GET', `${one}/deployments?orderByDate=ASC`)).body.data[0].instances).toEqual([]);
      expect((await call('GET', `${C}/applications/${seedApplications.dataCloud}/download/x.jar`)).status).toBe(200);
      expect((await call('GET', `${C}/mule-versions?javaVersion=17&releaseChannel=LTS`)).body.total).toBe(1);
      expect((await call('GET', `${C}/mule-versions?recommended=true`)).body.data[0].default).toBe(true);
      expect((await call('GET', `${C}/regions`)).body[0]).toMatchObject({ id: 'us-east-1', default: true });
    });
  });
});

const D = `/amc/application-manager/api/v2/organizations/${seedIds.root}/environments/${seedIds.rootSandbox}/deployments`;
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
        target: { replicas: 2, deploymentSettings: { runtimeVersion: '4.9.6', http: { inbound: { publicUrl } } } },
        lastSuccessfulVersion: null,
        replicas: [{ state: 'STARTING' }, { state: 'STARTING' }],
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

  it('merges what is patched', async () => {
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
        target: { replicas: 3, deploymentSettings: { runtime: { channel: 'LTS' }, http: { inbound: {} } } },
      });
      expect(patched.body).toMatchObject({
        application: { vCores: 0.2, integrations: { services: { objectStoreV2: { enabled: true } } } },
        target: { replicas: 3, deploymentSettings: { runtime: { java: '17', channel: 'LTS' } } },
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
      if (app !== undefined) app.fault = 'image not found';
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
