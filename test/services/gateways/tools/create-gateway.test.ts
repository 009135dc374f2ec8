import { describe, expect, it } from 'vitest';
import { durations, seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_create_gateway';
const writes = (seen: { method: string; path: string }[]) =>
  seen.filter(({ method, path }) => method !== 'GET' && !path.endsWith('token'));

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;
  const stored = (name: string) => [...store.managedGateways.values()].find((gateway) => gateway.name === name);

  it('plans every value and what the entitlement leaves, and changes nothing', async () => {
    harness.seen.length = 0;
    const { structured, text } = await harness.call(tool, { name: 'planned-gw', dryRun: true });
    expect(writes(harness.seen)).toEqual([]);
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain(`targetId: ${seedGateways.spaceUs}`);
    expect(text).toMatch(/publicUrl: https:\/\/planned-gw-\w{6}\.q7x2ld\.usa-e2\.cloudhub\.io\//);
    for (const line of [
      'releaseChannel: lts',
      'runtimeVersion: 1.9.9',
      'size: small',
      'forwardSslSession: true',
      'lastMileSecurity: true',
      'upstreamResponseTimeout: 15',
      'connectionIdleTimeout: 60',
      'logging.level: info',
      'forwardLogs: true',
      'tracing.enabled: false',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toMatch(/size small: \d of 7 used, \d remaining before\./);
  });

  it('creates what the plan says and waits until it is ready', async () => {
    const { outcome, plan, result } = await harness.ok(tool, { name: 'ready-gw', tracingSampling: 5 });
    expect(outcome).toBe('done');
    expect(result.gateway).toMatchObject({ name: 'ready-gw', ready: true, status: 'RUNNING', tracingSampling: 5 });
    const gateway = stored('ready-gw');
    for (const { setting, after } of plan.steps[0].changes) {
      const value = setting.split('.').reduce((part: Record<string, never>, key: string) => part?.[key], gateway);
      expect(value, setting).toEqual(after);
    }
  });

  it('takes every argument, and the channel from the version', async () => {
    await harness.ok(tool, {
      name: 'full-gw',
      target: 'ACME-US-EAST',
      size: 'large',
      runtimeVersion: '1.11.4',
      publicUrl: 'https://full.q7x2ld.usa-e2.cloudhub.io/',
      upstreamResponseTimeout: 30,
      connectionIdleTimeout: 5,
      logLevel: 'debug',
      forwardLogs: false,
    });
    expect(stored('full-gw')).toMatchObject({
      releaseChannel: 'edge',
      runtimeVersion: '1.11.4',
      size: 'large',
      configuration: {
        ingress: { publicUrl: 'https://full.q7x2ld.usa-e2.cloudhub.io/' },
        properties: { upstreamResponseTimeout: 30, connectionIdleTimeout: 5 },
        logging: { level: 'debug', forwardLogs: false },
      },
    });
  });

  it.each([
    ['Orders GW', 'for example to "orders-gw"'],
    ['9lives', 'for example to "lives"'],
    ['ab-', 'for example to "ab-gateway"'],
    ['x'.repeat(43), '3 to 42'],
  ])('refuses the name %s in words', async (name, expected) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { name });
    expect(text).toContain('starts with a letter');
    expect(text).toContain(expected);
    expect(writes(harness.seen)).toEqual([]);
  });

  it.each([
    [{ name: 'orders-gateway' }, `A managed gateway "orders-gateway"`],
    [{ name: 'new-gw', target: 'nowhere' }, 'acme-us-east'],
    [{ name: 'new-gw', runtimeVersion: '9.9.9' }, 'edge: 1.12.1, 1.11.4'],
    [
      { name: 'new-gw', releaseChannel: 'edge', runtimeVersion: '1.9.9' },
      'Release channel edge has no version "1.9.9"',
    ],
    [{ name: 'new-gw', releaseChannel: 'nightly' }, 'Release channel "nightly"'],
    [{ name: 'new-gw', publicUrl: 'orders' }, 'Write publicUrl as https://HOST/'],
    [{ name: 'new-gw', publicUrl: 'http://a.q7x2ld.usa-e2.cloudhub.io/' }, 'is published as https://HOST/'],
    [{ name: 'new-gw', publicUrl: 'https://evil.example.com/' }, 'Its domains are *.q7x2ld.usa-e2.cloudhub.io'],
    [{ name: 'new-gw', publicUrl: 'https://x.other.cloudhub.io/' }, 'Give a host within one of them'],
    [{ name: 'new-gw', upstreamResponseTimeout: -1 }, 'must not be negative'],
    [{ name: 'new-gw', tracingSampling: 101 }, 'must be 0 to 100'],
  ])('refuses %j', async (args, expected) => {
    harness.seen.length = 0;
    expect(await harness.fails(tool, args)).toContain(expected);
    expect(writes(harness.seen)).toEqual([]);
  });

  it('asks which target when there are several', async () => {
    const text = await harness.fails(tool, { name: 'new-gw', environment: 'Production' });
    expect(text).toContain('acme-us-east');
    expect(text).toContain('acme-eu-central');
    expect(text).toContain('argument target');
  });

  it('says that a private space is not open to the environment, and which are', async () => {
    const text = await harness.fails(tool, { name: 'new-gw', target: 'acme-eu-central' });
    expect(text).toContain('Private space "acme-eu-central" (9d1f6b20-4c3a-4e85-b7f9-2a60c8d51e02) is not open to');
    expect(text).toContain(
      'Next: Open it to this environment (Runtime Manager > Private Spaces > Environments), or name',
    );
    expect(text).toContain('"acme-us-east"');
  });

  it('asks which private space, with the region of each', async () => {
    expect(await harness.fails(tool, { name: 'new-gw', environment: 'Production' })).toContain(
      'has 2: "acme-us-east", us-east-2; "acme-eu-central", eu-central-1.',
    );
  });

  it('warns about a self-managed gateway of the same name', async () => {
    const { text } = await harness.call(tool, { name: 'warehouse-edge', dryRun: true });
    expect(text).toContain('A self-managed gateway has the same name');
  });
});

describe(`${tool} against the entitlement`, async () => {
  const harness = await startHarness();

  it('says how many remain and offers the other size, before anything is sent', async () => {
    const root = harness.emulator.store.organizations.get(seedIds.root);
    if (root) root.entitlements.managedGatewaySmall = { assigned: 5, reassigned: 1 };
    harness.seen.length = 0;
    const text = await harness.fails(tool, { name: 'new-gw' });
    expect(text).toContain('No managed gateway of size small is left in "Acme Outfitters": 4 of 4 used, 0 remaining.');
    expect(text).toContain('size large (1 remaining)');
    expect(writes(harness.seen)).toEqual([]);
  });
});

describe(`${tool} without what is not published`, async () => {
  let hidden = /$^/;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        hidden.test(request.url) ? Response.json({ status: 403, message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('needs version and channel when the versions cannot be read', async () => {
    hidden = /gateway\/versions/;
    expect(await harness.fails(tool, { name: 'new-gw' })).toContain('Give both arguments, runtimeVersion and');
    const args = { name: 'new-gw', runtimeVersion: '1.9.9', releaseChannel: 'lts', dryRun: true };
    expect(await harness.ok(tool, args)).toMatchObject({ outcome: 'planned' });
  });

  it('needs publicUrl when the domains cannot be read', async () => {
    hidden = /\/domains/;
    expect(await harness.fails(tool, { name: 'new-gw' })).toContain('Give the argument publicUrl');
    expect(await harness.ok(tool, { name: 'new-gw', publicUrl: 'https://a.example/', dryRun: true })).toBeDefined();
  });

  it('says how a failing gateway ended, in the words of the platform', async () => {
    hidden = /\/domains/;
    const { structured, text } = await harness.call(tool, { name: 'odd-gw', publicUrl: 'https://odd.x1.cloudhub.io/' });
    expect(structured).toMatchObject({ outcome: 'failed' });
    expect(text).toContain('The domains of target "acme-us-east" could not be read');
    expect(text).toContain('the platform says "Ingress could not be configured');
    expect(text).toMatch(
      /keeps the name "odd-gw", and counts as one of the entitled gateways of size small\. anypoint_diagnose_gateway/,
    );
    expect(text).toMatch(/anypoint_delete_gateway \{"gateway":"[^"]+"\} removes it\./);
    expect(text).not.toContain('Read it again');
    expect(await harness.fails(tool, { name: 'odd-gw' })).toMatch(/FAILED\.\nNext: .*anypoint_diagnose_gateway \{/);
  });

  it('warns when the entitlement cannot be read', async () => {
    hidden = /accounts\/api\/organizations\/[^/]+$/;
    const { text } = await harness.call(tool, { name: 'new-gw', dryRun: true });
    expect(text).toContain('Warning: The remaining entitlement could not be read.');
  });

  it('says so when no private space is open to the environment', async () => {
    hidden = /$^/;
    const { privateSpaces } = harness.emulator.store;
    const spaces = [...privateSpaces];
    privateSpaces.clear();
    const text = await harness.fails(tool, { name: 'new-gw' });
    for (const [id, space] of spaces) privateSpaces.set(id, space);
    expect(text).toContain('No private space is open to environment');
  });
});

describe(`${tool} over time`, async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });

  it('reports progress and ends when ready', async () => {
    const progress: string[] = [];
    const { outcome, result } = await harness.ok(tool, { name: 'slow-gw' }, { progress });
    expect(outcome).toBe('done');
    expect(result.gateway.ready).toBe(true);
    expect(progress[0]).toBe('APPLYING');
    expect(progress.at(-1)).toMatch(/^RUNNING after [67] s$/);
  });

  it('says at the time limit what is still going on and how to read it again', async () => {
    expect(durations.gatewayCreates).toBeGreaterThan(1000);
    const { structured, text } = await harness.call(tool, { name: 'slower-gw', timeoutSeconds: 1 });
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { gateway: { status: 'APPLYING' } } });
    expect(text).toContain('Read it again with anypoint_get_gateway_status');
  });

  it('does not wait with wait false, and shows the tracing that the answer leaves out', async () => {
    const { outcome, result } = await harness.ok(tool, {
      name: 'now-gw',
      wait: false,
      tracingSampling: 9,
      size: 'large',
    });
    expect(outcome).toBe('in_progress');
    expect(result.gateway).toMatchObject({ status: 'APPLYING', tracing: true, tracingSampling: 9 });
  });
});
