import { describe, expect, it } from 'vitest';
import { durations, seedGateways, seedIds, seedTargets } from '../../../../src/emulator/index.ts';
import { sandboxPath, visit, withEmulator } from '../../client.ts';
import { A, deployment, flex, idOf } from './requests.ts';

describe('gateway targets', () => {
  it('are the gateways of the environment', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `/apimanager/xapi/v1/${sandboxPath}/gateway-targets`;
      const { body } = await call('GET', path);
      expect(body.total).toBe(5);
      expect(body.rows).toEqual(body.data);
      expect((await call('GET', `${path}?name=orders&kind=flex&excludeStatus=STOPPED`)).body.data).toHaveLength(1);
      expect((await call('GET', `${path}/${seedGateways.orders}`)).body).toMatchObject({
        status: 'RUNNING',
        gatewayVersion: '1.9.9',
      });
      expect((await call('GET', `${path}/${seedGateways.storefront}`)).status).toBe(404);
    });
  });
});

describe('deployments of instances', () => {
  const path = (api: number) => `/proxies/xapi/v1/${sandboxPath}/apis/${api}/deployments`;

  it('take a while, and are changed and removed', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, store, baseUrl }, call) => {
      const api = await idOf(call, flex);
      expect((await call('GET', path(api))).body).toEqual([]);
      const created = await call('POST', path(api), deployment);
      expect([created.status, created.body.status]).toEqual([201, 'deploying']);
      const url = `${baseUrl}/data-plane/gateways/orders-gateway-f20a11/stock/`;
      expect((await visit(url)).status).toBe(503);
      clock.advance(durations.apiDeploys);
      expect((await visit(url)).status).toBe(200);
      const one = `${path(api)}/${created.body.id}`;
      expect((await call('GET', `${one}/status`)).body).toMatchObject({
        status: 'deployed',
        expectedStatus: 'deployed',
      });
      expect((await call('POST', path(api), deployment)).status).toBe(409);
      expect((await call('POST', path(api), { ...deployment, overwrite: true })).status).toBe(201);
      const patched = await call('PATCH', one, { gatewayVersion: '1.6.24' });
      expect(patched.body).toMatchObject({ gatewayVersion: '1.6.24', targetId: seedGateways.orders });
      expect((await call('PUT', one, { type: 'HY' })).status).toBe(400);
      const undeployed = await call('PATCH', one, { expectedStatus: 'undeployed' });
      expect(undeployed.body.status).toBe('undeployed');
      expect(store.apis.get(api)?.deployment?.expectedStatus).toBe('undeployed');
      expect((await call('DELETE', one)).status).toBe(204);
      expect((await call('GET', one)).status).toBe(404);
    });
  });

  it.each<[object, number, string]>([
    [{ environmentId: undefined }, 400, 'Field environmentId is required for deployment type HY'],
    [{ gatewayVersion: undefined }, 400, 'Field gatewayVersion is required for deployment type HY'],
    [{ gatewayVersion: '-' }, 400, 'Policy implementations cannot be set because runtime version is unknown'],
    [{ environmentId: seedIds.rootProduction }, 400, 'environmentId'],
    [{ targetId: undefined }, 400, 'targetId'],
    [{ targetId: seedGateways.storefront }, 404, 'was not found'],
    [{ targetId: seedGateways.branch }, 400, 'not ready'],
    [{ targetId: seedGateways.returns }, 400, 'not ready'],
    [{ type: 'CH' }, 400, 'not supported'],
  ])('are refused: %j', async (change, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', path(await idOf(call, flex)), { ...deployment, ...change });
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
    });
  });

  it('share a gateway by path; for Mule they go to servers, CloudHub and private spaces', async () => {
    await withEmulator({}, async ({ baseUrl }, call) => {
      const same = { ...flex, endpoint: { ...flex.endpoint, proxyUri: 'http://0.0.0.0:8081/fulfilment/' } };
      expect((await call('POST', path(await idOf(call, same)), deployment)).status).toBe(409);
      const api = await idOf(call);
      const server = { ...deployment, targetId: seedTargets.ordersApi1, gatewayVersion: '4.9.6' };
      expect((await call('POST', path(api), server)).body.targetName).toBe('orders-gateway');
      expect((await visit(`${baseUrl}/data-plane/proxies/${api}/x`)).body.path).toBe('/x');
      expect((await call('GET', `${A}/${api}`)).body.status).toBe('active');
      expect((await call('POST', path(api), { ...server, targetId: 1, overwrite: true })).status).toBe(404);
      const settings = { deploymentSettings: { runtimeVersion: '4.9.6' } };
      const cloud = { type: 'CH2', overwrite: true, target: { targetId: seedGateways.spaceUs, ...settings } };
      expect((await call('POST', path(api), cloud)).body.targetName).toBe('acme-us-east');
      expect((await call('POST', path(api), { ...cloud, target: { targetId: 'x', ...settings } })).status).toBe(404);
      const ch = { type: 'CH', overwrite: true, gatewayVersion: '4.9.6', applicationName: 'proxy-x' };
      expect((await call('POST', path(api), ch)).body.applicationName).toBe('proxy-x');
      const stop = { ...server, overwrite: true, targetId: String(seedTargets.pending), targetName: null };
      expect((await call('POST', path(api), stop)).body.targetName).toBe('mule-new-1');
      expect((await visit(`${baseUrl}/data-plane/proxies/${api}/`)).status).toBe(503);
      const proxy = `/proxies/xapi/v1/${sandboxPath}/apis/${api}/proxy`;
      expect((await call('GET', `${proxy}?gatewayVersion=4.9.0`)).headers.get('content-disposition')).toContain(
        'filename="',
      );
      expect((await call('GET', proxy)).status).toBe(400);
    });
  });

  it('have lists of targets', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const base = `/proxies/xapi/v1/organizations/${seedIds.root}`;
      const query = `environmentId=${seedIds.rootSandbox}`;
      const { body } = await call('GET', `${base}/deployment-targets?${query}`);
      expect(body.map(({ type }: { type: string }) => type)).toEqual(
        expect.arrayContaining(['server', 'server-group', 'cluster']),
      );
      expect((await call('GET', `${base}/providers/MC/cloudhub2-deployment-targets?${query}`)).body).toHaveLength(
        1 + 12,
      );
      expect((await call('GET', `${base}/runtime-fabric-deployment-targets?${query}`)).body).toEqual([]);
      expect((await call('GET', `${base}/deployment-targets`)).status).toBe(400);
    });
  });
});
