import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Emulator, seedApplications, seedIds } from '../../../src/emulator/index.ts';
import { type Caller, sandboxPath, withEmulator } from '../client.ts';

const deployments = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;
const one = `${deployments}/${seedApplications.ordersAppId}`;

/** What the policies of the sample application ask for. */
const authorization = `Basic ${Buffer.from('orders-client:emulator-only-7Qm2').toString('base64')}`;

/** Sends a request to the emulator under another name of its host, as `curl --connect-to` does. */
function visit(
  { baseUrl }: Emulator,
  host: string,
  path: string,
  { method = 'GET', body = '' } = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${baseUrl}${path}`, { method, headers: { host, authorization } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Gives the sample application public addresses. */
async function publish(call: Caller, inbound: object): Promise<void> {
  const target = { deploymentSettings: { http: { inbound } } };
  expect((await call('PATCH', one, { target })).status).toBe(200);
  await call('GET', one);
}

describe('an application at its public URL', () => {
  it('answers under that host, as well as below the address of the emulator', async () => {
    await withEmulator({}, async (emulator, call) => {
      await publish(call, { publicUrl: 'https://orders.example.com/,https://api.example.com/orders' });
      const shown = (await call('GET', one)).body.target.deploymentSettings.http.inbound.publicUrl;
      expect(shown).toBe('https://orders.example.com/,https://api.example.com/orders');
      const answer = await visit(emulator, 'orders.example.com', '/orders/7?full=true');
      expect(answer).toMatchObject({ status: 200, body: { application: 'orders-app', path: '/orders/7' } });
      expect((await visit(emulator, 'ORDERS.example.com:8443', '/')).status).toBe(200);
      const sent = await visit(emulator, 'api.example.com', '/orders', { method: 'POST', body: '{"id":1}' });
      expect(sent.body).toMatchObject({ application: 'orders-app', method: 'POST', path: '/orders' });
      expect((await visit(emulator, 'api.example.com', '/others')).status).toBe(404);
      expect((await visit(emulator, 'orders.example.com', '/data-plane/apps/x/y')).body).toMatchObject({
        path: '/data-plane/apps/x/y',
      });
    });
  });

  it('answers at endpoints, whose path is rewritten', async () => {
    await withEmulator({}, async (emulator, call) => {
      const endpoints = [
        { url: 'https://api.example.com/v1/orders', pathRewrite: '/internal/', access: 'external' },
        { url: 'https://api.example.com/v1', access: 'external' },
        { url: 'not a host/', access: 'external' },
      ];
      await publish(call, { endpoints });
      expect((await visit(emulator, 'api.example.com', '/v1/orders/7')).body).toMatchObject({ path: '/internal/7' });
      expect((await visit(emulator, 'api.example.com', '/v1/health')).body).toMatchObject({ path: '/v1/health' });
    });
  });

  it('is unavailable there while it is stopped, and opens no way to the platform', async () => {
    await withEmulator({}, async (emulator, call) => {
      await publish(call, { publicUrl: 'https://orders.example.com' });
      await call('PATCH', one, { application: { desiredState: 'STOPPED' } });
      await call('GET', one);
      expect((await visit(emulator, 'orders.example.com', '/')).status).toBe(503);
      // Under such a name, nobody reaches the platform.
      expect((await visit(emulator, 'orders.example.com', '/accounts/api/me')).body).not.toHaveProperty('message');
      expect((await visit(emulator, 'other.example.com', '/accounts/api/me')).status).toBe(403);
    });
  });
});

it('an application of CloudHub 1.0 answers under its full domain', async () => {
  await withEmulator({}, async (emulator, call) => {
    const { fullDomain, domain } = (await call('GET', '/cloudhub/api/v2/applications/data-cloud-integration')).body;
    expect(await visit(emulator, fullDomain, '/health')).toMatchObject({
      status: 200,
      body: { application: domain, path: '/health' },
    });
    const elsewhere = fullDomain.replace('us-e1', 'de-c1');
    expect((await visit(emulator, elsewhere, '/health')).status).toBe(403);
  });
});

it('a managed gateway answers under its public URL', async () => {
  await withEmulator({}, async (emulator, call) => {
    const gateways = `/gatewaymanager/api/v1/organizations/${seedIds.root}/environments/${seedIds.rootSandbox}/gateways`;
    const { id } = (await call('GET', `${gateways}?name=orders-gateway`)).body.content[0];
    const { publicUrl } = (await call('GET', `${gateways}/${id}`)).body.configuration.ingress;
    const { hostname } = new URL(publicUrl);
    expect((await visit(emulator, hostname, '/nothing/here')).body).toEqual({
      error: 'No API listens on /nothing/here',
    });
    expect((await visit(emulator, hostname, '/fulfilment/7')).body).toMatchObject({
      application: 'fulfilment-api',
      path: '/7',
    });
  });
});
