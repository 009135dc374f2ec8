import { describe, expect, it } from 'vitest';
import { type Emulator, seedApplications, seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Caller, sandboxPath, send, signIn, withEmulator } from '../../client.ts';

const organization = `/runtimefabric/api/organizations/${seedIds.root}`;
const spaces = `${organization}/privatespaces`;
const space = `${spaces}/${seedGateways.spaceUs}`;
const vpn = {
  name: 'office',
  remoteIpAddress: '1.2.3.4',
  staticRoutes: ['10.9.0.0/16'],
  vpnTunnels: [{ psk: 'shared.secret.1' }],
};
const gateway = {
  name: 'hub',
  resourceShareId: 'share-1',
  resourceShareAccount: '251023060000',
  routes: ['10.8.0.0/16'],
};
const deployments = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;

const connect = async (call: Caller) => (await call('POST', `${space}/connections`, { name: 'dc', vpns: [vpn] })).body;

describe('the route table of a private space', () => {
  it('has the network, the internet and the routes of connections, with their states', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const { id } = await connect(call);
      const attached = (await call('POST', `${space}/transitgateways`, gateway)).body;
      const of = { connectionId: id, connectionName: 'dc' };
      const throughGateway = { connectionId: attached.id, connectionName: 'hub' };
      const rows = (status: string) => [
        { destination: '10.0.0.0/18', status: 'active', target: 'local' },
        { destination: '0.0.0.0/0', status: 'active', target: 'IGW' },
        { destination: '10.9.0.0/16', status, target: 'VPN', ...of },
        { destination: '10.8.0.0/16', status, target: 'TGW', ...throughGateway },
      ];
      expect((await call('GET', `${space}/routes`)).body).toEqual(rows('pending'));
      clock.advance(10_000);
      expect((await call('GET', `${space}/routes`)).body).toEqual(rows('active'));
    });
  });

  it('is empty while a private space has no network', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { id } = (await call('POST', spaces, { name: 'new' })).body;
      expect((await call('GET', `${spaces}/${id}/routes`)).body).toEqual([]);
      await call('PATCH', `${spaces}/${id}`, { network: { region: 'us-east-1', cidrBlock: '10.1.0.0/20' } });
      expect((await call('GET', `${spaces}/${id}/routes`)).body).toHaveLength(2);
    });
  });

  it('takes other networks for the internet, which propagate', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const routes = ['172.16.0.0/12', '172.16.4.0/24', '172.16.0.0/12'];
      const changed = await call('PATCH', `${space}/routes`, { networkGateways: [{ target: 'IGW', routes }] });
      expect([changed.status, changed.body.slice(1)]).toEqual([
        202,
        [
          { destination: '172.16.0.0/12', status: 'pending', target: 'IGW' },
          { destination: '172.16.4.0/24', status: 'pending', target: 'IGW' },
        ],
      ]);
      clock.advance(5_000);
      const again = { networkGateways: [{ target: 'IGW', routes: ['172.16.0.0/12', '8.8.8.0/24'] }] };
      const [, kept, added] = (await call('PATCH', `${space}/routes`, again)).body;
      expect([kept.status, added.status]).toEqual(['active', 'pending']);
    });
  });

  it('warns of routes that overlap, and refuses those of its own network and too many', async () => {
    await withEmulator({}, async (emulator, call) => {
      await connect(call);
      const send = (routes: string[]) =>
        call('PATCH', `${space}/routes`, { networkGateways: [{ target: 'IGW', routes }] });
      const [, warned] = (await send(['10.9.4.0/24'])).body;
      expect(warned).toMatchObject({
        errorLevel: 'WARNING',
        errorMessage: 'Route 10.9.4.0/24 overlaps with 10.9.0.0/16, which VPN dc uses',
      });
      expect((await send(['10.0.3.0/24'])).body.message).toBe(
        'Route 10.0.3.0/24 matches a route of the private network 10.0.0.0/18',
      );
      const many = Array.from({ length: 95 }, (_, index) => `172.16.${index}.0/24`);
      expect((await send(many)).body.message).toBe('A private space has at most 95 routes, and these would be 97');
      expect(
        (await call('PATCH', `${space}/routes`, { networkGateways: [{ target: 'NAT', routes: [] }] })).status,
      ).toBe(400);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('PATCH', `${space}/routes`, {})).status).toBe(403);
    });
  });
});

describe('firewall rules', () => {
  it('are there in a new private space, and can be replaced', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('POST', spaces, { name: 'new' });
      expect(body.firewallRules).toEqual([
        { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443, type: 'inbound' },
        { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 80, toPort: 80, type: 'inbound' },
        { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 0, toPort: 65_535, type: 'outbound' },
        { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443, type: 'outbound' },
      ]);
      const rules = [
        { cidrBlock: '10.0.0.0/8', protocol: 'tcp', fromPort: 30_500, toPort: 32_500, description: 'TCP' },
      ];
      const changed = await call('PATCH', `${spaces}/${body.id}`, { firewallRules: rules });
      // Inbound by default.
      expect(changed.body.firewallRules).toEqual([{ ...rules[0], type: 'inbound' }]);
    });
  });

  it.each<[string, object]>([
    ['a lower port that is not of HTTP', { fromPort: 22, toPort: 22 }],
    ['a range that begins below 1024', { fromPort: 80, toPort: 443 }],
    ['ports in the wrong order', { fromPort: 9000, toPort: 8000 }],
  ])('are refused with %s', async (_what, ports) => {
    await withEmulator({}, async (_emulator, call) => {
      const rule = { cidrBlock: '0.0.0.0/0', protocol: 'tcp', type: 'inbound', ...ports };
      expect((await call('PATCH', space, { firewallRules: [rule] })).status).toBe(400);
    });
  });
});

describe('egress rules', () => {
  it('have a default group while they are enabled, which stays', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await call('PATCH', space, { enableEgress: true });
      const [group] = (await call('GET', `${space}/egress`)).body;
      expect(group).toMatchObject({ name: 'Default-Egress-Rule-Group', isDefault: true });
      const one = `${space}/egress/${group.id}`;
      expect((await call('PATCH', one, { name: 'mine', rules: [] })).body.message).toContain('cannot be renamed');
      expect((await call('PATCH', one, { name: group.name, rules: [] })).body.rules).toEqual([]);
      expect((await call('DELETE', one)).body.message).toContain('cannot be deleted');
      await call('POST', `${space}/egress`, { name: 'web' });
      await call('PATCH', space, { enableEgress: true });
      expect((await call('GET', `${space}/egress`)).body).toHaveLength(2);
      await call('PATCH', space, { enableEgress: false });
      expect((await call('GET', `${space}/egress`)).body).toEqual([]);
    });
  });

  it.each<[string, object]>([
    ['a name that is too long with that of the space', { name: 'a'.repeat(42) }],
    ['a wildcard', { name: 'web', rules: [{ domains: ['*.example.com'] }] }],
    ['two hyphens in a domain', { name: 'web', rules: [{ domains: ['abc--xyz.com'] }] }],
    ['too many rules', { name: 'web', rules: Array.from({ length: 800 }, () => ({ protocol: 'tcp' })) }],
  ])('are refused with %s', async (_what, body) => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('POST', `${space}/egress`, body)).status).toBe(400);
    });
  });
});

describe('connections', () => {
  it('get a redundant VPN, a guide and logs', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { id, vpns } = await connect(call);
      const backup = { ...vpn, connectionId: id, name: 'backup', remoteIpAddress: '1.2.3.5' };
      const added = await call('POST', `${space}/connections/vpns`, backup);
      expect([added.status, added.body.vpns.map(({ name }: { name: string }) => name)]).toEqual([
        201,
        ['office', 'backup'],
      ]);
      expect((await call('POST', `${space}/connections/vpns`, backup)).status).toBe(409);
      expect((await call('POST', `${space}/connections/vpns`, { ...backup, connectionId: 'x' })).status).toBe(404);

      const [device] = (await call('GET', `${spaces}/supportedVpnConfigs`)).body;
      const path = `${space}/connections/vpns/${vpns[0].vpnId}`;
      const guide = await call('GET', `${path}/connectionGuide?${new URLSearchParams(device)}`);
      expect(guide.body).toContain('Your gateway: 1.2.3.4');
      expect(guide.body).not.toContain('shared.secret.1');
      const unknown = new URLSearchParams({ ...device, vendor: 'Nobody' });
      expect((await call('GET', `${path}/connectionGuide?${unknown}`)).status).toBe(400);

      const inConnection = `${space}/connections/${id}/vpns/${vpns[0].vpnId}`;
      const logs = (isLogsEnabled: boolean) => ({ vpnTunnels: [{ isLogsEnabled }] });
      expect((await call('PATCH', inConnection, logs(true))).body.vpnTunnels).toEqual([{ isLogsEnabled: true }]);
      expect((await call('PATCH', inConnection, logs(false))).status).toBe(400);
      expect((await call('PATCH', inConnection.replace(id, 'x'), logs(true))).status).toBe(404);
    });
  });

  it('keep their private space from being deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { id } = (await call('POST', spaces, { name: 'new' })).body;
      await call('POST', `${spaces}/${id}/transitgateways`, gateway);
      const refused = await call('DELETE', `${spaces}/${id}`);
      expect([refused.status, refused.body.message]).toEqual([409, 'Private space new still has connection hub']);
    });
  });
});

describe('transit gateways of an organization', () => {
  it('stay when they are detached, are attached again, and are removed', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { id } = (await call('POST', `${space}/transitgateways`, gateway)).body;
      const all = `${organization}/transitgateways`;
      expect((await call('GET', `${all}?region=us-east-2&privateSpaceId=${seedGateways.spaceUs}`)).body).toMatchObject([
        { id, status: { attachment: 'attached' }, spec: { spaceName: 'acme-us-east' } },
      ]);
      expect((await call('GET', `${all}?region=eu-west-1`)).body).toEqual([]);
      expect((await call('GET', `${all}/${id}/routes`)).body).toEqual(gateway.routes);
      await call('DELETE', `${space}/transitgateways/${id}`);
      expect((await call('GET', all)).body).toMatchObject([{ id, status: { attachment: 'unattached', routes: [] } }]);
      expect((await call('GET', `${all}?privateSpaceId=${seedGateways.spaceUs}`)).body).toEqual([]);
      expect((await call('POST', `${space}/transitgateways`, gateway)).body.id).toBe(id);
      expect((await call('GET', all)).body).toHaveLength(1);
      expect((await call('DELETE', `${all}/${id}`)).status).toBe(200);
      expect((await call('GET', `${space}/transitgateways`)).body).toEqual([]);
      expect((await call('DELETE', `${all}/${id}`)).status).toBe(404);
      expect((await call('GET', `${all}/${id}/routes`)).status).toBe(404);
    });
  });
});

describe('TCP ports of a private space', () => {
  const ports = (...numbers: number[]) => ({
    tcp: { inbound: { ports: numbers.map((portNumber) => ({ portNumber, applicationPortNumber: 9000 })) } },
  });
  const change = (call: Caller, settings: object) =>
    call('PATCH', `${deployments}/${seedApplications.ordersAppId}`, { target: { deploymentSettings: settings } });

  it('are leased by applications, and free again without them', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const free = async (count = 2) => (await call('GET', `${space}/ports?available=true&count=${count}`)).body.ports;
      expect(await free()).toEqual([30_500, 30_501]);
      expect((await change(call, ports(30_500, 30_502))).status).toBe(200);
      expect(await free()).toEqual([30_501, 30_503]);
      expect((await call('GET', `${space}/ports?available=false&count=10`)).body.ports).toEqual([30_500, 30_502]);
      await change(call, ports(30_501));
      expect(await free()).toEqual([30_500, 30_502]);
      await call('DELETE', `${deployments}/${seedApplications.ordersAppId}`);
      expect(await free(10)).toHaveLength(10);
      expect((await call('GET', `${space}/ports?available=true&count=11`)).status).toBe(400);
    });
  });

  it('run out', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const deployment = store.amcDeployments.get(seedApplications.ordersAppId);
      const all = Array.from({ length: 2001 }, (_, index) => 30_500 + index);
      if (deployment !== undefined) deployment.target['deploymentSettings'] = ports(...all);
      expect((await call('GET', `${space}/ports?available=true&count=1`)).status).toBe(409);
    });
  });

  it.each<[string, object, number]>([
    ['outside of the range', ports(8081), 400],
    ['twice', ports(30_500, 30_500), 409],
    ['more than ten', ports(...Array.from({ length: 11 }, (_, index) => 30_500 + index)), 400],
  ])('are refused %s, and nothing changes', async (_what, settings, status) => {
    await withEmulator({}, async ({ store }, call) => {
      expect((await change(call, settings)).status).toBe(status);
      expect(store.amcDeployments.get(seedApplications.ordersAppId)?.target).not.toMatchObject({
        deploymentSettings: settings,
      });
    });
  });

  it('are none in a shared space', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const body = {
        name: 'tcp-app',
        target: { targetId: 'cloudhub-us-east-1', provider: 'MC', deploymentSettings: ports(30_500) },
        application: { ref: { groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0', packaging: 'jar' } },
      };
      expect((await call('POST', deployments, body)).body.detail).toContain('only private spaces');
    });
  });
});

describe('what the platform knows of a private space', () => {
  it('is the next window of patches', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator) => {
      const { clock } = emulator;
      // A token does not last until the next window.
      const window = async () => (await (await signIn(emulator))('GET', `${spaces}/monthlypatchwindow`)).body;
      const first = await window();
      const at = (shown: string): number => Date.parse(shown.replace(' ', 'T'));
      clock.advance(at(first.productionEndDate) + 1000 - clock.now());
      const next = await window();
      const days = (at(next.sandboxStartDate) - at(first.sandboxStartDate)) / 86_400_000;
      expect([28, 35]).toContain(days);
      expect(new Date(at(next.sandboxStartDate)).getUTCDay()).toBe(1);
    });
  });

  it('is an AWS account and a service role, once it is enabled', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      expect((await call('GET', `${space}/accounts`)).body).toMatch(/^\d{12}$/);
      const roles = async () => (await call('GET', `${space}/iamroles`)).body;
      expect((await roles()).message).toContain('not enabled');
      await call('PATCH', space, { enableIAMRole: true });
      expect(await roles()).toMatchObject({ roles: [], message: 'The AWS service role is being generated' });
      clock.advance(10_000);
      expect((await roles()).roles).toHaveLength(1);
      await call('PATCH', space, { enableIAMRole: false });
      expect((await roles()).roles).toEqual([]);
    });
  });
});

describe('the ingress log', () => {
  const app = '/data-plane/apps/orders-app-f20a11';
  const visit = (emulator: Emulator, headers = {}) => send(emulator, 'GET', `${app}/orders`, undefined, headers);
  const log = async (call: Caller) => (await call('GET', `${space}/logs/ingress`)).body;

  it('has only errors, until the level or a filter says otherwise', async () => {
    await withEmulator({}, async (emulator, call) => {
      await visit(emulator);
      expect(await log(call)).toBe('');
      const filters = [{ ip: '9.9.9.9' }];
      const changed = await call('PATCH', space, { ingressConfiguration: { logs: { filters } } });
      expect(changed.body.ingressConfiguration.logs.filters).toEqual([{ ip: '9.9.9.9', level: 'DEBUG' }]);
      await visit(emulator);
      await visit(emulator, { 'x-forwarded-for': '9.9.9.9, 10.0.0.1' });
      expect((await log(call)).split('\n')).toEqual([expect.stringContaining(' INFO 9.9.9.9 '), '']);
      await call('PATCH', space, { ingressConfiguration: { logs: { portLogLevel: 'INFO' } } });
      await visit(emulator);
      expect(await log(call)).toContain(`"GET ${app}/orders" `);
    });
  });

  it('says that an application does not run', async () => {
    await withEmulator({}, async (emulator, call) => {
      await call('PATCH', `${deployments}/${seedApplications.ordersAppId}`, {
        application: { desiredState: 'STOPPED' },
      });
      await call('GET', deployments);
      expect((await visit(emulator)).status).toBe(503);
      expect(await log(call)).toMatch(/ ERROR 127\.0\.0\.1 .* 503\n$/);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', `${space}/logs/ingress`)).status).toBe(403);
    });
  });
});

describe('log forwarding', () => {
  const one = `${deployments}/${seedApplications.ordersAppId}`;
  const newest = async (call: Caller) => {
    const [spec] = (await call('GET', `${one}/specs`)).body;
    return (await call('GET', `${one}/specs/${spec.version ?? spec.id}/logs`)).body;
  };

  it('of an application that is disabled leaves it without logs', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await call('PATCH', one, { target: { deploymentSettings: { disableAmLogForwarding: true } } });
      expect(await newest(call)).toEqual([]);
      await call('PATCH', one, { target: { deploymentSettings: { disableAmLogForwarding: false } } });
      expect(await newest(call)).not.toEqual([]);
    });
  });

  it('of a private space that is disabled counts for what is deployed from then on', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await call('PATCH', space, { logForwarding: { anypointMonitoring: false } });
      expect(await newest(call)).not.toEqual([]);
      await call('PATCH', one, { labels: ['again'] });
      expect(await newest(call)).toEqual([]);
      await call('PATCH', space, { logForwarding: { anypointMonitoring: true } });
      await call('PATCH', one, { labels: ['and again'] });
      expect(await newest(call)).not.toEqual([]);
    });
  });
});
