import { describe, expect, it } from 'vitest';
import { seedApiLogins, seedApis, seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { form, sandboxPath, signIn, visit, withEmulator } from '../../client.ts';
import { A, deployment, endpoint, flex, idOf, mule, spec, X } from './requests.ts';

describe('API instances', () => {
  it('are created for Mule and for Flex', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const created = await call('POST', A, mule);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        technology: 'mule4',
        instanceLabel: 'mine',
        productVersion: 'v1',
        assetVersion: '1.0.0',
        status: 'unregistered',
        autodiscoveryInstanceName: `v1:${created.body.id}`,
        endpoint: { proxyUri: null, deploymentType: 'CH', type: 'http' },
        audit: { created: { date: expect.any(String) }, updated: {} },
      });
      expect((await call('POST', A, mule)).status).toBe(409);
      // The CLI sends no technology, and flags as strings.
      const derived = {
        ...mule,
        technology: undefined,
        instanceLabel: 'cli',
        endpoint: { ...endpoint, muleVersion4OrAbove: 'true' },
      };
      expect((await call('POST', A, derived)).body.technology).toBe('mule4');
      const old = { ...derived, instanceLabel: 'old', endpoint: { ...endpoint, muleVersion4OrAbove: null } };
      expect((await call('POST', A, old)).body.technology).toBe('mule3');
      const edge = await call('POST', X, { ...flex, deployment });
      expect(edge.body).toMatchObject({
        routing: [{ upstreams: [{ weight: 60, uri: 'https://a.example', id: expect.any(String) }, { weight: 40 }] }],
        deployment: { targetName: 'orders-gateway', status: 'deploying', environmentName: 'Sandbox' },
      });
      const { body } = await call('GET', `${A}/${edge.body.id}?includeTlsContexts=true`);
      expect([body.status, body.deployment.status]).toEqual(['active', 'deployed']);
      expect((await visit(`${body.endpointUri}items`)).body.path).toBe('/items');
    });
  });

  it.each<[string, object, number, string]>([
    ['an unknown asset', { spec: { ...spec, version: '7.0.0' } }, 404, 'Exchange'],
    ['an asset that is no API', { spec: { ...spec, assetId: 'orders-app' } }, 400, 'type app'],
    ['no spec', { spec: undefined }, 400, 'spec'],
    ['endpoint keys that are not there', { endpoint: { uri: null } }, 400, "'proxyUri'"],
    ['isCloudHub false for Flex', { ...flex, endpoint: { proxyUri: null, isCloudHub: false } }, 400, 'isCloudHub'],
    ['a proxyUri that is none', { endpoint: { ...endpoint, proxyUri: 'orders' } }, 400, 'proxyUri'],
    [
      'weights that are not 100',
      { ...flex, routing: [{ upstreams: [{ weight: 10, uri: 'https://a.example' }] }] },
      400,
      '100',
    ],
    ['an upstream without an address', { ...flex, routing: [{ upstreams: [{ weight: 100 }] }] }, 400, 'uri'],
    ['a promotion of nothing', { spec: undefined, promote: { originApiId: 1 } }, 404, 'API'],
  ])('are refused for %s', async (_what, change, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', A, { ...mule, ...change });
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
      expect(answer.body.name).toEqual(expect.any(String));
    });
  });

  it('are not created when the gateway is not ready', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const stopped = { ...flex, deployment: { ...deployment, targetId: seedGateways.partners } };
      const answer = await call('POST', X, stopped);
      expect([answer.status, answer.body.name]).toEqual([400, 'GatewayNotReadyError']);
      expect((await call('GET', `${X}?query=edge`)).body.total).toBe(0);
    });
  });

  it('are listed in both shapes, filtered and sorted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await idOf(call);
      const grouped = await call('GET', `${A}?limit=10&offset=0&sort=createdDate&ascending=false`);
      expect(grouped.body.total).toBe(5);
      expect(grouped.body.assets[0]).toMatchObject({
        assetId: 'inventory-api',
        exchangeAssetName: 'Inventory API',
        totalApis: 2,
      });
      const flat = await call('GET', `${X}?sort=id`);
      expect(flat.body.total).toBe(6);
      expect(flat.body.instances[1]).toMatchObject({
        id: seedApis.fulfilment,
        deployment: { targetName: 'orders-gateway' },
        asset: { assetId: 'fulfilment-api' },
      });
      const total = async (query: string) => (await call('GET', `${X}?${query}`)).body.total;
      expect(await total('filters=active')).toBe(3);
      expect(await total('query=catalog')).toBe(1);
      expect(await total('assetId=inventory-api&instanceLabel=mine')).toBe(1);
      expect(await total(`autodiscoveryInstanceName=v1:${seedApis.orders}`)).toBe(1);
      expect(await total('family=agentic')).toBe(0);
      expect(await total('family=api&productVersion=v1')).toBe(6);
      await call('PUT', `${A}/${seedApis.orders}/pin`);
      expect(await total('filters=pinned')).toBe(1);
      await call('DELETE', `${A}/${seedApis.orders}/pin`);
      expect(await total('filters=pinned')).toBe(0);
      for (const bad of ['filters=blue', 'family=cats', 'sort=colour', 'limit=-1', 'colour=blue']) {
        expect((await call('GET', `${A}?${bad}`)).status).toBe(400);
      }
    });
  });

  it('are changed in part, completely or not at all', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const one = `${A}/${seedApis.orders}`;
      const before = (await call('GET', one)).body;
      const changed = await call('PATCH', one, {
        assetVersion: '1.1.0',
        deprecated: true,
        endpointUri: 'https://orders.example',
      });
      expect(changed.body).toMatchObject({
        assetVersion: '1.1.0',
        deprecated: true,
        endpointUri: 'https://orders.example',
        instanceLabel: 'orders-sandbox',
      });
      expect(changed.body.dataPlaneUrl).toBe(before.dataPlaneUrl);
      expect((await call('PATCH', one, { assetVersion: '9.0.0', deprecated: false })).status).toBe(400);
      expect((await call('GET', one)).body.deprecated).toBe(true);
      const edited = await call('PATCH', one, {
        instanceLabel: 'x',
        endpoint: { ...before.endpoint, responseTimeout: '1000' },
      });
      expect(edited.body.endpoint).toMatchObject({ responseTimeout: 1000, muleVersion4OrAbove: true });
      const { body: upstreams } = await call('GET', `${A}/${seedApis.fulfilment}/upstreams`);
      const [upstream] = upstreams.upstreams;
      const bulk = await call('PATCH', `${X}/${seedApis.fulfilment}`, {
        upstreams: [{ id: upstream.id, uri: 'https://new.example' }],
      });
      expect(bulk.body.routing[0].upstreams[0].uri).toBe('https://new.example');
      expect((await call('PATCH', `${X}/${seedApis.fulfilment}`, { upstreams: [{ id: 'x' }] })).status).toBe(400);
      const routing = [{ label: 'all', upstreams: [{ id: upstream.id, weight: 100 }] }];
      expect((await call('PATCH', `${X}/${seedApis.fulfilment}`, { routing })).body.routing[0].label).toBe('all');
      const moved = await call('PATCH', `${X}/${seedApis.fulfilment}`, {
        deployment: { ...deployment, targetId: seedGateways.warehouse },
      });
      expect(moved.body.deployment.targetId).toBe(seedGateways.warehouse);
      expect((await call('DELETE', one)).status).toBe(204);
      expect((await call('GET', one)).body).toEqual({
        name: 'NotFoundError',
        message: expect.stringContaining('not found'),
      });
      expect((await call('GET', `${A}/abc`)).body.message).toContain('route');
    });
  });

  it('have autodiscovery properties for runtimes', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${A}/${seedApis.orders}/autodiscoveryProperties`;
      expect((await call('GET', `${path}?gatewayVersion=4.9.0`)).body).toMatchObject({
        apiId: seedApis.orders,
        autodiscoveryInstanceName: `v1:${seedApis.orders}`,
      });
      expect((await call('GET', path)).status).toBe(400);
    });
  });

  it('have upstreams', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${A}/${seedApis.fulfilment}/upstreams`;
      const created = await call('POST', path, { uri: 'https://two.example', label: 'two' });
      expect(created.status).toBe(201);
      const { id } = created.body;
      expect((await call('GET', path)).body).toMatchObject({
        total: 2,
        upstreams: [{ audit: { created: {}, updated: {} } }, {}],
      });
      expect((await call('PATCH', `${path}/${id}`, { label: 'three' })).body).toMatchObject({
        label: 'three',
        uri: 'https://two.example',
      });
      expect((await call('PATCH', `${path}/${id}`, { uri: 'x' })).status).toBe(400);
      expect((await call('GET', `${path}/${id}`)).body.label).toBe('three');
      expect((await call('DELETE', `${path}/${id}`)).status).toBe(204);
      expect((await call('DELETE', `${path}/${id}`)).status).toBe(404);
      expect((await call('POST', path, {})).status).toBe(400);
      const used = (await call('GET', path)).body.upstreams[0].id;
      expect((await call('DELETE', `${path}/${used}`)).status).toBe(409);
    });
  });

  it('have tiers and contracts', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const tiers = `${A}/${seedApis.orders}/tiers`;
      const limits = [{ visible: true, maximumRequests: 5, timePeriodInMilliseconds: 1000 }];
      const created = await call('POST', tiers, { apiVersionId: '1', name: 'Bronze', status: 'ACTIVE', limits });
      expect([created.status, created.body.applicationCount]).toEqual([201, 0]);
      expect((await call('POST', tiers, { name: 'Bronze', status: 'ACTIVE' })).status).toBe(409);
      expect((await call('POST', tiers, { name: 'Iron' })).status).toBe(400);
      const put = { name: 'Iron', status: 'DEPRECATED', limits };
      expect((await call('PUT', `${tiers}/${created.body.id}`, put)).status).toBe(201);
      expect((await call('PUT', `${tiers}/${created.body.id}`, { ...put, name: 'Gold' })).status).toBe(409);
      expect((await call('GET', `${tiers}?active=true&query=`)).body.total).toBe(2);
      expect((await call('DELETE', `${tiers}/${created.body.id}`)).status).toBe(204);
      expect((await call('DELETE', `${tiers}/${created.body.id}`)).status).toBe(404);
      expect((await call('DELETE', `${tiers}/${seedApis.goldTier}`)).status).toBe(409);
      const contracts = `${A}/${seedApis.orders}/contracts`;
      const list = await call('GET', `${contracts}?coreServicesId=${seedApiLogins.consumer.clientId}`);
      expect(list.body).toMatchObject({
        total: 1,
        contracts: [
          { status: 'APPROVED', application: { name: 'storefront-web' }, tier: { name: 'Gold' }, requestedTier: null },
        ],
      });
      expect((await call('GET', `${contracts}?query=nobody`)).body.total).toBe(0);
      const one = `${contracts}/${seedApis.contract}`;
      expect((await call('GET', one)).body.id).toBe(seedApis.contract);
      expect((await call('DELETE', one)).status).toBe(204);
      expect((await call('GET', one)).status).toBe(404);
    });
  });

  it('need scopes to read and to change', async () => {
    await withEmulator({}, async (emulator) => {
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', A)).status).toBe(200);
      const one = `${A}/${seedApis.orders}`;
      const attempts = [
        ['POST', A],
        ['PATCH', one],
        ['DELETE', one],
        ['POST', `${one}/policies`],
        ['DELETE', `${one}/policies/${seedApis.basicAuthPolicy}`],
        ['POST', `${one}/tiers`],
        ['POST', `/proxies/xapi/v1/${sandboxPath}/apis/${seedApis.orders}/deployments`],
      ] as const;
      for (const [method, path] of attempts) {
        const answer = await viewer(method, path, {});
        expect([path, answer.status, answer.body.name]).toEqual([path, 403, 'ForbiddenError']);
      }
      const outsider = await signIn(emulator, seedLogins.logistics);
      expect((await outsider('GET', A)).status).toBe(404);
    });
  });
});

describe('an asset in use', () => {
  it('shows its instances and cannot be deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const asset = `/exchange/api/v2/assets/${seedIds.root}/orders-api`;
      const instances = await call('GET', `${asset}/versionGroups/v1/instances`);
      expect(instances.body).toMatchObject([{ id: String(seedApis.orders), type: 'managed' }]);
      expect((await call('GET', `${asset}/1.0.0/asset`)).body.instances).toHaveLength(1);
      expect((await call('DELETE', `${asset}/1.0.0`)).status).toBe(409);
      const newer = form({
        name: 'Orders API',
        'properties.apiVersion': 'v1',
        'files.oas.json': new File(['{"openapi":"3.0.0"}'], 'a'),
      });
      const path = `/exchange/api/v2/organizations/${seedIds.root}/assets/${seedIds.root}/orders-api/1.2.0`;
      expect((await call('POST', path, newer, { 'x-sync-publication': 'true' })).status).toBe(201);
    });
  });
});
