import { beforeEach, describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_get_gateway_status';

describe(tool, async () => {
  let live: Record<string, unknown> | undefined;
  let withoutReason = false;
  const harness = await startHarness({
    emulator: {
      intercept: (request) => {
        if (live && request.url.endsWith('/status')) return Response.json(live);
        if (withoutReason && request.url.includes('/xapi/')) return new Response('no', { status: 403 });
        return undefined;
      },
    },
  });
  beforeEach(() => {
    live = undefined;
    withoutReason = false;
  });

  it('says that a gateway runs, by id and by name', async () => {
    const { structured, text } = await harness.call(tool, { gateway: 'orders-gateway' });
    expect(structured).toMatchObject({ status: 'RUNNING', ready: true, running: true, desiredStatus: 'STARTED' });
    expect(text).toContain('It runs and takes traffic.');
    expect((await harness.ok(tool, { gateway: seedGateways.orders }))['status']).toBe('RUNNING');
  });

  it('tells a gateway stopped on purpose and the way to start it', async () => {
    const { meaning } = await harness.ok(tool, { gateway: 'partners-gateway' });
    expect(meaning).toContain('stopped on purpose');
    expect(meaning).toContain('anypoint_set_gateway_desired_status');
  });

  it('shows the reason of a failure, and works without one', async () => {
    expect(await harness.ok(tool, { gateway: 'returns-gateway' })).toMatchObject({
      status: 'FAILED',
      statusMessage: expect.stringContaining('Ingress could not be configured'),
      meaning: expect.stringMatching(/; the status message has the reason\. anypoint_update_gateway/),
    });
    withoutReason = true;
    const silent = await harness.ok(tool, { gateway: seedGateways.returns });
    expect(silent['status']).toBe('FAILED');
    expect(silent['statusMessage']).toBeUndefined();
    expect(silent['meaning']).toContain('the API returned no reason');
  });

  it.each([
    [{ status: 'APPLYING', ready: false, running: false }, 'orders-gateway', 'no traffic yet'],
    [{ status: 'APPLYING', ready: true, running: true }, 'orders-gateway', 'the gateway keeps running'],
    [{ status: 'APPLIED', ready: false, running: true }, 'orders-gateway', 'runs but is not ready'],
    [{ status: 'UNHEARD_OF', ready: false, running: false }, 'orders-gateway', 'should run but does not'],
    [{ status: 'RUNNING', ready: true, running: true }, 'partners-gateway', 'should be stopped but still runs'],
    [{}, 'orders-gateway', 'should run but does not'],
  ])('says what %j of %s means', async (answer, gateway, words) => {
    live = answer;
    expect((await harness.ok(tool, { gateway }))['meaning']).toContain(words);
  });

  it('counts the replicas of a self-managed gateway', async () => {
    const all = await harness.ok(tool, { gateway: 'warehouse-edge' });
    expect(all).toMatchObject({ status: 'CONNECTED', meaning: 'All its replicas are connected to the platform.' });
    const none = await harness.ok(tool, { gateway: 'branch-office' });
    expect(none).toMatchObject({ status: 'DISCONNECTED', replicas: [{ status: 'DISCONNECTED', count: 1 }] });
    expect(none['meaning']).toContain('No replica is connected');
    const replica = harness.emulator.store.selfManagedGateways.get(seedGateways.warehouse)?.replicas[0];
    if (replica) replica.status = { ...replica.status, before: 'DISCONNECTED', after: 'DISCONNECTED' };
    const { text } = await harness.call(tool, { gateway: 'warehouse-edge' });
    if (replica) replica.status = { ...replica.status, before: 'CONNECTED', after: 'CONNECTED' };
    expect(text).toContain('1 of 2 replicas are connected');
  });
});
