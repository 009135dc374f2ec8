import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

describe('anypoint_delete_server', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('names what is lost, and changes nothing with dryRun', async () => {
    const { id, name } = fixtures.server();
    const before = fixtures.snapshot();
    const { structured, text } = await harness.call('anypoint_delete_server', { server: name, dryRun: true });
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain(`Delete server "${name}" (${id}): its registration, and its part of every deployment`);
    expect(text).toContain(`name: ${name} → removed`);
    expect(text).toContain('Warning: The runtime on the machine is not stopped');
    expect(text).toContain(`Warning: Server "${name}" (${id}) is RUNNING`);
    expect(fixtures.snapshot()).toBe(before);
  });

  it('deletes it', async () => {
    const { id, name } = fixtures.server({ status: 'DISCONNECTED' });
    const writes = await fixtures.writesOf(async () => {
      const { outcome, plan, result } = await harness.ok('anypoint_delete_server', { server: id });
      expect(outcome).toBe('done');
      expect(plan.warnings).toHaveLength(1);
      expect(result).toEqual({ deleted: { id, name } });
    });
    expect(writes).toEqual([`DELETE /servers/${id} 204`]);
    expect(await harness.fails('anypoint_get_server', { server: id })).toContain(`Server "${id}" was not found`);
  });

  it('refuses a member of a cluster, with the tool to use first', async () => {
    const text = await harness.fails('anypoint_delete_server', { server: 'mule-catalog-1' });
    const { catalog1, catalogCluster } = seedTargets;
    expect(text).toContain(
      `Server "mule-catalog-1" (${catalog1}) belongs to cluster "catalog-cluster" (${catalogCluster}), so it cannot be deleted.`,
    );
    expect(text).toContain(`anypoint_remove_cluster_server {"cluster":"${catalogCluster}","server":"${catalog1}"}`);
  });

  it('names the environment in the call that comes first, as the call did', async () => {
    const text = await harness.fails('anypoint_delete_server', { server: 'mule-catalog-1', environment: 'sandbox' });
    const { catalog1, catalogCluster } = seedTargets;
    expect(text).toContain(`{"cluster":"${catalogCluster}","server":"${catalog1}","environment":"sandbox"}`);
  });

  it('refuses a member of a server group, with where to go', async () => {
    const writes = await fixtures.writesOf(async () => {
      const text = await harness.fails('anypoint_delete_server', { server: 'mule-batch-1' });
      expect(text).toContain(`belongs to server group "batch-group" (${seedTargets.batchGroup})`);
      expect(text).toContain('in Runtime Manager');
    });
    expect(writes).toEqual([]);
  });
});
