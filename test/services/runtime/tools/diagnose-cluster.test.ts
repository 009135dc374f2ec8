import { describe, expect, it } from 'vitest';
import { seedApplications, seedTargets } from '../../../../src/emulator/index.ts';
import { uncovered } from '../../../support/fix-sites.ts';
import { checkedFindings, checkFixes, type Found } from '../../../support/fixes.ts';
import { type Harness, startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_diagnose_cluster';

interface Diagnosis {
  text: string;
  findings: Found[];
  unreadable: { part: string; reason: string }[];
}

async function diagnose(harness: Harness, cluster: string, plan = true): Promise<Diagnosis> {
  const { text, structured } = await harness.call(tool, { cluster });
  // The harness has checked the result against the tool's schema.
  const { findings, unreadable } = structured as unknown as Omit<Diagnosis, 'text'>;
  await checkFixes(harness, findings, plan);
  return { text, findings, unreadable };
}

const about = (findings: readonly Found[], words: string): Found | undefined =>
  findings.find(({ what }) => what.includes(words));

/** How fixes name the environment that most tests look at. */
const here = { organization: 'Acme Outfitters', environment: 'Sandbox' };

describe(tool, async () => {
  let applications: { id: number; [member: string]: unknown }[] | undefined;
  const harness = await startHarness({
    emulator: {
      intercept: (request) => {
        const { pathname } = new URL(request.url);
        const [, one] = /\/hybrid\/api\/v1\/applications(?:\/(\d+))?$/.exec(pathname) ?? [undefined];
        if (applications === undefined || !pathname.includes('/hybrid/api/v1/applications')) return undefined;
        return Response.json({
          data: one === undefined ? applications : applications.find(({ id }) => id === Number(one)),
        });
      },
    },
  });
  const fixtures = new RuntimeFixtures(harness);
  const { store } = harness.emulator;

  it('has "nothing wrong" as an answer', async () => {
    const { text, findings, unreadable } = await diagnose(harness, 'catalog-cluster');
    expect(findings).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(text).toMatch(/^No problems found\. Cluster "catalog-cluster" \(\d+\) in "Sandbox" of "Acme Outfitters"\./);
    expect(text).toMatch(
      /checked: members connected: 2 of 2; which members see each other; primary "mule-catalog-1"; IPs: 10\.\S+, 10\.\S+; Mule 4\.\S+; certificates until 20\S+; licences until 20\S+; applications: 1/,
    );
    expect(text).toContain(`applications: ${seedApplications.catalogBatch}`);
  });

  it('names members that are stopped, and those that have never connected', async () => {
    const { id, servers } = fixtures.cluster({ members: [{}, { status: 'DISCONNECTED' }, { status: 'CREATED' }] });
    const { findings } = await diagnose(harness, id);
    expect(about(findings, '1 of 3 members is not connected')).toMatchObject({
      severity: 'cause',
      evidence: `"${servers[1]?.name}" (${servers[1]?.id}) is DISCONNECTED`,
      fix: expect.stringContaining('port 443'),
    });
    expect(about(findings, 'has never connected')).toMatchObject({ severity: 'cause' });
  });

  it('shows the parts of a split, with the addresses to check', async () => {
    const { id, servers } = fixtures.cluster({ members: [{}, {}, {}] });
    const [a, b, c] = servers.map((server) => Number(server.id));
    const stored = store.clusters.get(Number(id));
    if (stored) stored.partitions = [[a ?? 0, b ?? 0], [c ?? 0]];
    const { findings, text } = await diagnose(harness, id);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'cause', what: expect.stringContaining('split into 2 parts') });
    expect(findings[0]?.evidence).toContain(
      `"${servers[2]?.name}" (${servers[2]?.id}) does not see "${servers[0]?.name}" (${servers[0]?.id}), "${servers[1]?.name}"`,
    );
    expect(findings[0]?.fix).toContain(`${servers[2]?.ip} of "${servers[2]?.name}"`);
    expect(text).toMatch(/^1 cause\./);
  });

  it('suspects the network of a split multicast cluster', async () => {
    const { id, name, servers } = fixtures.cluster({ multicast: true });
    const stored = store.clusters.get(Number(id));
    if (stored) stored.partitions = servers.map((server) => [Number(server.id)]);
    const [finding] = (await diagnose(harness, id)).findings;
    expect(finding?.fix).toContain('passes multicast');
    expect(finding?.fix).toMatch(/No application is deployed to it\.$/);
    expect(finding?.calls).toEqual([
      { tool: 'anypoint_delete_cluster', arguments: { cluster: id, ...here } },
      {
        tool: 'anypoint_create_cluster',
        arguments: { name, servers: servers.map((one) => one.id), serverIps: servers.map(({ ip }) => ip), ...here },
      },
    ]);
    // One after the other they do what was said.
    for (const { tool: next, arguments: args } of finding?.calls ?? []) {
      expect(await harness.ok(next, args)).toMatchObject({ outcome: 'done' });
    }
  });

  it('says that versions are mixed', async () => {
    const { id } = fixtures.cluster({ members: [{}, { muleVersion: '4.4.0' }] });
    expect(about((await diagnose(harness, id)).findings, 'different Mule versions')).toMatchObject({
      severity: 'likely',
      evidence: expect.stringContaining('"4.4.0" on'),
    });
  });

  it('finds a unicast member without an IP, and one with an IP that is not its own', async () => {
    const { id, servers } = fixtures.cluster({ members: [{}, { ips: [] }, {}] });
    const member = store.clusters.get(Number(id))?.members[0];
    if (member) member.serverIp = '10.99.99.99';
    const { findings } = await diagnose(harness, id);
    expect(about(findings, 'has no IP for member')?.calls?.[1]?.arguments).toMatchObject({
      serverIp: `<IP of ${servers[1]?.name}>`,
    });
    expect(about(findings, 'that the server does not report')).toMatchObject({
      severity: 'likely',
      evidence: `IP in the cluster: 10.99.99.99; reported: ${servers[0]?.ip}`,
      calls: [
        { tool: 'anypoint_remove_cluster_server', arguments: { cluster: id, server: servers[0]?.id, ...here } },
        {
          tool: 'anypoint_add_cluster_server',
          arguments: { cluster: id, server: servers[0]?.id, serverIp: servers[0]?.ip, ...here },
        },
      ],
    });
  });

  it('names a free server to add to an empty cluster, or to one with a single member', async () => {
    const free = [...store.servers.values()].filter(({ clusterId, serverGroupId }) => !clusterId && !serverGroupId);
    const { findings } = await diagnose(harness, fixtures.cluster({ members: [{}] }).id);
    const { tool: name, arguments: args } = findings[0]?.calls?.[0] ?? {};
    expect(name).toBe('anypoint_add_cluster_server');
    expect(free.map(({ id }) => String(id))).toContain(args?.['server']);
    for (const one of free) store.servers.delete(one.id);
    const none = await diagnose(harness, fixtures.cluster({ members: [{}] }).id);
    for (const one of free) store.servers.set(one.id, one);
    expect(none.findings[0]?.fix).toContain('No server of the environment is free.');
    expect(none.findings[0]?.calls).toMatchObject([
      { tool: 'anypoint_get_server_registration' },
      { tool: 'anypoint_add_cluster_server', arguments: { server: '<the new server>' } },
    ]);
    expect((await diagnose(harness, fixtures.cluster({ members: [] }).id)).findings[0]).toMatchObject({
      severity: 'cause',
      fix: expect.stringContaining('anypoint_add_cluster_server'),
    });
    expect((await diagnose(harness, fixtures.cluster({ members: [{}] }).id)).findings).toMatchObject([
      { severity: 'note', what: expect.stringContaining('only one member, so nothing takes over') },
    ]);
  });

  it('tells certificates and licences that expire', async () => {
    const { id, servers } = fixtures.cluster();
    const [first, second] = servers.map((server) => store.servers.get(Number(server.id)));
    if (!first || !second) throw new Error('the cluster has lost its servers');
    first.certificateExpirationDate = Date.parse('2026-11-01T00:00:00Z');
    second.licenseExpirationDate = Date.parse('2026-11-30T00:00:00Z');
    const { findings } = await diagnose(harness, id);
    expect(about(findings, 'The certificate of member')).toMatchObject({
      severity: 'likely',
      what: expect.stringContaining('has expired'),
    });
    expect(about(findings, 'The licence of member')).toMatchObject({
      severity: 'note',
      what: expect.stringContaining('expires in 7 days'),
    });
  });

  it('finds applications that run on some members only, on none, on one server alone, or not yet', async () => {
    const { id, servers } = fixtures.cluster();
    const [a, b] = servers.map((server) => server.id);
    const on = (one: string, two: string, facts: object = {}) => ({
      desiredStatus: 'STARTED',
      lastReportedStatus: one,
      target: { id, type: 'CLUSTER' },
      serverArtifacts: [
        { serverId: a, lastReportedStatus: one, message: '' },
        { serverId: b, lastReportedStatus: two, message: 'Port 8081 is in use' },
      ],
      ...facts,
    });
    applications = [
      { id: 1, artifact: { name: 'half' }, ...on('STARTED', 'DEPLOYMENT_FAILED') },
      { id: 2, artifact: { name: 'nowhere' }, ...on('DEPLOYMENT_FAILED', 'DEPLOYMENT_FAILED') },
      { id: 3, artifact: { name: 'coming' }, ...on('STARTED', 'STARTING') },
      { id: 4, artifact: { name: 'alone' }, ...on('STARTED', 'STARTED', { target: { id: a, type: 'SERVER' } }) },
      { id: 5, artifact: { name: 'off' }, ...on('STOPPED', 'STOPPED', { desiredStatus: 'STOPPED' }) },
      { id: 6, artifact: { name: 'elsewhere' }, ...on('STARTED', 'STOPPED', { target: { id: 1, type: 'SERVER' } }) },
      { id: 7, artifact: { name: 'fine' }, ...on('STARTED', 'STARTED') },
      {
        id: 8,
        artifact: { name: 'missing' },
        ...on('STARTED', 'STARTED', { serverArtifacts: [{ serverId: a, lastReportedStatus: 'STARTED' }] }),
      },
    ];
    const { findings } = await diagnose(harness, id);
    applications = undefined;
    expect(findings).toHaveLength(5);
    expect(about(findings, '"half" (1) runs on 1 of 2 running members only')).toMatchObject({
      severity: 'cause',
      evidence: expect.stringContaining('DEPLOYMENT_FAILED ("Port 8081 is in use")'),
      fix: expect.stringContaining('anypoint_set_application_status {"application":"1","action":"restart"'),
    });
    expect(about(findings, '"nowhere" (2) runs on no member')).toMatchObject({ severity: 'cause' });
    expect(about(findings, '"coming" (3) is still being deployed')).toMatchObject({ severity: 'likely' });
    expect(about(findings, '"alone" (4) is deployed to member')).toMatchObject({ severity: 'likely' });
    expect(about(findings, '"missing" (8) runs on 1 of 2')?.evidence).toContain('not there');
  });

  it('reads only, and names the nearest when it does not know a cluster', async () => {
    harness.seen.length = 0;
    await diagnose(harness, String(seedTargets.catalogCluster));
    expect(harness.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await harness.fails(tool, { cluster: 'katalog-cluster' })).toContain(String(seedTargets.catalogCluster));
  });
});

describe(`${tool} of a cluster that forms`, async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });

  it('says that the members are finding each other, and later that it was changed', async () => {
    const servers = ['mule-orders-1', 'mule-orders-2'];
    await harness.ok('anypoint_create_cluster', { name: 'forming', servers, wait: false });
    const early = await diagnose(harness, 'forming');
    expect(early.findings).toMatchObject([
      { severity: 'likely', what: expect.stringContaining('Not all members see each other yet') },
    ]);
    harness.emulator.clock.advance(60_000);
    const formed = await diagnose(harness, 'forming');
    expect(formed.text).toMatch(/^No problems found; 1 note/);
    expect(formed.findings[0]?.what).toContain('changed less than a minute ago');
  });
});

describe(`${tool} where the platform returns less`, async () => {
  let refused: RegExp | undefined;
  let cluster: Record<string, unknown> | undefined;
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) => {
        const { pathname } = new URL(url);
        if (refused?.test(pathname)) return Response.json({ message: 'not for you' }, { status: 403 });
        return cluster && /\/clusters\/\d+$/.test(pathname) ? Response.json({ data: cluster }) : undefined;
      },
    },
  });
  const id = seedTargets.catalogCluster;
  const members = [seedTargets.catalog1, seedTargets.catalog2].map((serverId) => ({
    id: serverId,
    name: `mule-${serverId}`,
    status: 'RUNNING',
  }));
  const plain = { id, name: 'catalog-cluster', status: 'RUNNING', servers: members };

  it('diagnoses without the applications and servers, and names them', async () => {
    refused = /\/(applications|servers)$/;
    const { findings, unreadable, text } = await diagnose(harness, 'catalog-cluster');
    refused = undefined;
    expect(findings).toEqual([]);
    expect(unreadable.map(({ part }) => part).sort()).toEqual(['applications', 'servers']);
    expect(text).toMatch(/^No problems found, 2 parts unreadable\./);
    expect(text).toContain('"Read Applications"');
  });

  it('finds no primary, and says that it does not know which members see each other', async () => {
    cluster = plain;
    const { findings, unreadable } = await diagnose(harness, 'catalog-cluster');
    expect(findings).toMatchObject([{ severity: 'likely', what: expect.stringContaining('It has no primary') }]);
    expect(unreadable).toMatchObject([{ part: 'visibility of the members' }]);
  });

  it('does not call it a split when only one direction is blind', async () => {
    const [one, two] = members;
    cluster = {
      ...plain,
      primaryNodeId: one?.id,
      visibilityMap: { mapNodes: [{ serverId: one?.id, visibleNodeIds: [two?.id] }, { serverId: two?.id }] },
    };
    expect((await diagnose(harness, 'catalog-cluster')).findings).toMatchObject([
      { severity: 'cause', what: 'Some members do not see others that see them.' },
    ]);
  });

  it('takes expiry dates from the list of servers where the cluster leaves them out', async () => {
    cluster = { ...plain, primaryNodeId: members[0]?.id };
    const server = harness.emulator.store.servers.get(seedTargets.catalog1);
    if (server) server.licenseExpirationDate = Date.parse('2026-11-01T00:00:00Z');
    expect(about((await diagnose(harness, 'catalog-cluster')).findings, 'The licence of member')).toBeDefined();
  });
});

describe('the fixes', () => {
  // Runs after the tests above, which have collected them.
  it('of every kind of finding were carried out', () => {
    expect(
      uncovered(
        [
          'src/services/applications/dependents.ts',
          'src/services/runtime/clusters/findings.ts',
          'src/services/runtime/clusters/view-findings.ts',
        ],
        checkedFindings,
      ),
    ).toEqual([]);
  });
});
