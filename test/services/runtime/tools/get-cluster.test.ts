import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

describe('anypoint_get_cluster', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows members, which members they see, and the primary server', async () => {
    const { cluster, problems } = await harness.ok('anypoint_get_cluster', { cluster: 'catalog-cluster' });
    expect(cluster).toMatchObject({
      id: String(seedTargets.catalogCluster),
      status: 'RUNNING',
      mode: 'unicast',
      primaryServer: { id: String(seedTargets.catalog1), name: 'mule-catalog-1' },
    });
    expect(cluster.servers.map(({ name, sees }: { name: string; sees: string[] }) => [name, sees])).toEqual([
      ['mule-catalog-1', ['mule-catalog-2']],
      ['mule-catalog-2', ['mule-catalog-1']],
    ]);
    expect(problems).toEqual([]);
  });

  it('says the same in words', async () => {
    const { text } = await harness.call('anypoint_get_cluster', { cluster: 'catalog' });
    expect(text).toContain(
      `Cluster "catalog-cluster" (${seedTargets.catalogCluster}) is RUNNING, unicast, with 2 servers.`,
    );
    expect(text).toContain(`primary server: mule-catalog-1 (${seedTargets.catalog1})`);
  });

  it('names a member that is down, and mixed versions', async () => {
    const { id, servers } = fixtures.cluster({ members: [{}, { status: 'DISCONNECTED', muleVersion: '4.4.0' }] });
    const { cluster, problems } = await harness.ok('anypoint_get_cluster', { cluster: id });
    expect(cluster.status).toBe('PARTIAL');
    expect(problems).toEqual([
      `Server "${servers[1]?.name}" (${servers[1]?.id}) is DISCONNECTED: check its runtime and its connection to the platform.`,
      expect.stringContaining('different Mule versions: "4.9.6" on '),
    ]);
  });

  it('names members that do not see each other', async () => {
    const { id, servers } = fixtures.cluster({ multicast: true });
    const stored = harness.emulator.store.clusters.get(Number(id));
    if (stored) stored.partitions = servers.map((server) => [Number(server.id)]);
    const { text } = await harness.call('anypoint_get_cluster', { cluster: id });
    expect(text).toContain(
      `Server "${servers[0]?.name}" (${servers[0]?.id}) does not see "${servers[1]?.name}" (${servers[1]?.id}): check whether the network between them passes multicast.`,
    );
  });

  it('says that a cluster is empty, and what helps', async () => {
    const { id } = fixtures.cluster({ members: [] });
    const { problems } = await harness.ok('anypoint_get_cluster', { cluster: id });
    expect(problems).toEqual([
      `It has no members: anypoint_add_cluster_server {"cluster":"${id}","server":"<server>"} adds one.`,
    ]);
  });

  it('lists the nearest clusters for a name it does not know', async () => {
    const text = await harness.fails('anypoint_get_cluster', { cluster: 'katalog-cluster' });
    expect(text).toContain('Cluster "katalog-cluster" was not found in "Sandbox" of');
    expect(text).toContain(`"catalog-cluster" (${seedTargets.catalogCluster})`);
    expect(text).toContain('anypoint_list_clusters');
  });
});
