import { describe, expect, it } from 'vitest';
import { seedApis } from '../../../src/emulator/index.ts';
import { startHarness } from '../../support/harness.ts';
import { policyFile } from '../../support/safety.ts';

const allow = { name: 'everything else', answer: 'allow' };

describe('taking back a change', () => {
  it.each([
    { tools: ['anypoint_delete_cluster'] },
    { toolsets: ['runtime'], steps: ['remove'] },
    { steps: ['remove'] },
  ])('is denied where its write is: %j', async (conditions) => {
    const policy = policyFile({ rules: [{ name: 'no removals', answer: 'deny', ...conditions }, allow] });
    const { ok, fails, emulator } = await startHarness({ gate: { policy } });
    const { changeId } = await ok('anypoint_create_cluster', { name: 'pair', servers: ['mule-orders-1'] });
    const clusters = emulator.store.clusters.size;
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain('by its rule "no removals"');
    expect(emulator.store.clusters.size).toBe(clusters);
  });

  it('is denied where one of its later writes is, before the first one', async () => {
    const rule = { name: 'policies are ours', tools: ['anypoint_apply_policy'], answer: 'deny' };
    const { ok, fails, emulator } = await startHarness({ gate: { policy: policyFile({ rules: [rule, allow] }) } });
    const { changeId } = await ok('anypoint_delete_api', { api: String(seedApis.catalog) });
    const apis = emulator.store.apis.size;
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain('by its rule "policies are ours"');
    expect(emulator.store.apis.size).toBe(apis);
  });

  it('is asked about outside where its write is', async () => {
    const rule = { name: 'clusters', tools: ['anypoint_rename_cluster'], answer: 'ask', approval: 'outside' };
    const rename = { name: 'once', tools: ['anypoint_rename_cluster'], things: ['catalog-cluster'], answer: 'allow' };
    const policy = policyFile({ rules: [rename, rule, allow] });
    const { ok, fails } = await startHarness({ gate: { policy } });
    const { changeId } = await ok('anypoint_rename_cluster', { cluster: 'catalog-cluster', newName: 'catalog' });
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain(
      'Why: the rule "clusters" of the policy says that a person decides',
    );
  });
});
