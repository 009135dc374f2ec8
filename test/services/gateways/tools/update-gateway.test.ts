import { beforeEach, describe, expect, it } from 'vitest';
import { seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_update_gateway';

describe(tool, async () => {
  let beforeReading: ((count: number) => void) | undefined;
  let readings = 0;
  let sent: Record<string, unknown> | undefined;
  let answerDetail: Record<string, unknown> | undefined;
  let hidesDomains = false;
  const harness = await startHarness({
    emulator: {
      async intercept(request) {
        if (hidesDomains && request.url.includes('/domains')) return new Response('no', { status: 403 });
        const detail = request.url.endsWith(
          `/api/v1/organizations/${seedIds.root}/environments/${seedIds.rootSandbox}/gateways/${seedGateways.orders}`,
        );
        if (!detail) return undefined;
        if (request.method === 'PUT') sent = JSON.parse(await request.clone().text());
        if (request.method === 'GET') {
          beforeReading?.(++readings);
          if (answerDetail) return Response.json(answerDetail);
        }
        return undefined;
      },
    },
  });
  const { store } = harness.emulator;
  const orders = () => {
    const gateway = store.managedGateways.get(seedGateways.orders);
    if (gateway === undefined) throw new Error('the seed has no orders gateway');
    return gateway;
  };

  const asSeeded = structuredClone([...store.managedGateways]);
  beforeEach(() => {
    for (const [id, gateway] of structuredClone(asSeeded)) store.managedGateways.set(id, gateway);
  });

  it('plans only what changes and sends nothing on dryRun', async () => {
    harness.seen.length = 0;
    const { plan } = await harness.ok(tool, { gateway: 'orders-gateway', logLevel: 'warn', dryRun: true });
    expect(plan.steps[0].changes).toEqual([{ setting: 'configuration.logging.level', before: 'info', after: 'warn' }]);
    expect(harness.seen.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('replaces the whole definition, with the rest as it was, and waits until it is ready again', async () => {
    const before = structuredClone(orders().configuration);
    const { outcome, result } = await harness.ok(tool, {
      gateway: seedGateways.orders,
      upstreamResponseTimeout: 20,
      tracingSampling: 3,
      forwardSslSession: false,
    });
    expect(outcome).toBe('done');
    expect(result.gateway).toMatchObject({
      ready: true,
      upstreamResponseTimeout: 20,
      tracing: true,
      tracingSampling: 3,
    });
    expect(orders().configuration).toEqual({
      ...before,
      ingress: { ...before.ingress, forwardSslSession: false },
      properties: { ...before.properties, upstreamResponseTimeout: 20 },
      tracing: { ...before.tracing, enabled: true, sampling: 3 },
    });
  });

  it('keeps the percentage when tracing is switched off', async () => {
    await harness.ok(tool, { gateway: 'orders-gateway', tracingSampling: 4 });
    await harness.ok(tool, { gateway: 'orders-gateway', tracingSampling: 0 });
    expect(orders().configuration.tracing).toMatchObject({ enabled: false, sampling: 4 });
  });

  it('sends back members of the configuration that it does not know', async () => {
    answerDetail = {
      id: seedGateways.orders,
      name: 'orders-gateway',
      status: 'RUNNING',
      targetId: seedGateways.spaceUs,
      runtimeVersion: '1.9.9',
      releaseChannel: 'lts',
      size: 'small',
      configuration: { ingress: { publicUrl: 'https://a.example/', futureFlag: 'x' }, novelty: { deep: [1, 2] } },
    };
    const { plan } = await harness.ok(tool, { gateway: seedGateways.orders, logLevel: 'error', wait: false });
    answerDetail = undefined;
    expect(sent?.['configuration']).toEqual({
      ingress: { publicUrl: 'https://a.example/', futureFlag: 'x' },
      novelty: { deep: [1, 2] },
      logging: { level: 'error' },
      // Required by the platform, so they are filled in and shown.
      properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
    });
    expect(plan.steps[0].changes.map(({ setting }: { setting: string }) => setting)).toContain(
      'configuration.properties.upstreamResponseTimeout',
    );
  });

  it('says that nothing has to change', async () => {
    await harness.ok(tool, { gateway: 'orders-gateway', logLevel: 'info', size: 'small' });
    const { structured, text } = await harness.call(tool, {
      gateway: 'orders-gateway',
      logLevel: 'info',
      size: 'small',
      releaseChannel: 'LTS',
    });
    expect(structured).toMatchObject({ outcome: 'no_change' });
    expect(text).toContain('already has these values.');
  });

  it('notices what somebody else changed after the plan was made, and does not overwrite it', async () => {
    readings = 0;
    beforeReading = (count) => {
      if (count === 2) orders().configuration.properties.connectionIdleTimeout = 99;
    };
    harness.seen.length = 0;
    const text = await harness.fails(tool, { gateway: seedGateways.orders, logLevel: 'fatal' });
    beforeReading = undefined;
    expect(text).toContain('was changed by somebody else');
    expect(text).toContain('configuration.properties.connectionIdleTimeout: 60 → 99');
    expect(harness.seen.some(({ method }) => method === 'PUT')).toBe(false);
    expect(orders().configuration.properties.connectionIdleTimeout).toBe(99);
  });

  it('takes the newest version of another channel, and warns about an older one', async () => {
    const { plan } = await harness.ok(tool, { gateway: 'orders-gateway', releaseChannel: 'edge', dryRun: true });
    expect(plan.steps[0].changes).toEqual([
      { setting: 'runtimeVersion', before: '1.9.9', after: '1.12.1' },
      { setting: 'releaseChannel', before: 'lts', after: 'edge' },
    ]);
    const { text } = await harness.call(tool, { gateway: 'orders-gateway', runtimeVersion: '1.9.3', dryRun: true });
    expect(text).toContain('Version 1.9.3 is older than the current version 1.9.9.');
  });

  it('does not leave the channel because of a version', async () => {
    expect(await harness.fails(tool, { gateway: 'orders-gateway', runtimeVersion: '1.12.1' })).toContain(
      'Release channel lts has no version "1.12.1"',
    );
  });

  it('checks the entitlement of a new size before it sends', async () => {
    const { text } = await harness.call(tool, { gateway: 'orders-gateway', size: 'large', dryRun: true });
    expect(text).toContain('Size large: 1 of 2 used, 1 remaining before.');
    const root = store.organizations.get(seedIds.root);
    if (root) root.entitlements.managedGatewayLarge.assigned = 1;
    expect(await harness.fails(tool, { gateway: 'orders-gateway', size: 'large' })).toContain(
      'No managed gateway of size large is left',
    );
    if (root) root.entitlements.managedGatewayLarge.assigned = 2;
  });

  it('repairs a gateway whose public URL was wrong', async () => {
    const { gateway } = await harness.ok('anypoint_get_gateway', { gateway: 'returns-gateway' });
    const publicUrl = gateway.publicUrls[0].replace('m4v9ts.deu-c1', 'q7x2ld.usa-e2');
    const { outcome, result } = await harness.ok(tool, { gateway: 'returns-gateway', publicUrl });
    expect(outcome).toBe('done');
    expect(result.gateway).toMatchObject({ status: 'RUNNING', publicUrls: [publicUrl] });
    expect(result.gateway.statusMessage).toBeUndefined();
  });

  it('refuses a public URL that the target cannot serve', async () => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { gateway: 'orders-gateway', publicUrl: 'https://x.other.cloudhub.io/' });
    expect(text).toContain('The host "x.other.cloudhub.io" in the argument publicUrl is in none of the domains of');
    expect(text).toContain('Give a host within one of them, for example https://orders.q7x2ld.usa-e2.cloudhub.io/');
    expect(harness.seen.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('ends with the reason when the platform cannot apply it', async () => {
    hidesDomains = true;
    const { structured, text } = await harness.call(tool, {
      gateway: 'orders-gateway',
      publicUrl: 'https://x.other.cloudhub.io/',
    });
    hidesDomains = false;
    expect(structured).toMatchObject({ outcome: 'failed' });
    expect(text).toContain('does not belong to a domain of target');
  });

  it('does not wait for a stopped gateway to run', async () => {
    const { outcome, result } = await harness.ok(tool, { gateway: 'partners-gateway', logLevel: 'debug' });
    expect(outcome).toBe('done');
    expect(result.gateway).toMatchObject({ status: 'STOPPED', logLevel: 'debug' });
  });

  it('asks for a change, and refuses self-managed gateways with a way out', async () => {
    expect(await harness.fails(tool, { gateway: 'orders-gateway' })).toContain('No change was requested.');
    const text = await harness.fails(tool, { gateway: 'warehouse-edge', logLevel: 'info' });
    expect(text).toContain('is self-managed, so it cannot be updated by this server.');
    expect(text).toContain('anypoint_upsert_gateway_runtime_config');
  });
});

describe(`${tool} over time`, async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });

  it('says at the time limit what is still going on', async () => {
    const { structured, text } = await harness.call(tool, {
      gateway: 'orders-gateway',
      logLevel: 'warn',
      timeoutSeconds: 1,
    });
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toContain('APPLYING after 1 s. Read it again with anypoint_get_gateway_status {');
  });
});
