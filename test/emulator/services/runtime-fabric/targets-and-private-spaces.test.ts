import { describe, expect, it } from 'vitest';
import acme from '../../../../scenarios/acme.json' with { type: 'json' };
import { seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { signIn, withEmulator } from '../../client.ts';

const R = `/runtimefabric/api/organizations/${seedIds.root}`;

describe('deployment targets', () => {
  it('are a plain array, and can be read in full', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const list = await call('GET', `${R}/targets`);
      const listed = list.body.map(({ id, name, type }: Record<string, unknown>) => [id, name, type]);
      expect(listed.slice(0, 4)).toEqual([
        [seedGateways.spaceUs, 'acme-us-east', 'private-space'],
        [seedGateways.spaceEu, 'acme-eu-central', 'private-space'],
        ['cloudhub-us-east-1', 'US East (N. Virginia)', 'shared-space'],
        ['cloudhub-us-east-2', 'US East (Ohio)', 'shared-space'],
      ]);
      expect(listed).toHaveLength(2 + 12);
      expect(list.body[0].runtimes[0].versions[0]).toMatchObject({ baseVersion: '4.9.6', tag: expect.any(String) });
      const one = await call('GET', `${R}/targets/${seedGateways.spaceEu}`);
      expect(one.body).toMatchObject({ region: 'eu-central-1', environments: [seedIds.rootProduction] });
      expect((await call('GET', `${R}/targets/nothing`)).status).toBe(404);
      const atlas = await call('GET', `/amc/atlas/api/v1/organizations/${seedIds.root}/providers/MC/targets`);
      expect(atlas.body[0]).toMatchObject({ provider: 'MC', isAvailableForDeployments: true });
    });
  });

  it('tell when a runtime stops being supported, in seconds', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const [target] = (await call('GET', `${R}/targets`)).body;
      expect(target.runtimes[0].versions[1]).toMatchObject({
        baseVersion: '4.6.18',
        channel: 'LTS',
        endOfStandardSupportDate: Date.parse('2026-08-31') / 1000,
        endOfLifeSupportDate: Date.parse('2027-02-28') / 1000,
      });
    });
  });

  it('are the shared spaces of the control plane, for every environment', async () => {
    // One of its applications runs in a shared space of the US.
    await withEmulator({ scenario: { ...acme, controlPlane: 'eu', applications: [] } }, async (_emulator, call) => {
      const list = await call('GET', `${R}/targets`);
      expect(list.body.slice(2).map(({ id }: { id: string }) => id)).toEqual([
        'cloudhub-eu-central-1',
        'cloudhub-eu-west-1',
      ]);
      const one = await call('GET', `${R}/targets/cloudhub-eu-west-1`);
      expect(one.body).toMatchObject({ type: 'shared-space', region: 'eu-west-1', status: 'Active' });
      expect(one.body.environments).toContain(seedIds.rootProduction);
      expect(one.body.environments).toContain(seedIds.rootSandbox);
      const domains = `${R}/targets/cloudhub-eu-west-1/environments/${seedIds.rootSandbox}/domains?sendAppUniqueId=true`;
      expect((await call('GET', domains)).body).toEqual({ domains: [] });
      expect((await call('GET', `${R}/targets/cloudhub-us-east-1`)).status).toBe(404);
    });
  });

  it('are the region of the control plane alone without the entitlement to deploy globally', async () => {
    const [root, ...groups] = acme.organizations;
    const organizations = [{ ...root, entitlements: { ...root?.entitlements, globalDeployment: false } }, ...groups];
    await withEmulator({ scenario: { ...acme, organizations } }, async (_emulator, call) => {
      const list = await call('GET', `${R}/targets`);
      expect(list.body.slice(2).map(({ id }: { id: string }) => id)).toEqual(['cloudhub-us-east-1']);
    });
  });

  it('have domains per environment', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${R}/targets/${seedGateways.spaceUs}/environments/${seedIds.rootSandbox}/domains`;
      expect((await call('GET', path)).body).toEqual(['*.q7x2ld.usa-e2.cloudhub.io']);
      expect((await call('GET', `${path}?sendAppUniqueId=true`)).body).toEqual({
        domains: ['*.q7x2ld.usa-e2.cloudhub.io'],
        appUniqueId: expect.stringMatching(/^[0-9a-f]{6}$/),
      });
      const closed = `${R}/targets/${seedGateways.spaceEu}/environments/${seedIds.rootSandbox}/domains`;
      expect((await call('GET', closed)).status).toBe(404);
      expect((await call('GET', path.replace(seedIds.rootSandbox, 'nothing'))).status).toBe(404);
    });
  });

  it('of a business group are those that are shared with it', async () => {
    await withEmulator({}, async (emulator) => {
      const call = await signIn(emulator, seedLogins.logistics);
      const group = `/runtimefabric/api/organizations/${seedIds.logistics}`;
      const spaces = await call('GET', `${group}/privatespaces`);
      expect(spaces.body.content.map(({ name }: { name: string }) => name)).toEqual(['acme-us-east']);
      expect(spaces.body.content[0].rootOrganizationId).toBe(seedIds.root);
    });
  });
});

describe('private spaces', () => {
  it('are provisioned over time, changed and deleted', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const created = await call('POST', `${R}/privatespaces`, {
        name: 'acme-ap',
        network: { region: 'ap-southeast-2', cidrBlock: '10.1.0.0/16' },
      });
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        status: 'Creating',
        provisioning: { status: 'Pending' },
        network: { region: 'ap-southeast-2', cidrBlock: '10.1.0.0/16' },
        environments: { type: 'all', businessGroups: ['all'] },
      });
      const path = `${R}/privatespaces/${created.body.id}`;
      expect(created.headers.get('location')).toBe(path);
      clock.advance(20_000);
      expect((await call('GET', path)).body).toMatchObject({ status: 'Active', rootOrganizationId: seedIds.root });
      const patched = await call('PATCH', path, {
        name: 'acme-apac',
        environments: { type: 'sandbox', businessGroups: ['all'] },
        firewallRules: [{ cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443 }],
      });
      expect(patched.body).toMatchObject({ name: 'acme-apac', environments: { type: 'sandbox' } });
      expect((await call('PATCH', path, {})).body.name).toBe('acme-apac');
      expect((await call('PATCH', path, { name: 'acme-us-east' })).status).toBe(409);
      expect((await call('DELETE', path)).status).toBe(200);
      const gone = await call('GET', path);
      expect([gone.status, gone.body]).toEqual([
        404,
        {
          message: 'Private space not found',
          errors: [{ code: 'NOT_FOUND', message: 'Private space not found' }],
        },
      ]);
    });
  });

  it('accept the region at the top level, as Terraform sends it, and have defaults', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const top = await call('POST', `${R}/privatespaces`, { name: 'one', region: 'eu-west-1' });
      expect(top.body.network).toMatchObject({ region: 'eu-west-1', cidrBlock: '10.0.0.0/16' });
      const bare = await call('POST', `${R}/privatespaces`, { name: 'two' });
      expect(bare.body.network.region).toBe('us-east-1');
    });
  });

  it.each([
    { name: 'with space' },
    { name: 'x'.repeat(37) },
    { name: '' },
    { network: { cidrBlock: '10.0.0.0/15' } },
    { network: { cidrBlock: '10.0.0.0/25' } },
    { network: { cidrBlock: '100.66.0.0/16' } },
    { network: { cidrBlock: '169.254.4.0/24' } },
    { network: { reservedCidrs: ['192.168.0.0/16', 'all'] } },
    { network: { reservedCidrs: ['192.168.0.0'] } },
    { network: { internalDns: { dnsServers: ['dns.example.com'] } } },
    { network: { internalDns: { specialDomains: ['cloudhub.io'] } } },
    { network: { internalDns: { specialDomains: ['a'.repeat(115), 'b'.repeat(115)] } } },
  ])('refuse what the documentation does: %j', async (changes) => {
    await withEmulator({}, async (_emulator, call) => {
      const { status, body } = await call('POST', `${R}/privatespaces`, { name: 'new', ...changes });
      expect([status, body.errors[0].code]).toEqual([400, 'BAD_REQUEST']);
    });
  });

  it('take names of any script, and blocks beside those that cannot be used', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const network = { cidrBlock: '100.128.0.0/16', reservedCidrs: ['192.168.0.0/16', '172.16.0.0/12'] };
      const { status, body } = await call('POST', `${R}/privatespaces`, { name: 'größe-1', network });
      expect([status, body.network]).toEqual([201, expect.objectContaining(network)]);
    });
  });

  // mulesoft/terraform-provider-anypoint, internal/client/cloudhub2/privatenetwork.go; the refusal as the community
  // provider has seen it, mulesoft-anypoint/terraform-provider-anypoint, anypoint/resource_private_space.go.
  it('get their network in a second step, once', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { id } = (await call('POST', `${R}/privatespaces`, { name: 'two-steps' })).body;
      const path = `${R}/privatespaces/${id}`;
      const network = { region: 'eu-west-2', cidrBlock: '10.20.0.0/22', reservedCidrs: ['192.168.0.0/16'] };
      expect((await call('PATCH', path, { network })).body.network).toMatchObject(network);
      const again = await call('PATCH', path, { network });
      expect([again.status, again.body.message]).toEqual([
        400,
        "Reserved CIDR's cannot be updated once the network is created",
      ]);
      expect((await call('PATCH', path, { network: { ...network, reservedCidrs: null } })).status).toBe(200);
      expect((await call('PATCH', path, { network: { cidrBlock: '10.21.0.0/22' } })).status).toBe(400);
      expect((await call('GET', path)).body.network).toMatchObject(network);
    });
  });

  it('are changed by their own organization only, though others use them', async () => {
    await withEmulator({}, async (emulator, root) => {
      const app = { client_name: 'group', grant_types: ['client_credentials'], redirect_uris: [] };
      const apps = `/accounts/api/organizations/${seedIds.root}/connectedApplications`;
      const { client_id, client_secret } = (await root('POST', apps, app)).body;
      await root('PUT', `${apps}/${client_id}/scopes`, {
        scopes: [{ scope: 'manage:private_spaces', context_params: { org: seedIds.logistics } }],
      });
      const call = await signIn(emulator, { clientId: client_id, clientSecret: client_secret });
      const path = `/runtimefabric/api/organizations/${seedIds.logistics}/privatespaces/${seedGateways.spaceUs}`;
      expect((await call('GET', path)).status).toBe(200);
      const before = structuredClone(emulator.store.privateSpaces.get(seedGateways.spaceUs));
      for (const [method, below, body] of [
        ['PATCH', '', { enableEgress: true }],
        ['DELETE', '', undefined],
        ['POST', '/associations', { associations: [] }],
        ['POST', '/tlsContexts', {}],
        ['POST', '/connections', {}],
        ['POST', '/transitgateways', {}],
        ['POST', '/egress', {}],
        ['PATCH', '/upgrade?optIn=true', undefined],
      ] as const) {
        expect([below, (await call(method, `${path}${below}`, body)).status]).toEqual([below, 403]);
      }
      expect(emulator.store.privateSpaces.get(seedGateways.spaceUs)).toEqual(before);
    });
  });

  it('reject an invalid body, a name that is in use, and deletion while they are in use', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const bad = await call('POST', `${R}/privatespaces`, { network: { cidrBlock: 'wide' } });
      expect([bad.status, bad.body.errors[0].code]).toEqual([400, 'BAD_REQUEST']);
      expect((await call('POST', `${R}/privatespaces`, { name: 'acme-us-east' })).status).toBe(409);
      const used = await call('DELETE', `${R}/privatespaces/${seedGateways.spaceUs}`);
      expect([used.status, used.body.message]).toEqual([409, expect.stringContaining('gateways')]);
    });
  });
});
