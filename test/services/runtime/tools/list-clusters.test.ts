import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_list_clusters', async () => {
  const harness = await startHarness();

  it('shows status, mode and members', async () => {
    const { clusters, total } = await harness.ok('anypoint_list_clusters');
    expect(total).toBe(1);
    expect(clusters[0]).toMatchObject({
      id: String(seedTargets.catalogCluster),
      name: 'catalog-cluster',
      status: 'RUNNING',
      mode: 'unicast',
      servers: [
        { id: String(seedTargets.catalog1), name: 'mule-catalog-1', ip: '10.20.6.41', status: 'RUNNING' },
        { id: String(seedTargets.catalog2), name: 'mule-catalog-2', ip: '10.20.6.42', status: 'RUNNING' },
      ],
    });
  });

  it('says the same in words', async () => {
    const { text } = await harness.call('anypoint_list_clusters', { nameContains: 'CATALOG' });
    expect(text).toContain('1 cluster in "Sandbox" of');
    expect(text).toContain(`catalog-cluster | RUNNING | unicast | mule-catalog-1 (${seedTargets.catalog1}) RUNNING`);
  });

  it('says when there is none', async () => {
    const { text } = await harness.call('anypoint_list_clusters', { nameContains: 'nothing' });
    expect(text).toContain('0 of 1 cluster in "Sandbox" of');
  });
});
