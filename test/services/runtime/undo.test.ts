import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../src/emulator/index.ts';
import { startHarness } from '../../support/harness.ts';
import { takeBack } from '../taken-back.ts';

// The example of each tool is taken back in test/services/undo.test.ts. Here is what the examples do not have.

describe('taking back a change of a cluster', () => {
  it('makes a multicast cluster again as one', async () => {
    const harness = await startHarness();
    await harness.ok('anypoint_create_cluster', {
      name: 'orders-cluster',
      servers: ['mule-orders-1', 'mule-orders-2'],
    });
    const { calls, lost, left } = await takeBack(harness, 'anypoint_delete_cluster', { cluster: 'orders-cluster' });
    expect(calls.map(({ arguments: args }) => args)).toMatchObject([{ name: 'orders-cluster', multicast: true }]);
    expect(calls[0]?.arguments).not.toHaveProperty('serverIps');
    expect(lost).toMatch(/new id/);
    expect(left).toEqual([]);
  });

  it('puts a member of a multicast cluster back without an address', async () => {
    const harness = await startHarness();
    await harness.ok('anypoint_create_cluster', {
      name: 'orders-cluster',
      servers: ['mule-orders-1', 'mule-orders-2'],
    });
    const args = { cluster: 'orders-cluster', server: 'mule-orders-2' };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_remove_cluster_server', args);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.arguments).toMatchObject({ server: String(seedTargets.ordersApi2) });
    expect(calls[0]?.arguments).not.toHaveProperty('serverIp');
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('gives a renamed cluster its name by its id', async () => {
    const harness = await startHarness();
    const args = { cluster: 'catalog-cluster', newName: 'catalog' };
    const { calls, left } = await takeBack(harness, 'anypoint_rename_cluster', args);
    expect(calls[0]?.arguments).toMatchObject({
      cluster: String(seedTargets.catalogCluster),
      newName: 'catalog-cluster',
    });
    expect(left).toEqual([]);
  });
});
