import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_remove_cluster_server';

describe('anypoint_remove_cluster_server', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows the plan and changes nothing with dryRun', async () => {
    const { id, servers } = fixtures.cluster({ members: [{}, {}, {}] });
    const [a, b, c] = servers.map(({ name }) => name);
    const before = fixtures.snapshot();
    const { outcome, plan } = await harness.ok(tool, { cluster: id, server: a, dryRun: true });
    expect(outcome).toBe('planned');
    expect(plan.steps[0].action).toContain('the applications of the cluster are undeployed from it');
    expect(plan.steps[0].changes).toEqual([{ setting: 'servers', before: [a, b, c], after: [b, c] }]);
    expect(plan.warnings).toEqual([]);
    expect(fixtures.snapshot()).toBe(before);
  });

  it('takes it out and reads back that it is free', async () => {
    const { id, name, servers } = fixtures.cluster();
    const [a, b] = servers;
    const { structured, text } = await harness.call(tool, { cluster: name, server: a?.name });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: { server: { id: a?.id, name: a?.name }, cluster: { id, servers: [{ id: b?.id }] } },
    });
    expect(text).toContain(
      `Server "${a?.name}" (${a?.id}) is free. Cluster "${name}" (${id}) is RUNNING, unicast, with 1 server.`,
    );
    expect(text).toContain(`Warning: Only "${b?.name}" (${b?.id}) stays in the cluster`);
    const { server } = await harness.ok('anypoint_get_server', { server: a?.id });
    expect(server.cluster).toBeUndefined();
  });

  it('warns about the last server', async () => {
    const { id, name, servers } = fixtures.cluster({ members: [{}] });
    const { outcome, plan, result } = await harness.ok(tool, { cluster: id, server: servers[0]?.id });
    expect(outcome).toBe('done');
    expect(plan.warnings).toEqual([
      `It is the last server of cluster "${name}" (${id}), which is then empty: anypoint_delete_cluster {"cluster":"${id}"} deletes it.`,
    ]);
    expect(result.cluster).toMatchObject({ status: 'EMPTY', servers: [] });
  });

  it('finds nothing to do for a server that is no member', async () => {
    const { id, name } = fixtures.cluster();
    const free = fixtures.server();
    const writes = await fixtures.writesOf(async () => {
      const { outcome, plan } = await harness.ok(tool, { cluster: id, server: free.id });
      expect(outcome).toBe('no_change');
      expect(plan.summary).toBe(
        `server "${free.name}" (${free.id}) is not a member of cluster "${name}" (${id}); it is free.`,
      );
      const other = await harness.ok(tool, { cluster: id, server: 'mule-catalog-1' });
      expect(other['plan'].summary).toContain(
        `it belongs to cluster "catalog-cluster" (${seedTargets.catalogCluster}).`,
      );
    });
    expect(writes).toEqual([]);
  });

  it('names the nearest server for one it does not know', async () => {
    const text = await harness.fails(tool, { cluster: 'catalog-cluster', server: 'mule-catalog-3' });
    expect(text).toContain('Server "mule-catalog-3" was not found');
    expect(text).toContain(`"mule-catalog-1" (${seedTargets.catalog1})`);
  });
});

describe('anypoint_remove_cluster_server on a platform that does not do it', async () => {
  const harness = await startHarness({
    emulator: {
      clock: 'driven',
      intercept: (request) => (request.method === 'DELETE' ? new Response(null, { status: 204 }) : undefined),
    },
  });
  const fixtures = new RuntimeFixtures(harness);

  it('tells how to go on when the time is over', async () => {
    const { id, servers } = fixtures.cluster();
    const args = { cluster: id, server: servers[0]?.id, timeoutSeconds: 2 };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toContain(`Still a member after 2 s. Read it again with anypoint_get_cluster {"cluster":"${id}"}.`);
    expect(text).toContain('was still a member when last checked.');
  });
});
