import { describe, expect, it } from 'vitest';
import {
  dataPlaneUrl,
  durations,
  seedApiLogins,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
} from '../../src/emulator/index.ts';
import { autodiscovery, type Caller, form, jar, sandboxPath, visit, withEmulator } from './client.ts';
import { A, idOf, mule, policy, spec } from './services/apis/requests.ts';

const C = '/cloudhub/api';
const one = `${C}/v2/applications/${seedApplications.dataCloud}`;

const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});
const get = (url: string, headers: Record<string, string> = {}) => visit(url, { headers });
const createApi = (call: Caller, assetId = spec.assetId, instanceLabel = mule.instanceLabel): Promise<number> =>
  idOf(call, { ...mule, instanceLabel, spec: { ...spec, assetId } });
const apply = (call: Caller, api: number, assetId: string, assetVersion: string, configurationData: object) =>
  call('POST', `${A}/${api}/policies`, policy(assetId, assetVersion, configurationData));
const credentials = { username: 'nora', password: 'k3-Long-and-own' };

describe('protecting an application with Basic Auth', () => {
  it('leads from an open application to 401 without and 200 with credentials', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const { body: app } = await call('GET', one);
      const url: string = app.dataPlaneUrl;
      const open = await get(`${url}query?x=1`);
      expect([open.status, open.body]).toMatchObject([200, { application: 'data-cloud-integration', path: '/query' }]);

      const asset = `/exchange/api/v2/organizations/${seedIds.root}/assets/${seedIds.root}/data-cloud-api/1.0.0`;
      const parts = { name: 'Data Cloud API', type: 'http-api', 'properties.apiVersion': 'v1' };
      expect((await call('POST', asset, form(parts), { 'x-sync-publication': 'true' })).status).toBe(201);
      const api = await createApi(call, 'data-cloud-api');
      const status = async () => (await call('GET', `${A}/${api}`)).body;
      expect(await status()).toMatchObject({ status: 'unregistered', lastActiveDate: null, endpointUri: null });

      const info = {
        properties: { ...app.properties, ...autodiscovery(api) },
        propertiesOptions: { 'anypoint.platform.client_secret': { secure: true } },
      };
      const body = form({ appInfoJson: JSON.stringify(info), autoStart: 'true', file: jar('data-cloud-2.0.0.jar') });
      expect((await call('PUT', one, body)).body).toMatchObject({
        status: 'STARTED',
        deploymentUpdateStatus: 'DEPLOYING',
        fileName: 'data-cloud-2.0.0.jar',
        properties: { 'api.id': String(api), 'anypoint.platform.client_secret': '******' },
        propertiesOptions: { 'anypoint.platform.client_secret': { secure: true } },
      });
      // The old version still serves. Then the gatekeeper of the new one waits for the policies.
      expect((await get(url)).status).toBe(200);
      clock.advance(durations.cloudHubDeploys);
      expect((await call('GET', one)).body).not.toHaveProperty('deploymentUpdateStatus');
      expect((await get(url)).status).toBe(503);
      expect((await status()).status).toBe('unregistered');
      clock.advance(durations.apiTracked);
      expect(await status()).toMatchObject({ status: 'active', endpointUri: url });
      expect((await get(url)).status).toBe(503);
      clock.advance(durations.gatekeeperOpens);
      expect((await get(url)).status).toBe(200);

      const policy = await apply(call, api, 'http-basic-authentication', '1.3.2', credentials);
      expect(policy.status).toBe(201);
      expect((await get(url)).status).toBe(200);
      clock.advance(durations.policyPropagates);
      const refused = await get(url);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Basic realm="mule-realm"');
      expect((await get(url, basic('nora', 'wrong'))).status).toBe(401);
      expect((await get(url, { authorization: 'Basic bm9jb2xvbg==' })).status).toBe(401);
      const proven = await get(url, basic(credentials.username, credentials.password));
      expect([proven.status, proven.body.headers.authorization]).toEqual([200, undefined]);

      expect((await call('DELETE', `${A}/${api}/policies/${policy.body.id}`)).status).toBe(204);
      expect((await get(url)).status).toBe(401);
      clock.advance(durations.policyPropagates);
      expect((await get(url)).status).toBe(200);

      expect((await call('POST', `${C}/applications/${app.domain}/status`, { status: 'stop' })).status).toBe(200);
      expect((await get(url)).status).toBe(503);
      const stopped = await status();
      expect([stopped.status, stopped.lastActiveDate]).toEqual(['inactive', new Date(clock.now()).toISOString()]);
      clock.advance(60_000);
      expect((await status()).lastActiveDelta).toBe(60);
    });
  });

  it('answers 503 for wrong properties and for malformed policies', async () => {
    await withEmulator({}, async ({ baseUrl }, call) => {
      const url = `${baseUrl}/data-plane/apps/${seedApplications.dataCloud}/`;
      const api = await createApi(call);
      const put = async (properties: Record<string, string>) => {
        expect((await call('PUT', one, { properties })).status).toBe(200);
        return (await get(url)).status;
      };
      const right = autodiscovery(api);
      expect(await put(right)).toBe(200);
      expect(await put({ ...right, 'anypoint.platform.client_secret': '******' })).toBe(503);
      expect(await put({ ...right, 'anypoint.platform.client_id': 'nobody' })).toBe(503);
      expect(await put({ ...right, 'api.id': '1' })).toBe(503);
      expect(await put(autodiscovery(api, seedIds.rootProduction))).toBe(503);
      expect((await call('GET', `${A}/${api}`)).body.status).toBe('inactive');
      expect(await put({ ...right, 'api.id': '1', 'anypoint.platform.gatekeeper': 'disabled' })).toBe(200);
      // The property may have any name, and the credentials of the organization work too.
      const { 'api.id': id, ...rest } = right;
      expect(await put({ ...rest, 'my.api': id })).toBe(200);
      const root = seedIds.root.replaceAll('-', '');
      const whole = { 'anypoint.platform.client_id': root, 'anypoint.platform.client_secret': `e0${root.slice(2)}` };
      expect(await put({ ...right, ...whole })).toBe(200);
      expect((await call('GET', `${A}/${api}`)).body.status).toBe('active');

      const list = { ipExpression: "#[attributes.headers['x-forwarded-for']]", ips: ['10.0.0.0/99'] };
      const broken = await apply(call, api, 'ip-allowlist', '1.1.2', list);
      // The gatekeeper does not block before the next start.
      expect((await get(url)).status).toBe(200);
      expect(await put(right)).toBe(503);
      const logs = await call('POST', `${one}/logs`, { text: 'malformed', priority: 'ERROR' });
      expect(logs.body).toHaveLength(1);
      expect(await put({ ...right, 'anypoint.platform.gatekeeper': 'disabled' })).toBe(200);
      expect(await put(right)).toBe(503);
      await call('DELETE', `${A}/${api}/policies/${broken.body.id}`);
      expect((await get(url)).status).toBe(200);
    });
  });
});

describe('the seeded applications', () => {
  it('are protected, open or answer 503', async () => {
    await withEmulator({}, async ({ baseUrl, store }, call) => {
      const at = (thing: Parameters<typeof dataPlaneUrl>[1] | undefined) => {
        if (thing === undefined) throw new Error('not seeded');
        return dataPlaneUrl({ baseUrl, store }, thing) ?? '';
      };
      const orders = at(store.amcDeployments.get(seedApplications.ordersAppId));
      expect((await get(orders)).status).toBe(401);
      const { username, password } = seedApiLogins.orders;
      const allowed = await get(orders, basic(username, password));
      expect([allowed.status, allowed.headers.get('x-ratelimit-limit')]).toEqual([200, '100']);
      expect((await get(at(store.cloudHubApplications.get(seedApplications.shippingQuotes)))).status).toBe(503);
      expect((await get(at(store.hybridApplications.get(seedApplications.catalogBatchId)))).status).toBe(200);
      expect((await get(`${at(store.apis.get(seedApis.fulfilment))}parcels`)).body.path).toBe('/parcels');
      expect(dataPlaneUrl({ baseUrl, store }, store.apis.get(seedApis.inventory) ?? fail())).toBeUndefined();
      const { body } = await call('GET', A);
      const states = body.assets.flatMap(({ apis }: { apis: { id: number; status: string }[] }) => apis);
      expect(Object.fromEntries(states.map(({ id, status }: { id: number; status: string }) => [id, status]))).toEqual({
        [seedApis.orders]: 'active',
        [seedApis.fulfilment]: 'active',
        [seedApis.inventory]: 'unregistered',
        [seedApis.catalog]: 'active',
        [seedApis.shipping]: 'unregistered',
      });
      expect((await get(`${baseUrl}/data-plane/apps/nothing/`)).status).toBe(404);
      expect((await get(`${baseUrl}/data-plane/gateways/nothing/`)).status).toBe(404);
      expect((await get(`${baseUrl}/data-plane/gateways/orders-gateway-f20a11/nothing`)).status).toBe(404);
      expect((await get(`${baseUrl}/data-plane/proxies/1/`)).status).toBe(404);
      const G = `/gatewaymanager/api/v1/${sandboxPath}/gateways/${seedGateways.orders}`;
      await call('PATCH', `${G}/desiredstatus`, { desiredStatus: 'STOPPED' });
      expect((await get(at(store.apis.get(seedApis.fulfilment)))).status).toBe(503);
      expect((await call('GET', `${A}/${seedApis.fulfilment}`)).body.status).toBe('inactive');
    });
  });
});

function fail(): never {
  throw new Error('not seeded');
}
