import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulator as emulatorCommand } from '../../../src/cli/emulator.ts';
import {
  type EmulatorOptions,
  seedApiLogins,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedLogins,
  seedTargets,
  startEmulator,
} from '../../../src/emulator/index.ts';
import { type ScenarioInput, scenarioJsonSchema } from '../../../src/emulator/scenario-schema.ts';
import { withEmulator } from '../client.ts';

const fileText = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const shop: ScenarioInput = {
  organizations: [
    { name: 'Shop', entitlements: { managedGatewaySmall: { assigned: 3 } } },
    { name: 'Warehouse', parent: 'Shop', environments: [{ name: 'Live', type: 'production' }] },
  ],
  privateSpaces: [{ name: 'space' }],
  servers: [
    { name: 'mule-1', ip: '10.0.0.1' },
    { name: 'mule-2', ip: '10.0.0.2' },
    { name: 'mule-3', ip: '10.0.0.3', isolated: true },
    { name: 'mule-9', organization: 'Warehouse', status: 'CREATED' },
  ],
  clusters: [{ name: 'pair', servers: ['mule-1', 'mule-2'] }],
  gateways: [{ name: 'edge' }, { name: 'broken', failure: 'The image could not be pulled' }],
  selfManagedGateways: [{ name: 'branch' }],
  assets: [{ assetId: 'orders-api', name: 'Orders', type: 'rest-api' }],
  clientApplications: [{ name: 'web' }],
  apis: [
    {
      asset: 'orders-api',
      technology: 'flexGateway',
      gateway: 'edge',
      policies: [{ asset: 'rate-limiting', configuration: {} }],
      tiers: [{ name: 'Gold', limits: [{ requests: 5, milliseconds: 1000 }] }],
      contracts: [{ client: 'web', tier: 'Gold' }],
    },
  ],
  applications: [
    { name: 'orders-ch1', on: 'CloudHub', credentialsOf: 'Sandbox' },
    { name: 'orders-ch2', on: 'CloudHub2' },
    { name: 'orders-arm', on: 'server', target: 'mule-3', failure: 'no port' },
  ],
};

async function problemsOf(scenario: unknown): Promise<string> {
  // Invalid on purpose.
  const options = { scenario } as EmulatorOptions;
  const emulator = await startEmulator(options).catch((error: Error) => error);
  if (emulator instanceof Error) return emulator.message;
  await emulator.close();
  throw new Error('the scenario was loaded, although it is invalid');
}

const arm = '/hybrid/api/v1';
const place = (access: { organizationId: string; environmentId: string }): string =>
  `/gatewaymanager/api/v1/organizations/${access.organizationId}/environments/${access.environmentId}/gateways`;

describe('scenarios', () => {
  it('load everything, with the same ids on every start', async () => {
    await withEmulator({ scenario: shop }, async (one, call) => {
      await withEmulator({ scenario: shop }, async (other) => {
        for (const kind of ['organizations', 'environments', 'servers', 'managedGateways', 'amcDeployments'] as const) {
          expect([...one.store[kind]]).toEqual([...other.store[kind]]);
        }
      });
      expect(one.access).toMatchObject({ organizationName: 'Shop', environmentName: 'Sandbox', username: 'ada.admin' });
      const servers = (await call('GET', `${arm}/servers`)).body.data;
      expect(servers.map(({ name, id }: { name: string; id: number }) => [name, id])).toEqual([
        ['mule-1', 1_000_001],
        ['mule-2', 1_000_002],
        ['mule-3', 1_000_003],
      ]);
      const [cluster] = (await call('GET', `${arm}/clusters`)).body.data;
      expect(cluster).toMatchObject({ name: 'pair', status: 'RUNNING' });
      const { body } = await call('GET', place(one.access));
      expect(body.content).toMatchObject([
        { name: 'broken', status: 'FAILED' },
        { name: 'edge', status: 'RUNNING' },
      ]);
      const applications = (await call('GET', `${arm}/applications`)).body.data;
      expect(applications).toMatchObject([{ name: 'orders-arm' }]);
      const apis = `/apimanager/api/v1/organizations/${one.access.organizationId}/environments/${one.access.environmentId}/apis`;
      const found = (await call('GET', apis)).body.assets[0].apis[0];
      expect(found).toMatchObject({ technology: 'flexGateway' });
    });
  });

  it('split a cluster that is created later, and keep gateways from becoming ready', async () => {
    const scenario: ScenarioInput = {
      ...shop,
      outcomes: [
        { gateway: 'late-*', outcome: 'never-ready' },
        { gateway: 'bad', outcome: 'failed', message: 'No licence' },
      ],
    };
    await withEmulator({ scenario }, async ({ access, store }, call) => {
      await call('DELETE', `${arm}/clusters/${[...store.clusters.keys()][0]}`);
      store.hybridApplications.clear();
      const servers = [1, 2, 3].map((n) => ({ serverId: 1_000_000 + n, serverIp: `10.0.0.${n}` }));
      const { body } = await call('POST', `${arm}/clusters`, { name: 'trio', multicastEnabled: false, servers });
      const { data } = (await call('GET', `${arm}/clusters/${body.data.id}`)).body;
      expect(data.visibilityMap.mapNodes.map((node: { visibleNodeIds: number[] }) => node.visibleNodeIds)).toEqual([
        [1_000_002],
        [1_000_001],
        [],
      ]);
      const [space] = store.privateSpaces.values();
      const gateway = { targetId: space?.id, runtimeVersion: '1.9.9', releaseChannel: 'lts', size: 'small' };
      store.managedGateways.clear();
      for (const [name, status] of [
        ['late-one', 'APPLYING'],
        ['bad', 'FAILED'],
        ['good', 'RUNNING'],
      ]) {
        const created = await call('POST', place(access), { ...gateway, name });
        expect((await call('GET', `${place(access)}/${created.body.id}/status`)).body.status).toBe(status);
      }
    });
  });

  it('apply events at their time on the clock', async () => {
    const scenario: ScenarioInput = {
      extends: 'acme',
      events: [
        { at: 60, do: 'clear-faults' },
        { at: 30, do: 'disconnect-server', server: 'mule-orders-2' },
        { at: 40, do: 'fail-gateway', gateway: 'orders-gateway', message: 'Out of memory' },
        { at: 40, do: 'fail-gateway', gateway: 'warehouse-edge', message: 'Off' },
        { at: 45, do: 'stop-application', application: 'orders-app' },
        { at: 45, do: 'stop-application', application: 'catalog-batch' },
        { at: 45, do: 'stop-application', application: 'data-cloud-integration' },
        { at: 50, do: 'add-fault', fault: { kind: 'status', status: 503, path: `${arm}/clusters` } },
        { at: 50, do: 'isolate-server', server: 'mule-catalog-1' },
        { at: 70, do: 'recover-gateway', gateway: 'orders-gateway' },
        { at: 70, do: 'recover-gateway', gateway: 'warehouse-edge' },
        { at: 70, do: 'connect-server', server: String(seedTargets.ordersApi2) },
        { at: 70, do: 'rejoin-server', server: 'mule-catalog-1' },
        { at: 90, do: 'expire-tokens' },
      ],
    };
    await withEmulator({ scenario, clock: 'driven' }, async ({ access, clock }, call) => {
      const server = async () => (await call('GET', `${arm}/servers/${seedTargets.ordersApi2}`)).body.data.status;
      const gateway = async () => (await call('GET', `${place(access)}/${seedGateways.orders}/status`)).body.status;
      const own = async () =>
        (
          await call(
            'GET',
            `/standalone/api/v1/organizations/${access.organizationId}/environments/${access.environmentId}/gateways/${seedGateways.warehouse}`,
          )
        ).body.status;
      const amc = async () =>
        (
          await call(
            'GET',
            `/amc/application-manager/api/v2/organizations/${access.organizationId}/environments/${access.environmentId}/deployments/${seedApplications.ordersAppId}`,
          )
        ).body.application.desiredState;
      clock.advance(29_999);
      expect([await server(), await gateway(), await own()]).toEqual(['RUNNING', 'RUNNING', 'CONNECTED']);
      clock.advance(1);
      expect(await server()).toBe('DISCONNECTED');
      clock.advance(25_000);
      expect([await gateway(), await own(), await amc()]).toEqual(['FAILED', 'DISCONNECTED', 'STOPPED']);
      expect((await call('GET', `${arm}/clusters`)).status).toBe(503);
      clock.advance(5_000);
      const nodes = (await call('GET', `${arm}/clusters`)).body.data[0].visibilityMap.mapNodes;
      expect(nodes[0].visibleNodeIds).toEqual([]);
      clock.advance(10_000);
      expect([await server(), await gateway(), await own()]).toEqual(['RUNNING', 'APPLYING', 'CONNECTED']);
      clock.advance(3_000);
      expect(await gateway()).toBe('RUNNING');
      clock.advance(17_000);
      expect((await call('GET', `${arm}/clusters`)).status).toBe(401);
    });
  });

  it('are rejected with all problems at once, each with its location and the valid values', async () => {
    expect(await problemsOf({})).toContain('organizations: expected at least one, or "extends": "acme"');
    const shape = await problemsOf({
      organizations: [{ name: 'Shop', colour: 'red' }],
      servers: [{ name: 'a', status: 'UP' }],
      events: [{ at: 1, do: 'explode' }],
    });
    expect(shape).toContain('organizations[0]: unknown member colour');
    expect(shape).toMatch(/servers\[0\]\.status: .*"CREATED"\|"RUNNING"/);
    expect(shape).toContain('events[0].do: expected one of disconnect-server, connect-server');
    const references = await problemsOf({
      ...shop,
      clusters: [
        { name: 'x', servers: ['mule-7'] },
        { name: 'y', servers: ['mule-1', 'mule-1'] },
      ],
      gateways: [
        { name: 'edge', target: 'moon' },
        { name: 'edge' },
        { name: 'edge' },
        { name: 'z', runtimeVersion: '9' },
      ],
      apis: [{ asset: 'orders-api', policies: [{ asset: 'magic' }] }, { asset: 'nothing' }],
      applications: [{ name: 'a', on: 'server' }],
      events: [{ at: 1, do: 'connect-server', server: 'mule-9' }],
    });
    for (const line of [
      'clusters[0].servers[0]: server "mule-7" not found; available: mule-1, mule-2, mule-3',
      'gateways[0].target: private space "moon" not found; available: space',
      'gateways[2]: another gateway in the same place is already named edge',
      'gateways[3].runtimeVersion: 9 is not published in channel lts; lts has 1.9.9',
      'apis[0].policies[0].asset: policy magic not found; available: http-basic-authentication',
      'apis[1].asset: asset "nothing/1.0.0" not found; available: orders-api/1.0.0',
      'applications[0].target: required on a server: the name or id of a server, server group or cluster',
      'events[0].server: server "mule-9" not found; available: mule-1',
    ]) {
      expect(references).toContain(line);
    }
  });

  it('decide whether client secrets can be read', async () => {
    for (const [scenario, shown] of [
      [{ extends: 'acme', revealClientSecrets: true }, true],
      [{ ...shop, revealClientSecrets: true }, true],
      [{ extends: 'acme' }, false],
    ] as const) {
      await withEmulator({ scenario }, async ({ store }, call) => {
        const [environment] = [...store.environments.values()];
        if (environment === undefined) throw new Error('the scenario has no environment');
        const { organizationId, clientId } = environment;
        const { body } = await call('GET', `/accounts/api/organizations/${organizationId}/clients/${clientId}`);
        expect(typeof body.client_secret === 'string').toBe(shown);
      });
    }
  });

  it('are described by the published schema (npm run generate)', () => {
    expect(JSON.parse(fileText('schemas/scenario.schema.json'))).toEqual(scenarioJsonSchema());
  });

  it('can be loaded from the examples in the documentation and in scenarios/', async () => {
    const example = /```json\n([\s\S]*?)```/.exec(fileText('docs/emulator.md'))?.[1] ?? '';
    for (const text of [example, fileText('scenarios/broken-day.json'), fileText('scenarios/acme.json')]) {
      await withEmulator({ scenario: JSON.parse(text) }, async ({ store }) => {
        expect(store.servers.size).toBeGreaterThanOrEqual(10);
      });
    }
  });

  it('are rejected by the command line with the name of the file', async () => {
    await expect(emulatorCommand(['--scenario', '/no/such.json'], {})).rejects.toThrow(
      /does not exist or cannot be read/,
    );
    await expect(emulatorCommand(['--scenario', 'docs/emulator.md'], {})).rejects.toThrow(/is not JSON/);
    await expect(emulatorCommand(['--scenario', 'package.json'], {})).rejects.toThrow(
      /package\.json: The scenario cannot be loaded:\n {2}the scenario: unknown member name, version/,
    );
    await expect(emulatorCommand(['--state', '.'], {})).rejects.toThrow(/cannot be read/);
  });

  it('contain the ids and logins of the built-in organization that documents and tests use', () => {
    const text = fileText('scenarios/acme.json');
    const named = [seedApiLogins, seedApis, seedApplications, seedGateways, seedIds, seedLogins, seedTargets];
    const values = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [value];
    expect(named.flatMap(values).filter((value) => !text.includes(JSON.stringify(value)))).toEqual([]);
  });
});
