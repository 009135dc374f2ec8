import { beforeEach, describe, expect, it } from 'vitest';
import { seedApis, seedGateways } from '../../../../src/emulator/index.ts';
import { filesIn, uncovered } from '../../../support/fix-sites.ts';
import { checkedFindings, checkFixes, type Found } from '../../../support/fixes.ts';
import { type Harness, startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_diagnose_gateway';

interface Diagnosis {
  text: string;
  findings: Found[];
  unreadable: { part: string; reason: string }[];
}

async function diagnose(harness: Harness, gateway: string, environment?: string, plan = true): Promise<Diagnosis> {
  const args = environment === undefined ? { gateway } : { gateway, environment };
  const { text, structured } = await harness.call(tool, args);
  // The harness has checked the result against the tool's schema.
  const { findings, unreadable } = structured as unknown as Omit<Diagnosis, 'text'>;
  await checkFixes(harness, findings, plan);
  return { text, findings, unreadable };
}

const about = (findings: readonly Found[], words: string): Found | undefined =>
  findings.find(({ what }) => what.includes(words));

/** How fixes name the environment that most tests look at. */
const here = { organization: 'Acme Outfitters', environment: 'Sandbox' };

/** A request is answered in another way when its path ends so. */
type Answers = Record<string, { body: unknown; status?: number }>;

async function harnessWith(answers: Answers, options: Parameters<typeof startHarness>[0] = {}): Promise<Harness> {
  return startHarness({
    ...options,
    emulator: {
      ...options.emulator,
      intercept: (request) => {
        const { pathname } = new URL(request.url);
        const ending = Object.keys(answers).find((end) => pathname.endsWith(end));
        const answer = ending === undefined ? undefined : answers[ending];
        return answer && Response.json(answer.body, { status: answer.status ?? 200 });
      },
    },
  });
}

describe(tool, async () => {
  const harness = await startHarness();

  it('has "nothing wrong" as an answer', async () => {
    const { text, findings, unreadable } = await diagnose(harness, 'orders-gateway');
    expect(findings).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(text).toMatch(
      /^No problems found\. Managed gateway "orders-gateway" \(\S+\) in "Sandbox" of "Acme Outfitters"\./,
    );
    expect(text).toContain('APIs: 1');
    expect(text).toMatch(
      /checked: version 1\.9\.9, newest of lts; registration until 20\d\d-\S+; target "acme-us-east" Active, open to the environment; public URL in its domains; size small in the business group: 4 of 7 used, 3 remaining; runtime configuration within the usual range; APIs: 1 of 50/i,
    );
  });

  it('explains a failure by the address that is not of its target, once, with the address that is', async () => {
    const { text, findings } = await diagnose(harness, 'returns-gateway');
    expect(findings.filter(({ severity }) => severity === 'cause')).toHaveLength(1);
    expect(findings[0]?.what).toContain('returns-gateway-f20a11.m4v9ts.deu-c1.cloudhub.io');
    expect(findings[0]?.evidence).toContain('q7x2ld.usa-e2.cloudhub.io');
    expect(findings[0]?.evidence).toContain('Ingress could not be configured');
    expect(findings[0]?.calls).toEqual([
      {
        tool: 'anypoint_update_gateway',
        arguments: {
          gateway: seedGateways.returns,
          publicUrl: expect.stringMatching(/^https:\/\/returns-gateway-\w+\.q7x2ld\./),
          ...here,
        },
      },
    ]);
    expect(text).toContain('1 cause, 1 note.');
  });

  it('tells a gateway stopped on purpose, and the call that starts it', async () => {
    const { findings } = await diagnose(harness, 'partners-gateway');
    expect(findings[0]).toMatchObject({
      severity: 'cause',
      what: expect.stringContaining('stopped on purpose'),
      calls: [
        {
          tool: 'anypoint_set_gateway_desired_status',
          arguments: { gateway: seedGateways.partners, desiredStatus: 'STARTED', ...here },
        },
      ],
    });
    expect(about(findings, 'No API is deployed')).toMatchObject({ severity: 'note' });
  });

  it('names the replicas that are not connected', async () => {
    const { findings, text } = await diagnose(harness, 'branch-office');
    expect(findings[0]).toMatchObject({ severity: 'cause', what: expect.stringContaining('None of its replicas') });
    expect(findings[0]?.evidence).toContain('"branch-office-0" is DISCONNECTED since 2025-09-01');
    expect(text).toContain('Self-managed gateway "branch-office"');
    // Versions and APIs are read for both kinds.
    expect(about(findings, 'the newest of channel edge is 1.12.1')).toMatchObject({ severity: 'note' });
  });

  it('reads only, and names the nearest when it does not know a gateway', async () => {
    harness.seen.length = 0;
    await diagnose(harness, seedGateways.orders);
    await diagnose(harness, seedGateways.warehouse);
    expect(harness.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await harness.fails(tool, { gateway: 'ordres-gateway' })).toContain(seedGateways.orders);
  });

  it('gives fixes that work from anywhere, and says what it checked', async () => {
    const { storefront } = seedGateways;
    await harness.ok('anypoint_set_gateway_desired_status', {
      gateway: storefront,
      desiredStatus: 'STOPPED',
      environment: 'Production',
    });
    const { findings, text } = await diagnose(harness, 'storefront-gateway', 'Production');
    expect(text).toMatch(/^1 cause.* in "Production" of "Acme Outfitters"\./);
    const [start] = findings[0]?.calls ?? [];
    expect(start?.arguments).toMatchObject({ gateway: storefront, environment: 'Production' });
    expect(await harness.ok(start?.tool ?? '', start?.arguments)).toMatchObject({ outcome: 'done' });
  });

  it('says in which environment a gateway is that was looked for in another', async () => {
    expect(await harness.fails(tool, { gateway: 'storefront-gateway' })).toContain(
      'Gateway "storefront-gateway" was not found in "Sandbox" of "Acme Outfitters".\nWhy: Such a gateway is in environment "Production": "storefront-gateway"',
    );
  });
});

describe(`${tool} of a gateway that something happened to`, async () => {
  const answers: Answers = {};
  const harness = await harnessWith(answers);
  const { store } = harness.emulator;
  const orders = store.managedGateways.get(seedGateways.orders);
  const space = store.privateSpaces.get(seedGateways.spaceUs);
  const warehouse = store.selfManagedGateways.get(seedGateways.warehouse);
  if (!orders || !space || !warehouse) throw new Error('the emulator lost its gateways');
  const asSeeded = structuredClone({ orders, space, warehouse });

  beforeEach(() => {
    for (const ending of Object.keys(answers)) delete answers[ending];
    const { orders: one, space: two, warehouse: three } = structuredClone(asSeeded);
    Object.assign(orders, one);
    Object.assign(space, two);
    Object.assign(warehouse, three);
    store.runtimeConfigurations.clear();
  });

  const live = (status: string, ready: boolean, running: boolean): void => {
    answers['/status'] = { body: { status, ready, running } };
  };

  it("gives the platform's reason for another failure", async () => {
    const failed = { status: 'FAILED', ready: false, running: false, statusMessage: 'Out of replicas in zone b' };
    orders.phase = { before: failed, after: failed, at: 0 };
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(findings[0]).toMatchObject({
      severity: 'cause',
      what: 'The platform could not apply its definition; it says "Out of replicas in zone b".',
    });
    expect(findings[0]?.evidence).toContain('the platform says "Out of replicas in zone b"');
    // An update without a change would apply nothing; what remains is to choose.
    const ways = findings[0]?.calls?.map(({ tool: name, arguments: { gateway: _, name: called, ...args } }) => [
      name,
      args,
    ]);
    expect(ways).toEqual([
      ['anypoint_set_gateway_desired_status', { desiredStatus: 'STOPPED', ...here }],
      ['anypoint_set_gateway_desired_status', { desiredStatus: 'STARTED', ...here }],
      ['anypoint_update_gateway', { runtimeVersion: expect.not.stringMatching(/^1\.9\.9$/), ...here }],
    ]);
    const fix = findings[0]?.fix ?? '';
    expect(fix.length).toBeLessThan(1_000);
    expect(fix).toContain('the same call with size large instead of runtimeVersion');
    const [, , { tool: update = '', arguments: args = {} } = {}] = findings[0]?.calls ?? [];
    const { runtimeVersion: _, ...others } = args;
    await harness.ok(update, { ...others, size: 'large', dryRun: true });
    expect(fix).toContain('no outage');
  });

  it.each([
    ['APPLYING', false, false, 'likely', 'It is applying, although'],
    ['APPLIED', false, true, 'cause', 'runs but is not ready'],
    ['UNHEARD_OF', false, false, 'cause', 'should run but does not'],
  ])('judges the state %s (ready %s, running %s)', async (status, ready, running, severity, what) => {
    live(status, ready, running);
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(about(findings, what)).toMatchObject({ severity });
    expect(about(findings, what)?.evidence).toContain(`status ${status}`);
  });

  it('sees a gateway that should be stopped but still runs', async () => {
    orders.desiredStatus = 'STOPPED';
    live('RUNNING', true, true);
    expect(about((await diagnose(harness, 'orders-gateway')).findings, 'still runs')).toMatchObject({
      severity: 'likely',
    });
  });

  it('sees a private space that is not active, and one that is closed to the environment', async () => {
    space.status = { before: 'Degraded', after: 'Degraded', at: 0 };
    space.environments = { type: 'production', businessGroups: ['all'] };
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(about(findings, 'is not active')).toMatchObject({
      severity: 'likely',
      evidence: 'state of the private space: Degraded',
      fix: expect.stringContaining('anypoint_list_gateway_targets'),
    });
    expect(about(findings, 'not open to this environment')).toMatchObject({ severity: 'likely' });
    live('STARTING', false, false);
    expect(about((await diagnose(harness, 'orders-gateway')).findings, 'is not active')).toMatchObject({
      severity: 'cause',
    });
  });

  it('says that there is no public URL', async () => {
    delete orders.configuration.ingress;
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(about(findings, 'no public URL')).toMatchObject({
      severity: 'note',
      fix: expect.stringMatching(/"publicUrl":"https:\/\/orders-gateway-\w+\.q7x2ld/),
    });
  });

  it.each([
    // It takes traffic: the registration cannot be why not.
    ['2026-11-01T00:00:00Z', 'likely', 'has expired. It still takes traffic'],
    ['2026-11-23T08:30:00Z', 'likely', 'expires in less than an hour'],
    ['2026-11-23T13:00:01Z', 'likely', 'expires in 5 hours'],
    ['2026-11-30T08:00:01Z', 'note', 'expires in 7 days'],
  ])('judges a registration that expires at %s', async (expiration, severity, what) => {
    answers['/registration'] = { body: { expiration } };
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(about(findings, what)).toMatchObject({ severity });
  });

  it('compares the version with the newest of its channel', async () => {
    orders.runtimeVersion = '1.9.3';
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(about(findings, 'version 1.9.3; the newest of channel lts is 1.9.9')).toMatchObject({
      severity: 'note',
      calls: [
        {
          tool: 'anypoint_update_gateway',
          arguments: { gateway: seedGateways.orders, runtimeVersion: '1.9.9', ...here },
        },
      ],
    });
    orders.runtimeVersion = '1.4.0';
    expect(about((await diagnose(harness, 'orders-gateway')).findings, 'no longer published')).toBeDefined();
  });

  it('finds settings that are outside their usual range, with the calls that correct them', async () => {
    store.runtimeConfigurations.set(seedGateways.orders, {
      createdAt: 0,
      updatedAt: 0,
      configuration: {
        timeouts: { streamIdleSeconds: 0, upstreamResponseSeconds: 1, upstreamConnectionIdleSeconds: 9_000 },
        tracing: { enabled: true, sampling: { overall: 100 } },
        logging: { runtimeLogs: { logLevel: 'debug' } },
        proxyProtocol: { enabled: true },
        circuitBreaker: {
          maxConnections: 0,
          maxRequests: 0,
          maxPendingRequests: 0,
          maxConnectionPools: 0,
          maxRetries: 0,
        },
        tls: { defaultPoliciesOutboundTls: { secretGroupId: 'a', truststoreId: 'b', skipValidation: true } },
      },
    });
    const { findings } = await diagnose(harness, 'orders-gateway');
    const severityOf = (words: string) => about(findings, words)?.severity;
    expect(severityOf('idle time of streams is off')).toBe('likely');
    expect(severityOf('wait for upstream services is very short')).toBe('likely');
    expect(severityOf('idle time of upstream connections is very long')).toBe('note');
    for (const what of ['no connections', 'no requests', 'no waiting requests', 'no connection pools']) {
      expect(severityOf(`The circuit breaker allows ${what}`)).toBe('likely');
    }
    expect(severityOf('allows no retries')).toBe('note');
    expect(severityOf('expects the PROXY protocol')).toBe('likely');
    expect(severityOf('trusts any certificate')).toBe('note');
    expect(severityOf('traces every request')).toBe('note');
    // Debug is fine in a sandbox.
    expect(severityOf('level debug')).toBeUndefined();
    expect(about(findings, 'very short')).toMatchObject({
      evidence:
        'runtime configuration, timeouts.upstreamResponseSeconds: upstreamResponseSeconds is 1; usual: 15, from 2 to 300 s',
      calls: [
        {
          tool: 'anypoint_upsert_gateway_runtime_config',
          arguments: { gateway: seedGateways.orders, upstreamResponseSeconds: 15, ...here },
        },
      ],
    });
  });

  it('finds limits that are low or high without being zero, and says nothing of usual ones', async () => {
    const judged = async (configuration: Record<string, unknown>): Promise<string[]> => {
      store.runtimeConfigurations.set(seedGateways.orders, { createdAt: 0, updatedAt: 0, configuration });
      const { findings } = await diagnose(harness, 'orders-gateway');
      return findings.map(({ severity, what, evidence }) => `${severity}: ${what} (${evidence.replace(/.*: /, '')})`);
    };
    const low = { maxConnections: 1, maxRequests: 1, maxPendingRequests: 3, maxConnectionPools: 1, maxRetries: 500 };
    expect(await judged({ circuitBreaker: low, connectionBufferLimits: { global: 1 } })).toEqual([
      expect.stringMatching(
        /^likely: The circuit breaker allows only 1 connection at a time: calls beyond that wait or end with 503\. .*at least 32\)$/,
      ),
      expect.stringMatching(/^likely: The circuit breaker allows only 1 request at a time/),
      expect.stringMatching(/^likely: The circuit breaker allows only 3 waiting requests at a time/),
      expect.stringMatching(/^likely: The circuit breaker allows only 1 connection pool at a time/),
      expect.stringMatching(/^likely: The circuit breaker allows very many retries.*from 1 to 10\)$/),
      expect.stringMatching(/^likely: The buffer of a connection is smaller than the headers of an ordinary request/),
    ]);
    expect(
      await judged({
        circuitBreaker: { maxRetries: 20 },
        connectionBufferLimits: { global: 32_768 },
        timeouts: { streamIdleSeconds: 200_000 },
      }),
    ).toEqual([
      expect.stringMatching(/^likely: The idle time of streams lasts days/),
      expect.stringMatching(/^note: The circuit breaker allows many retries/),
      expect.stringMatching(/^note: The buffer of a connection is smaller than large request headers/),
    ]);
    expect(await judged({ connectionBufferLimits: { global: 0 } })).toEqual([expect.stringContaining('is 0')]);
    expect(await judged({ connectionBufferLimits: { global: 1e9 } })).toEqual([expect.stringContaining('very large')]);
    expect(
      await judged({
        timeouts: { streamIdleSeconds: 300, upstreamResponseSeconds: 15, upstreamConnectionIdleSeconds: 60 },
        circuitBreaker: {
          maxConnections: 1024,
          maxRequests: 1024,
          maxPendingRequests: 1024,
          maxConnectionPools: 1024,
          maxRetries: 3,
        },
        connectionBufferLimits: { global: 1_048_576 },
        tracing: { enabled: true, sampling: { overall: 2 } },
        logging: { runtimeLogs: { logLevel: 'info' } },
        proxyProtocol: { enabled: false },
      }),
    ).toEqual([]);
  });

  it('judges the definition where there is no runtime configuration', async () => {
    answers['/runtime-configuration'] = { body: { message: 'none' }, status: 404 };
    orders.configuration.properties.upstreamResponseTimeout = 0;
    const { findings, unreadable } = await diagnose(harness, 'orders-gateway');
    expect(unreadable).toEqual([]);
    expect(about(findings, 'is off')?.calls).toMatchObject([
      { tool: 'anypoint_update_gateway', arguments: { upstreamResponseTimeout: 15 } },
    ]);
  });

  it('reports level debug in production', async () => {
    const storefront = store.managedGateways.get(seedGateways.storefront);
    if (storefront) storefront.configuration.logging = { level: 'debug' };
    const { findings } = await diagnose(harness, 'storefront-gateway', 'Production');
    expect(about(findings, 'level debug in production')).toMatchObject({ severity: 'note' });
  });

  it('counts APIs against the limit, and finds one that could not be deployed', async () => {
    const api = store.apis.get(seedApis.fulfilment);
    if (!api?.deployment) throw new Error('the emulator lost its API');
    const more = Array.from({ length: 49 }, (_, index) => ({ ...structuredClone(api), id: 5_000 + index }));
    for (const one of more) store.apis.set(one.id, one);
    const full = await diagnose(harness, 'orders-gateway');
    expect(about(full.findings, 'It is full')).toMatchObject({
      severity: 'likely',
      evidence:
        '50 APIs are deployed to it; its limit is 50; gateways of size small: 4 of 7 used, 3 remaining; gateways of size large: 1 of 2 used, 1 remaining',
      fix: expect.stringContaining(`{"gateway":"${seedGateways.orders}","size":"large"`),
    });
    const bought = store.organizations.get(harness.emulator.access.organizationId)?.entitlements;
    if (!bought) throw new Error('the emulator lost its organization');
    const { managedGatewayLarge } = bought;
    bought.managedGatewayLarge = { assigned: 1, reassigned: 0 };
    const used = about((await diagnose(harness, 'orders-gateway')).findings, 'It is full');
    bought.managedGatewayLarge = managedGatewayLarge;
    // Another gateway, or fewer APIs: update_gateway would refuse.
    expect(used?.fix).toMatch(
      /^It cannot become large: the entitlement for that size is used up \(1 of 1 used, 0 remaining\)\./,
    );
    expect(used?.calls?.map(({ tool: name }) => name)).toEqual([
      'anypoint_list_apis',
      'anypoint_delete_api',
      'anypoint_list_gateways',
      'anypoint_create_gateway',
      'anypoint_create_api',
    ]);
    for (const one of more.slice(0, 3)) store.apis.delete(one.id);
    expect(about((await diagnose(harness, 'orders-gateway')).findings, 'nearly full')).toMatchObject({
      severity: 'note',
    });
    for (const one of more) store.apis.delete(one.id);
    // The emulator's deployments do not fail; the real ones say so in a state that is not documented.
    Object.assign(api.deployment, { status: [{ at: 0, state: 'failed' }] });
    const { findings } = await diagnose(harness, 'orders-gateway');
    Object.assign(api.deployment, { status: [{ at: 0, state: 'deployed' }] });
    expect(about(findings, 'could not be deployed to it')).toMatchObject({
      severity: 'cause',
      calls: [{ tool: 'anypoint_diagnose_api', arguments: { api: String(seedApis.fulfilment), ...here } }],
    });
  });

  it.each([
    [4, 'note', 'cannot have another gateway of size small'],
    [3, 'likely', 'runs more gateways of size small than it is entitled to'],
  ])('compares usage with an entitlement of %i', async (assigned, severity, what) => {
    const organization = store.organizations.get(harness.emulator.access.organizationId);
    if (!organization) throw new Error('the emulator lost its organization');
    organization.entitlements.managedGatewaySmall = { assigned, reassigned: 0 };
    const { findings } = await diagnose(harness, 'orders-gateway');
    organization.entitlements.managedGatewaySmall = { assigned: 9, reassigned: 2 };
    expect(about(findings, what)).toMatchObject({ severity });
  });

  it('finds a self-managed gateway that is half connected, behind, mixed, and about to lose a certificate', async () => {
    const [first, second] = warehouse.replicas;
    if (!first || !second) throw new Error('the emulator lost its replicas');
    second.status = { before: 'DISCONNECTED', after: 'DISCONNECTED', at: 0 };
    second.gatewayVersion = '1.10.2';
    first.certificateExpirationDate = Date.parse('2026-12-01T00:00:00Z');
    answers['/replicas'] = {
      body: {
        content: [
          {
            id: first.id,
            name: first.name,
            status: 'CONNECTED',
            configurationStatus: { status: 'FAILED', message: 'bad filter' },
          },
          { id: second.id, name: second.name, status: 'DISCONNECTED' },
        ],
      },
    };
    const { findings } = await diagnose(harness, 'warehouse-edge');
    expect(about(findings, 'Only 1 of its 2 replicas')).toMatchObject({
      severity: 'likely',
      evidence: '"warehouse-edge-1" is DISCONNECTED',
    });
    expect(about(findings, 'newest configuration')).toMatchObject({
      severity: 'likely',
      evidence: '"warehouse-edge-0" is FAILED: "bad filter"',
    });
    expect(about(findings, 'run different versions')).toMatchObject({ severity: 'note' });
    expect(about(findings, 'certificate of one of its replicas expires in 7 days')).toMatchObject({ severity: 'note' });
    first.certificateExpirationDate = Date.parse('2026-11-01T00:00:00Z');
    expect(
      about((await diagnose(harness, 'warehouse-edge')).findings, 'The certificate of 1 of its 2 replicas has expired'),
    ).toMatchObject({ severity: 'likely' });
  });

  it('explains by their certificates that all replicas are gone, before anything else', async () => {
    for (const replica of warehouse.replicas) {
      replica.status = { before: 'DISCONNECTED', after: 'DISCONNECTED', at: 0 };
      replica.certificateExpirationDate = Date.parse('2026-11-01T00:00:00Z');
    }
    const { findings } = await diagnose(harness, 'warehouse-edge');
    expect(findings.slice(0, 2)).toMatchObject([
      { severity: 'cause', what: expect.stringContaining('The certificates of all replicas have expired') },
      {
        severity: 'cause',
        what: expect.stringContaining('None of its replicas'),
        fix: expect.stringContaining('renew the registration first'),
      },
    ]);
  });

  it('says of a self-managed version that it is in no channel any more', async () => {
    for (const replica of warehouse.replicas) replica.gatewayVersion = '1.4.0';
    const { findings } = await diagnose(harness, 'warehouse-edge');
    expect(about(findings, 'version 1.4.0, which is no longer published in any channel')).toMatchObject({
      severity: 'note',
      evidence: expect.stringContaining('lts 1.9.9'),
    });
  });

  it('judges an expired registration by the state of the gateway', async () => {
    answers['/registration'] = { body: { expiration: '2026-11-01T00:00:00Z' } };
    live('APPLIED', false, true);
    const { findings } = await diagnose(harness, 'orders-gateway');
    expect(findings[0]).toMatchObject({ severity: 'cause', what: expect.stringContaining('registration has expired') });
  });

  it('has an unready gateway checked before it is restarted, and names the outage', async () => {
    live('APPLIED', false, true);
    const { findings } = await diagnose(harness, 'orders-gateway');
    const { fix = '', calls = [] } = about(findings, 'runs but is not ready') ?? {};
    expect(calls.map(({ tool: name }) => name)).toEqual([
      'anypoint_get_gateway_runtime_config',
      'anypoint_get_gateway_status',
      'anypoint_set_gateway_desired_status',
      'anypoint_set_gateway_desired_status',
      // A second restart would not help, either.
      'anypoint_update_gateway',
    ]);
    expect(fix).toContain('do not restart it again');
    expect(fix).toContain('(outage: until it is up again, its API does not answer)');
  });

  it('does not know that nothing is wrong when the state could not be read', async () => {
    answers['/status'] = { body: { message: 'oops' }, status: 500 };
    const { text, findings } = await diagnose(harness, 'orders-gateway');
    expect(findings).toEqual([]);
    expect(text).toMatch(/^Problems cannot be ruled out without status, 1 part unreadable\./);
  });

  it('says that a self-managed gateway has no replicas', async () => {
    warehouse.replicas = [];
    expect(about((await diagnose(harness, 'warehouse-edge')).findings, 'no replicas')).toMatchObject({
      severity: 'cause',
    });
  });
});

describe(`${tool} just after a change`, async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });

  it('says that it is still being applied, and after that that it was changed', async () => {
    const { clock } = harness.emulator;
    await harness.ok('anypoint_update_gateway', { gateway: 'orders-gateway', logLevel: 'warn', wait: false });
    const applying = await diagnose(harness, 'orders-gateway');
    expect(applying.findings[0]).toMatchObject({
      severity: 'likely',
      what: 'The platform is still applying a change.',
      evidence: expect.stringContaining('updated less than a minute ago'),
    });
    clock.advance(20_000);
    const applied = await diagnose(harness, 'orders-gateway');
    expect(applied.text).toMatch(/^No problems found; 1 note/);
    expect(applied.findings[0]?.what).toContain('It was changed less than a minute ago');
  });
});

describe(`${tool} without the permission for everything`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        /\/(apimanager|runtimefabric)\/|\/gateways\/targets|\/versions|\/usage\/|\/registration$|\/runtime-configuration$|\/status$|\/replicas$|\/accounts\/api\/organizations\/[^/]+$/.test(
          new URL(url).pathname,
        )
          ? Response.json({ message: 'not for you' }, { status: 403 })
          : undefined,
    },
  });

  it('diagnoses what it can read and names the rest', async () => {
    // Its plan reads the state, too.
    const { findings, unreadable, text } = await diagnose(harness, 'partners-gateway', undefined, false);
    expect(findings.map(({ what }) => what)).toEqual(['It was stopped on purpose and takes no traffic.']);
    expect(unreadable.map(({ part }) => part).sort()).toEqual([
      'APIs deployed to it',
      'domains of its target',
      'entitlement',
      'private spaces',
      'published versions',
      'registration',
      'runtime configuration',
      'status',
      'targets of the environment',
      'usage',
    ]);
    expect(text).toContain('10 parts unreadable');
    expect(text).toContain('unreadable: APIs deployed to it:');
    // The whole advice, whatever the length of the address before it.
    expect(text).toContain('grant the permission "View APIs Configuration" for this business group and environment');
    expect(text).not.toContain('…');
  });

  it('counts the replicas of a self-managed gateway without reading them one by one', async () => {
    const { findings, unreadable } = await diagnose(harness, 'branch-office');
    expect(findings[0]?.evidence).toBe('status DISCONNECTED; connected: 0 of 1');
    expect(unreadable.map(({ part }) => part)).toContain('replicas');
  });

  it('does not take a gateway that only tells its state in the definition as running', async () => {
    const { findings, text } = await diagnose(harness, 'orders-gateway');
    expect(findings).toEqual([]);
    expect(text).toMatch(/^Problems cannot be ruled out without status, 10 parts unreadable\./);
  });
});

describe('the fixes', () => {
  // Runs after the tests above, which have collected them.
  it('of every kind of finding were carried out', () => {
    expect(
      uncovered(['src/services/apis/dependents.ts', ...filesIn('src/services/gateways/diagnosis')], checkedFindings),
    ).toEqual([]);
  });
});
