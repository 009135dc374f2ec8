import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_add_cluster_server';

describe('anypoint_add_cluster_server', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows the plan and changes nothing with dryRun', async () => {
    const cluster = fixtures.cluster();
    const server = fixtures.server();
    const before = fixtures.snapshot();
    const { outcome, plan } = await harness.ok(tool, { cluster: cluster.name, server: server.name, dryRun: true });
    expect(outcome).toBe('planned');
    expect(plan.steps[0].action).toContain(`Add server "${server.name}" (${server.id}) to unicast cluster`);
    expect(plan.steps[0].changes).toEqual([
      { setting: 'servers.3', after: { id: server.id, name: server.name, ip: server.ip } },
    ]);
    expect(fixtures.snapshot()).toBe(before);
  });

  it("adds to a unicast cluster with the server's own address", async () => {
    const cluster = fixtures.cluster();
    const server = fixtures.server();
    const { structured, text } = await harness.call(tool, { cluster: cluster.id, server: server.id });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: { server: { id: server.id, name: server.name }, cluster: { id: cluster.id, status: 'RUNNING' } },
    });
    expect(text).toContain(`Server "${server.name}" (${server.id}) is a member.`);
    const read = await harness.ok('anypoint_get_cluster', { cluster: cluster.id });
    expect(read['cluster'].servers[2]).toMatchObject({ id: server.id, ip: server.ip });
  });

  it('takes another address, and says which it uses of several', async () => {
    const cluster = fixtures.cluster();
    const server = fixtures.server({ ips: ['10.3.0.1', '10.3.0.2'] });
    const { plan } = await harness.ok(tool, { cluster: cluster.id, server: server.id, dryRun: true });
    expect(plan.warnings).toEqual([
      `Server "${server.name}" (${server.id}) reports several addresses; 10.3.0.1 is used. To use 10.3.0.2, give it in serverIp.`,
    ]);
    const done = await harness.ok(tool, { cluster: cluster.id, server: server.id, serverIp: '10.3.0.2' });
    expect(done['plan'].warnings).toEqual([]);
    expect(done['result'].cluster.servers[2].ip).toBe('10.3.0.2');
  });

  it('sends no address to a multicast cluster', async () => {
    const cluster = fixtures.cluster({ multicast: true });
    const server = fixtures.server();
    const args = { cluster: cluster.id, server: server.id, serverIp: server.ip };
    const { plan } = await harness.ok(tool, args);
    expect(plan.warnings).toEqual(['The cluster is multicast and needs no IP, so serverIp is ignored.']);
    const member = harness.emulator.store.clusters.get(Number(cluster.id))?.members.at(-1);
    expect(member).toMatchObject({ serverId: Number(server.id) });
    expect(member?.serverIp).toBeUndefined();
  });

  it('warns about another Mule version and a shared IP', async () => {
    const cluster = fixtures.cluster();
    const [first] = cluster.servers;
    const server = fixtures.server({ muleVersion: '4.4.0', ips: [first?.ip ?? ''] });
    const { plan } = await harness.ok(tool, { cluster: cluster.id, server: server.id, dryRun: true });
    expect(plan.warnings).toEqual([
      expect.stringContaining(`different Mule versions: "4.9.6" on "${first?.name}" (${first?.id}), `),
      `Servers "${first?.name}" (${first?.id}) and "${server.name}" (${server.id}) share the IP ${server.ip}.`,
    ]);
  });

  it('finds nothing to do for a member', async () => {
    const { id, servers } = fixtures.cluster();
    const [member] = servers;
    const writes = await fixtures.writesOf(async () => {
      const { outcome, plan } = await harness.ok(tool, { cluster: id, server: member?.id, serverIp: '10.9.9.9' });
      expect(outcome).toBe('no_change');
      expect(plan.summary).toContain(`server "${member?.name}" (${member?.id}) is already a member of cluster`);
      expect(plan.warnings).toEqual([
        `It has the IP "${member?.ip}" in the cluster, not "10.9.9.9". To change that, remove the server and add it again with serverIp.`,
      ]);
    });
    expect(writes).toEqual([]);
  });

  it('fails with a clear reason when the server is down: it is a member that has not joined', async () => {
    const cluster = fixtures.cluster({ multicast: true });
    const server = fixtures.server({ status: 'DISCONNECTED' });
    const { structured, text } = await harness.call(tool, { cluster: cluster.id, server: server.id });
    expect(structured).toMatchObject({ outcome: 'failed', result: { cluster: { status: 'PARTIAL' } } });
    expect(text).toContain('is DISCONNECTED. It is a member, and joins once its runtime is started.');
  });

  it('is done when only another member is down', async () => {
    const cluster = fixtures.cluster({ members: [{}, { status: 'DISCONNECTED' }] });
    const { outcome, result } = await harness.ok(tool, { cluster: cluster.id, server: fixtures.server().id });
    expect([outcome, result.cluster.status]).toEqual(['done', 'PARTIAL']);
  });

  it('says what was last seen when it does not wait', async () => {
    const cluster = fixtures.cluster();
    const server = fixtures.server();
    const { structured, text } = await harness.call(tool, { cluster: cluster.id, server: server.id, wait: false });
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toContain(`Server "${server.name}" (${server.id}) was not a member yet when last checked.`);
  });
});

describe('anypoint_add_cluster_server refuses before anything is sent', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  const refused = async (args: Record<string, unknown>): Promise<string> => {
    let text = '';
    const writes = await fixtures.writesOf(async () => {
      text = await harness.fails(tool, args);
    });
    expect(writes).toEqual([]);
    return text;
  };

  it('a server of another cluster or of a group', async () => {
    const { id } = fixtures.cluster();
    expect(await refused({ cluster: id, server: 'mule-catalog-1' })).toContain(
      `already belongs to cluster "catalog-cluster" (${seedTargets.catalogCluster}).`,
    );
    expect(await refused({ cluster: id, server: 'mule-batch-1' })).toContain('already belongs to server group');
  });

  it('a ninth server', async () => {
    const { id, name } = fixtures.cluster({ members: Array.from({ length: 8 }, () => ({})) });
    const text = await refused({ cluster: id, server: fixtures.server().id });
    expect(text).toContain(`Cluster "${name}" (${id}) has 8 servers; a cluster holds at most 8.`);
  });

  it('an invalid address', async () => {
    const server = fixtures.server();
    const text = await refused({ cluster: fixtures.cluster().id, server: server.id, serverIp: 'mule.local' });
    expect(text).toContain(
      `"mule.local" in serverIp, for server "${server.name}" (${server.id}), is not an IP address.`,
    );
  });

  it('a server without a known address in a unicast cluster', async () => {
    const server = fixtures.server({ ips: [], status: 'CREATED' });
    const text = await refused({ cluster: fixtures.cluster().id, server: server.id });
    expect(text).toContain(`Server "${server.name}" (${server.id}) has reported no address yet`);
    expect(text).toContain('Give the IP of its machine in the argument serverIp');
  });

  it('an unknown cluster', async () => {
    expect(await refused({ cluster: 'nowhere', server: 'mule-legacy-1' })).toContain('Cluster "nowhere" was not found');
  });
});

describe('anypoint_add_cluster_server while time passes', async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });
  const fixtures = new RuntimeFixtures(harness);

  it('waits until the server has joined', async () => {
    const progress: string[] = [];
    const args = { cluster: fixtures.cluster().id, server: fixtures.server().id };
    expect(await harness.ok(tool, args, { progress })).toMatchObject({ outcome: 'done' });
    expect(progress[0]).toBe('cluster PARTIAL');
    expect(progress.at(-1)).toMatch(/^cluster RUNNING after [3-9] s$/);
  });

  it('tells how to go on when the time is over', async () => {
    const args = { cluster: fixtures.cluster().id, server: fixtures.server().id, timeoutSeconds: 1 };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toContain('Cluster PARTIAL after 1 s. Read it again with anypoint_get_cluster {');
  });
});
