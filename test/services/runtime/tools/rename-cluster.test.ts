import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_rename_cluster';

describe('anypoint_rename_cluster', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows the plan and changes nothing with dryRun', async () => {
    const { id, name } = fixtures.cluster();
    const before = fixtures.snapshot();
    const { outcome, plan } = await harness.ok(tool, { cluster: id, newName: 'dry', dryRun: true });
    expect(outcome).toBe('planned');
    expect(plan.steps).toEqual([
      {
        kind: 'update',
        thing: { kind: 'cluster', id, name },
        action: `Rename cluster "${name}" (${id})`,
        changes: [{ setting: 'name', before: name, after: 'dry' }],
      },
    ]);
    expect(fixtures.snapshot()).toBe(before);
  });

  it('renames and reads back that it is renamed', async () => {
    const { id, name } = fixtures.cluster();
    const newName = `renamed-${id}`;
    const { structured, text } = await harness.call(tool, { cluster: name, newName });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: { cluster: { id, name: newName }, previousName: name, newName },
    });
    expect(text).toContain(`Cluster "${newName}" (${id}) was "${name}" before; it is RUNNING.`);
    const { cluster } = await harness.ok('anypoint_get_cluster', { cluster: newName });
    expect(cluster.id).toBe(id);
  });

  it('finds nothing to do when it already has the name', async () => {
    const { id, name } = fixtures.cluster();
    const writes = await fixtures.writesOf(async () => {
      expect(await harness.ok(tool, { cluster: id, newName: name })).toMatchObject({ outcome: 'no_change' });
    });
    expect(writes).toEqual([]);
  });

  it('refuses a name that another cluster has, before anything is sent', async () => {
    const { id } = fixtures.cluster();
    const writes = await fixtures.writesOf(async () => {
      const text = await harness.fails(tool, { cluster: id, newName: 'catalog-cluster' });
      expect(text).toContain(`The name "catalog-cluster" is taken: cluster ${seedTargets.catalogCluster}`);
      expect(text).toContain('Give another newName');
    });
    expect(writes).toEqual([]);
  });
});

describe('anypoint_rename_cluster on a platform that does not show it', async () => {
  const harness = await startHarness({
    emulator: {
      clock: 'driven',
      intercept: (request) => (request.method === 'PATCH' ? Response.json({ data: {} }, { status: 202 }) : undefined),
    },
  });
  const fixtures = new RuntimeFixtures(harness);

  it('tells how to go on when the time is over', async () => {
    const { id, name } = fixtures.cluster();
    const args = { cluster: id, newName: 'never', timeoutSeconds: 2 };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { cluster: { name } } });
    expect(text).toContain(`Not renamed yet after 2 s. Read it again with anypoint_get_cluster {"cluster":"${id}"}.`);
    expect(text).toContain(`Cluster "${name}" (${id}) is to become "never"`);
  });
});
