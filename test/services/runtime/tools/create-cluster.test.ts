import { describe, expect, it } from 'vitest';
import { seedLogins, seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_create_cluster';

describe('anypoint_create_cluster', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows the plan with every member and changes nothing with dryRun', async () => {
    const [a, b] = [fixtures.server(), fixtures.server()];
    const before = fixtures.snapshot();
    const writes = await fixtures.writesOf(async () => {
      const { structured, text } = await harness.call(tool, { name: 'dry', servers: [a.name, b.id], dryRun: true });
      expect(structured).toMatchObject({
        outcome: 'planned',
        plan: {
          steps: [
            {
              action: 'Create cluster "dry"',
              changes: [
                { setting: 'name', after: 'dry' },
                { setting: 'mode', after: 'multicast' },
                { setting: 'servers.1', after: { id: a.id, name: a.name, ip: a.ip } },
                { setting: 'servers.2', after: { id: b.id, name: b.name, ip: b.ip } },
              ],
            },
          ],
          warnings: [],
        },
      });
      expect(text).toContain('Plan only, nothing was changed: in sandbox environment "Sandbox" of "Acme');
      expect(text).toContain(`servers.1: {"id":"${a.id}","name":"${a.name}","ip":"${a.ip}"}`);
    });
    expect(writes).toEqual([]);
    expect(fixtures.snapshot()).toBe(before);
  });

  it('forms a multicast cluster of running servers and waits until it is RUNNING', async () => {
    const [a, b] = [fixtures.server(), fixtures.server()];
    const { outcome, plan, result } = await harness.ok(tool, { name: 'multi', servers: [a.name, b.name] });
    expect(outcome).toBe('done');
    const { cluster } = await harness.ok('anypoint_get_cluster', { cluster: result.cluster.id });
    expect(cluster).toMatchObject({ ...result.cluster, name: 'multi', mode: 'multicast', status: 'RUNNING' });
    const planned = plan.steps[0].changes.slice(2).map(({ after }: { after: unknown }) => after);
    const members = cluster.servers.map(({ id, name, ip }: Record<string, string>) => ({ id, name, ip }));
    expect(members).toEqual(planned);
  });

  it('forms a unicast cluster with the IPs given, in their order, and takes "false" for false', async () => {
    const [a, b] = [fixtures.server({ ips: ['10.1.0.1', '10.1.0.2'] }), fixtures.server({ ips: ['10.1.0.3'] })];
    const args = { name: 'uni', servers: [a.name, b.name], serverIps: ['10.1.0.2', '10.1.0.3'], multicast: 'false' };
    const { result, plan } = await harness.ok(tool, args);
    expect(plan.warnings).toEqual([]);
    expect(result.cluster).toMatchObject({
      mode: 'unicast',
      status: 'RUNNING',
      servers: [
        { id: a.id, ip: '10.1.0.2' },
        { id: b.id, ip: '10.1.0.3' },
      ],
    });
  });

  it('is unicast where only IPs are given', async () => {
    const a = fixtures.server();
    const { result, plan } = await harness.ok(tool, { name: 'by-ip', servers: [a.id], serverIps: [a.ip] });
    expect(result.cluster.mode).toBe('unicast');
    expect(plan.warnings).toEqual(['In a cluster of one server nothing takes over when it fails.']);
  });

  it('finds nothing to do when the very same cluster exists', async () => {
    const [a, b] = [fixtures.server(), fixtures.server()];
    const args = { name: 'again', servers: [a.name, b.name] };
    await harness.ok(tool, args);
    const writes = await fixtures.writesOf(async () => {
      const { outcome, plan } = await harness.ok(tool, { ...args, servers: [b.id, a.id] });
      expect(outcome).toBe('no_change');
      expect(plan.summary).toMatch(
        /^in sandbox environment "Sandbox" of .*, cluster "again" \(\d+\) already exists with these servers and is RUNNING\.$/,
      );
    });
    expect(writes).toEqual([]);
  });

  it('warns about different Mule versions', async () => {
    const [a, b] = [fixtures.server(), fixtures.server({ muleVersion: '4.4.0' })];
    const { plan } = await harness.ok(tool, { name: 'mixed', servers: [a.id, b.id], dryRun: true });
    expect(plan.warnings).toEqual([
      `The servers run different Mule versions: "4.9.6" on "${a.name}" (${a.id}); "4.4.0" on "${b.name}" (${b.id}). Members of a cluster have to run the same.`,
    ]);
  });

  it('warns about IPs that a server does not report or that two servers share', async () => {
    const [a, b] = [fixtures.server({ ips: ['10.2.0.1'] }), fixtures.server({ ips: ['10.2.0.2'] })];
    const serverIps = ['10.2.0.1', '10.2.0.1'];
    const { plan } = await harness.ok(tool, { name: 'ips', servers: [a.id, b.id], serverIps, dryRun: true });
    expect(plan.warnings).toEqual([
      `10.2.0.1 is none of the addresses that server "${b.name}" (${b.id}) reports (10.2.0.2).`,
      `Servers "${a.name}" (${a.id}) and "${b.name}" (${b.id}) share the IP 10.2.0.1.`,
    ]);
  });

  it('passes IPs on to a multicast cluster where the caller gives both', async () => {
    const a = fixtures.server({ ips: ['10.2.1.1', '10.2.1.2'] });
    const args = { name: 'both', servers: [a.id], serverIps: ['10.2.1.2'], multicast: true };
    const { result } = await harness.ok(tool, args);
    expect(result.cluster).toMatchObject({ mode: 'multicast', servers: [{ ip: '10.2.1.2' }] });
  });

  it('fails with a clear reason when a multicast member is down, which the plan has warned of', async () => {
    const [a, b] = [fixtures.server(), fixtures.server({ status: 'DISCONNECTED' })];
    const args = { name: 'half', servers: [a.id, b.id] };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({ outcome: 'failed', result: { cluster: { status: 'PARTIAL' } } });
    expect(text).toContain(
      `Warning: Server "${b.name}" (${b.id}) is DISCONNECTED: it joins once its runtime is started.`,
    );
    expect(text).toContain('PARTIAL within 1 s.');
    expect(text).toContain(`reason: Server "${b.name}" (${b.id}) is DISCONNECTED. The cluster is complete`);
    expect(text).toContain('The cluster exists all the same: it keeps the name "half"');
  });

  it('warns of a unicast member that is down, and lets the platform refuse it', async () => {
    const [a, b] = [fixtures.server(), fixtures.server({ status: 'DISCONNECTED' })];
    const args = { name: 'down', servers: [a.id, b.id], serverIps: [a.ip, b.ip] };
    const { plan } = await harness.ok(tool, { ...args, dryRun: true });
    expect(plan.warnings).toEqual([
      `Server "${b.name}" (${b.id}) is DISCONNECTED: the platform may refuse it, because members of a unicast cluster have to run. Start its runtime first.`,
    ]);
    const text = await harness.fails(tool, args);
    expect(text).toContain('All servers of a unicast cluster must be up and running');
  });

  it('warns of a server that never connected, in either mode', async () => {
    const [a, b] = [fixtures.server(), fixtures.server({ status: 'CREATED' })];
    for (const more of [{}, { serverIps: [a.ip, b.ip] }]) {
      const { plan } = await harness.ok(tool, { name: 'new', servers: [a.id, b.id], ...more, dryRun: true });
      expect(plan.warnings).toEqual([expect.stringContaining('is CREATED: its runtime has never connected')]);
    }
  });

  it('returns the new id at once when it does not wait', async () => {
    const a = fixtures.server();
    const { structured, text } = await harness.call(tool, { name: 'unwaited', servers: [a.id], wait: false });
    const [cluster] = [...harness.emulator.store.clusters.values()].filter(({ name }) => name === 'unwaited');
    expect(structured).toMatchObject({
      outcome: 'in_progress',
      result: { cluster: { id: String(cluster?.id), name: 'unwaited', mode: 'multicast', servers: [{ ip: a.ip }] } },
    });
    expect(text).toContain(
      `This call did not wait. Read it again with anypoint_get_cluster {"cluster":"${cluster?.id}"}.`,
    );
  });
});

describe('anypoint_create_cluster refuses before anything is sent', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  const refused = async (args: Record<string, unknown>): Promise<string> => {
    const before = fixtures.snapshot();
    let text = '';
    const writes = await fixtures.writesOf(async () => {
      text = await harness.fails(tool, { name: 'refused', ...args });
    });
    expect(writes).toEqual([]);
    expect(fixtures.snapshot()).toBe(before);
    expect(text).toContain('Next: ');
    return text;
  };

  it('no server', async () => {
    const text = await refused({ servers: [] });
    expect(text).toContain('No server was named; a cluster needs at least one.');
    expect(text).toContain('anypoint_list_servers {"membership":"free"}');
  });

  it('a server named twice', async () => {
    const a = fixtures.server();
    expect(await refused({ servers: [a.name, a.name] })).toContain(`Server "${a.name}" (${a.id}) is named twice`);
    expect(await refused({ servers: [a.name, a.id] })).toContain(
      `is named twice in servers, as "${a.name}" and as "${a.id}".`,
    );
  });

  it('a server of a cluster', async () => {
    const { catalog1, catalogCluster } = seedTargets;
    const text = await refused({ servers: ['mule-catalog-1'] });
    expect(text).toContain(
      `Server "mule-catalog-1" (${catalog1}) already belongs to cluster "catalog-cluster" (${catalogCluster}).`,
    );
    expect(text).toContain(`anypoint_remove_cluster_server {"cluster":"${catalogCluster}","server":"${catalog1}"}`);
  });

  it('a server of a server group', async () => {
    const text = await refused({ servers: ['mule-batch-1'] });
    expect(text).toContain(`already belongs to server group "batch-group" (${seedTargets.batchGroup}).`);
    expect(text).toContain('because no tool changes server groups');
  });

  it('more than eight servers', async () => {
    const servers = Array.from({ length: 9 }, () => fixtures.server().id);
    expect(await refused({ servers })).toContain('9 servers are named; a cluster holds at most 8.');
  });

  it('unicast without IPs, offering those that the servers report', async () => {
    const [a, b] = [fixtures.server(), fixtures.server({ ips: [], status: 'CREATED', name: 'mule-without-ip' })];
    const text = await refused({ servers: [a.id, b.id], multicast: false });
    expect(text).toContain(`A unicast cluster needs the IP of every server, and serverIps is missing for "${a.name}"`);
    expect(text).toContain(`serverIps ["${a.ip}","<IP of mule-without-ip>"]`);
  });

  it('another number of IPs than of servers', async () => {
    const [a, b] = [fixtures.server(), fixtures.server()];
    const text = await refused({ servers: [a.id, b.id], serverIps: [a.ip] });
    expect(text).toContain('serverIps holds 1 and servers 2; they must match one to one.');
    expect(text).toContain(`serverIps ["${a.ip}","${b.ip}"]`);
  });

  it('an invalid IP', async () => {
    const [a, b] = [fixtures.server(), fixtures.server({ ips: [] })];
    const text = await refused({ servers: [a.id, b.id], serverIps: ['10.0.0.256', 'localhost'] });
    expect(text).toContain(`"10.0.0.256" in serverIps, for server "${a.name}" (${a.id}), is not an IP address.`);
    expect(text).toContain(`server "${a.name}" (${a.id}) reports ${a.ip}`);
    expect(text).toContain('"localhost" in serverIps');
    expect(text).toContain('has reported none yet; look on its machine');
  });

  it('a name that is taken', async () => {
    const text = await refused({ name: 'catalog-cluster', servers: [fixtures.server().id] });
    expect(text).toContain(
      `The name "catalog-cluster" is taken: cluster ${seedTargets.catalogCluster} in "Sandbox" of`,
    );
    expect(text).toContain(
      `Give another name, or rename that cluster first with anypoint_rename_cluster {"cluster":"${seedTargets.catalogCluster}","newName":"<another name>"}.`,
    );
  });

  it('the name of a cluster with the same servers in the other mode', async () => {
    const cluster = fixtures.cluster();
    const servers = cluster.servers.map(({ id }) => id);
    expect(await refused({ name: cluster.name, servers, multicast: true })).toContain(`"${cluster.name}" is taken`);
  });

  it('an unknown server, with the nearest', async () => {
    const text = await refused({ servers: ['mule-order-1'] });
    expect(text).toContain('Server "mule-order-1" was not found');
    expect(text).toContain(`"mule-orders-1" (${seedTargets.ordersApi1})`);
  });

  it('several things at once, numbered with their advice', async () => {
    const [down, other] = [fixtures.server({ status: 'CREATED' }), fixtures.server({ status: 'DISCONNECTED' })];
    const text = await refused({ servers: [down.id, 'mule-batch-1', other.id, down.name] });
    const [what, next] = text.split('\n');
    expect(what).toBe(
      [
        `(1) Server "${down.name}" (${down.id}) is named twice in servers, as "${down.id}" and as "${down.name}".`,
        `(2) Server "mule-batch-1" (${seedTargets.batch1}) already belongs to server group "batch-group" (${seedTargets.batchGroup}).`,
      ].join(' '),
    );
    expect(next).toMatch(/^Next: \(1\) Name each server once\. \(2\) Take server "mule-batch-1"/);
  });

  it('shared advice only once', async () => {
    const a = fixtures.server();
    const text = await refused({ servers: [a.id, a.id, a.id] });
    expect(text).toContain('Next: (1, 2) Name each server once.\n');
  });
});

describe('anypoint_create_cluster when the platform refuses', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('passes on that applications are deployed on a server', async () => {
    const a = fixtures.server();
    const { hybridApplications } = harness.emulator.store;
    hybridApplications.set(1, { id: 1, name: 'orders', targetId: Number(a.id) });
    const text = await harness.fails(tool, { name: 'occupied', servers: [a.id] });
    expect(text).toContain('There are applications already deployed on the servers to be added');
    expect(text).toContain('POST /hybrid/api/v1/clusters; HTTP 409');
  });
});

describe('anypoint_create_cluster for a viewer', async () => {
  const harness = await startHarness({
    env: { ANYPOINT_CLIENT_ID: seedLogins.viewer.clientId, ANYPOINT_CLIENT_SECRET: seedLogins.viewer.clientSecret },
  });

  it('names the permission that is missing', async () => {
    const text = await harness.fails(tool, { name: 'forbidden', servers: ['mule-orders-1'] });
    expect(text).toContain('the permission "Manage Servers"');
    expect(text).toContain('HTTP 403');
  });
});

describe(`${tool} of one text`, async () => {
  const harness = await startHarness();

  it.each([', ', ';', '\n'])('takes names apart at %j', async (separator) => {
    const servers = ['mule-orders-1', 'mule-orders-2'].join(separator);
    const serverIps = ['10.20.4.11', '10.20.4.12'].join(separator);
    const { plan } = await harness.ok(tool, { name: 'apart', servers, serverIps, dryRun: true });
    expect(plan.summary).toContain('"mule-orders-1" (2194001), "mule-orders-2" (2194002)');
  });
});
