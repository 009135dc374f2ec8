import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

describe('anypoint_get_server', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows a member of a cluster in full', async () => {
    const { server, problems } = await harness.ok('anypoint_get_server', { server: 'mule-catalog-1' });
    expect(server).toEqual({
      id: String(seedTargets.catalog1),
      name: 'mule-catalog-1',
      status: 'RUNNING',
      muleVersion: '4.9.6',
      agentVersion: '2.7.2',
      serverType: 'MULE',
      address: '10.20.6.41',
      addresses: ['10.20.6.41'],
      clusteringIp: '10.20.6.41',
      cluster: { id: String(seedTargets.catalogCluster), name: 'catalog-cluster' },
      certificateExpiresAt: '2030-01-01T00:00:00.000Z',
      licenseExpiresAt: '2030-01-01T00:00:00.000Z',
      updatedAt: '2025-09-02T06:45:12.000Z',
    });
    expect(problems).toEqual([]);
  });

  it('takes an id, also as a number, and the beginning of a name', async () => {
    for (const reference of [String(seedTargets.legacy), seedTargets.legacy, 'MULE-LEG']) {
      const { server } = await harness.ok('anypoint_get_server', { server: reference });
      expect(server.name).toBe('mule-legacy-1');
    }
  });

  it('says the same in words', async () => {
    const { text } = await harness.call('anypoint_get_server', { server: 'mule-legacy-1' });
    expect(text).toContain(`Server "mule-legacy-1" (${seedTargets.legacy}) is RUNNING.`);
    expect(text).toContain('Mule version: 4.4.0');
    expect(text).toContain('belongs to: nothing (free)');
    expect(text).toContain('certificate expires: 2030-01-01T00:00:00.000Z');
  });

  it('says what is wrong with a server', async () => {
    const { problems: never } = await harness.ok('anypoint_get_server', { server: 'mule-new-1' });
    expect(never).toEqual(['It is registered, but its agent has never connected: start the runtime on its machine.']);
    const { text } = await harness.call('anypoint_get_server', { server: 'mule-batch-2' });
    expect(text).toContain(
      'is DISCONNECTED. Its agent is not connected: check that the runtime runs and that its machine reaches the platform',
    );

    const expiring = fixtures.server();
    const stored = harness.emulator.store.servers.get(Number(expiring.id));
    if (stored) stored.certificateExpirationDate = harness.session.clock.now() + 3.5 * 86_400_000;
    if (stored) stored.licenseExpirationDate = Date.UTC(2020, 0, 1);
    const { problems } = await harness.ok('anypoint_get_server', { server: expiring.id });
    expect(problems).toEqual([
      expect.stringMatching(/^Its certificate expires at .*, in 4 days: renew it before\.$/),
      'Its licence expired at 2020-01-01T00:00:00.000Z: renew it.',
    ]);
  });

  it('lists the nearest servers for a name it does not know', async () => {
    const text = await harness.fails('anypoint_get_server', { server: 'mule-order-1' });
    expect(text).toContain('Server "mule-order-1" was not found in "Sandbox" of');
    expect(text).toContain(`"mule-orders-1" (${seedTargets.ordersApi1})`);
    expect(text).toContain('anypoint_list_servers');
  });

  it('lists the servers that an ambiguous name matches', async () => {
    const text = await harness.fails('anypoint_get_server', { server: 'mule-orders' });
    expect(text).toContain('"mule-orders" matches 3 servers in');
    expect(text).toContain(`"mule-orders-3" (${seedTargets.ordersApi3})`);
    expect(text).toContain('Give the id of the right one, or its name and id as written here.');
  });
});

describe('anypoint_get_server on a platform that returns little', async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        /\/servers\/\d+$/.test(new URL(url).pathname)
          ? Response.json({ data: { id: 7, name: 'bare', addresses: null, serverGroupId: 8 } })
          : undefined,
    },
  });

  it('leaves out what it does not know', async () => {
    const { structured, text } = await harness.call('anypoint_get_server', { server: 'mule-legacy-1' });
    expect(structured).toEqual({
      server: { id: '7', name: 'bare', status: 'UNKNOWN', addresses: [], serverGroup: { id: '8', name: '8' } },
      problems: [],
    });
    expect(text).toContain('Server "bare" (7) is UNKNOWN.');
    expect(text).toContain('belongs to: server group 8 (8)');
  });
});
