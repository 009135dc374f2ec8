import { describe, expect, it } from 'vitest';
import { durations, seedApplications, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Caller, form, jar, send, signIn, visit, withEmulator } from '../../client.ts';

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
      expect((await call('GET', `${V}/price-list`)).body.previousMuleVersion).toMatchObject({ version: '4.9.1' });
      expect((await call('POST', `${V}/price-list/files`, form({ file: jar('b.jar') }))).body.status).toBe('DEPLOYING');
      expect((await call('DELETE', `${C}/applications/price-list`)).status).toBe(200);
      expect((await call('GET', `${V}/price-list`)).status).toBe(404);
    });
  });

  it('replaces properties as a whole, masks secure ones, and stores a mask that is written back', async () => {
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

  it('accepts a JAR from Exchange, in the form of the document', async () => {
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

  it('rejects bodies that cannot be read', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('POST', V, form({ appInfoJson: '{' }))).status).toBe(400);
      expect((await call('PUT', one, '[]')).status).toBe(400);
      expect((await call('POST', `${one}/files`, {})).status).toBe(415);
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

  it('has deployments and logs, Mule versions and regions', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const app = store.cloudHubApplications.get(seedApplications.dataCloud);
      if (app !== undefined) app.failure = 'out of memory';
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

  it('tells when the support of Mule versions ends, in milliseconds', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const headers = { 'x-anypnt-env-id': seedIds.rootSandbox };
      const list = await call(
        'GET',
        '/cloudhub/api/mule-versions?javaVersion=17&releaseChannel=LTS',
        undefined,
        headers,
      );
      expect(list.body).toMatchObject({
        total: 1,
        data: [
          {
            version: '4.6.18',
            endOfSupportDate: Date.parse('2026-08-31'),
            endOfLifeDate: Date.parse('2027-02-28'),
            latestUpdate: { releaseDate: Date.parse('2024-02-29') },
          },
        ],
      });
      const one = await call('GET', '/cloudhub/api/mule-versions/4.6.18', undefined, headers);
      expect(one.body).toEqual(list.body.data[0]);
      expect((await call('GET', '/cloudhub/api/mule-versions/1.2.3', undefined, headers)).status).toBe(404);
    });
  });
});
