import { describe, expect, it } from 'vitest';
import { seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { signIn, withEmulator } from '../../client.ts';

const space = `/runtimefabric/api/organizations/${seedIds.root}/privatespaces/${seedGateways.spaceUs}`;
const connections = `${space}/connections`;
const gateways = `${space}/transitgateways`;
const vpn = { name: 'office', remoteAsn: 65_002, localAsn: 65_001, remoteIpAddress: '1.2.3.4', staticRoutes: [] };
const connection = {
  name: 'hello',
  vpns: [{ ...vpn, vpnTunnels: [{ psk: 'shared_secret.1', ptpCidr: '169.254.12.0/30' }] }],
};
const gateway = {
  name: 'hub',
  resourceShareId: '5e409a9d-49a7-456c-82d7-a6254738a18d',
  resourceShareAccount: '251023060000',
  routes: ['10.0.0.0/21'],
};

describe('connections of a private space', () => {
  it('become available, and never show the key of a tunnel', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, store }, call) => {
      const created = await call('POST', connections, connection);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        name: 'hello',
        vpns: [
          {
            ...vpn,
            connectionStatus: 'pending',
            connectionName: 'hello',
            vpnTunnels: [{ ptpCidr: '169.254.12.0/30' }],
          },
        ],
      });
      const one = `${connections}/${created.body.id}`;
      clock.advance(10_000);
      expect((await call('GET', one)).body.vpns[0].connectionStatus).toBe('available');
      expect((await call('GET', connections)).body).toHaveLength(1);
      const kept = JSON.stringify([(await call('GET', one)).body, store.privateSpaces.get(seedGateways.spaceUs)]);
      expect(kept).not.toContain('shared_secret.1');
    });
  });

  it('are renamed with their routes, their VPNs changed, and deleted', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const { id, vpns } = (await call('POST', connections, connection)).body;
      clock.advance(10_000);
      const renamed = await call('PATCH', `${connections}/${id}`, { id, name: 'new', staticRoutes: ['10.9.0.0/16'] });
      expect(renamed.body).toMatchObject({ name: 'new', vpns: [{ staticRoutes: ['10.9.0.0/16'] }] });
      const path = `${connections}/vpns/${vpns[0].vpnId}`;
      const change = { id: vpns[0].id, remoteIpAddress: '1.2.3.9', staticRoutes: [], vpnTunnels: [] };
      expect((await call('PATCH', path, { id: vpns[0].id, remoteIpAddress: '1.2.3.9' })).status).toBe(400);
      expect((await call('PATCH', path, change)).body).toMatchObject({
        name: 'office',
        remoteIpAddress: '1.2.3.9',
        connectionStatus: 'pending',
      });
      expect((await call('DELETE', path)).status).toBe(200);
      expect((await call('DELETE', path)).status).toBe(404);
      // It was the last one.
      expect((await call('GET', connections)).body).toEqual([]);
      expect((await call('GET', `${connections}/${id}`)).status).toBe(404);
      const other = (await call('POST', connections, connection)).body.id;
      expect((await call('DELETE', `${connections}/${other}`)).status).toBe(200);
      expect((await call('GET', `${connections}/${other}`)).status).toBe(404);
    });
  });

  it.each<[string, object, number]>([
    ['no VPN', { name: 'x', vpns: [] }, 400],
    ['an address that is none', { name: 'x', vpns: [{ ...vpn, remoteIpAddress: 'office' }] }, 400],
    ['an unknown field', { ...connection, type: 'vpn' }, 400],
    ['a name with other characters', { ...connection, name: 'hello!' }, 400],
    ['a short key', { name: 'x', vpns: [{ ...vpn, vpnTunnels: [{ psk: 'short' }] }] }, 400],
    ['a key that begins with 0', { name: 'x', vpns: [{ ...vpn, vpnTunnels: [{ psk: '0shared-secret' }] }] }, 400],
    ['a block that AWS reserves', { name: 'x', vpns: [{ ...vpn, vpnTunnels: [{ ptpCidr: '169.254.5.0/30' }] }] }, 400],
    ['a block of another size', { name: 'x', vpns: [{ ...vpn, vpnTunnels: [{ ptpCidr: '169.254.12.0/29' }] }] }, 400],
    ['a block of another range', { name: 'x', vpns: [{ ...vpn, vpnTunnels: [{ ptpCidr: '10.0.0.0/30' }] }] }, 400],
    ['tunnels of an unknown form', { name: 'x', vpns: [{ ...vpn, vpnTunnelsConfig: [{ a: 1 }] }] }, 400],
  ])('are refused with %s', async (_what, body, status) => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('POST', connections, body)).status).toBe(status);
      expect((await call('POST', connections, connection)).status).toBe(201);
      expect((await call('POST', connections, connection)).status).toBe(409);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('POST', connections, { ...connection, name: 'y' })).status).toBe(403);
    });
  });
});

describe('transit gateways of a private space', () => {
  it('are attached over time, renamed, routed and deleted', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const created = await call('POST', gateways, gateway);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        name: 'hub',
        spec: { resourceShare: { id: gateway.resourceShareId, account: gateway.resourceShareAccount } },
        status: { gateway: 'unknown', attachment: 'Pending PrivateSpace Attachment', routes: gateway.routes },
      });
      const one = `${gateways}/${created.body.id}`;
      clock.advance(10_000);
      expect((await call('GET', one)).body.status).toMatchObject({ gateway: 'available', attachment: 'attached' });
      expect((await call('PATCH', one, { name: 'spoke' })).body.name).toBe('spoke');
      expect((await call('PATCH', `${one}/routes`, ['10.1.0.0/16'])).status).toBe(200);
      expect((await call('GET', `${one}/routes`)).body).toEqual(['10.1.0.0/16']);
      expect((await call('GET', `${gateways}/routes`)).body).toEqual(['10.1.0.0/16']);
      expect((await call('POST', gateways, { ...gateway, name: 'spoke' })).status).toBe(409);
      expect((await call('DELETE', one)).status).toBe(200);
      expect((await call('GET', gateways)).body).toEqual([]);
    });
  });
});

describe('egress rules of a private space', () => {
  it('are created, changed and deleted as groups', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const rules = [{ domains: ['example.com'], protocol: 'tcp', fromPort: 1, toPort: 65_535, description: '' }];
      const created = await call('POST', `${space}/egress`, { name: 'web', rules });
      expect([created.status, created.body]).toMatchObject([200, { name: 'web', rules, isDefault: false }]);
      const one = `${space}/egress/${created.body.id}`;
      expect((await call('POST', `${space}/egress`, { name: 'web' })).status).toBe(409);
      expect((await call('PATCH', one, { name: 'web2', rules: [] })).body).toMatchObject({ name: 'web2', rules: [] });
      expect((await call('GET', `${space}/egress`)).body).toHaveLength(1);
      expect((await call('DELETE', one)).status).toBe(200);
      expect((await call('GET', one)).status).toBe(404);
      expect((await call('POST', `${space}/egress`, { name: 'x', rules: [{ toPort: 70_000 }] })).status).toBe(400);
    });
  });
});

it('connections stand in scenarios with their state', async () => {
  const organizations = [
    { name: 'Acme', id: seedIds.root, environments: [{ name: 'Sandbox', type: 'sandbox' as const }] },
  ];
  const down = { name: 'office', remoteIpAddress: '1.2.3.4', status: 'down' };
  const privateSpaces = [{ name: 'edge', connections: [{ name: 'office', vpns: [down] }] }];
  await withEmulator({ scenario: { organizations, privateSpaces } }, async ({ store }, call) => {
    const [loaded] = [...store.privateSpaces.values()];
    const path = `/runtimefabric/api/organizations/${seedIds.root}/privatespaces/${loaded?.id}/connections`;
    expect((await call('GET', path)).body[0].vpns[0].connectionStatus).toBe('down');
  });
});
