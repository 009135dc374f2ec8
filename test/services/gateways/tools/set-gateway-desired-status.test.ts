import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_set_gateway_desired_status';

describe(tool, async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });
  const desired = (id: string) => harness.emulator.store.managedGateways.get(id)?.desiredStatus;

  it('changes nothing on dryRun and warns about what stops', async () => {
    const args = { gateway: 'orders-gateway', desiredStatus: 'STOPPED', dryRun: true };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({
      outcome: 'planned',
      plan: { steps: [{ changes: [{ setting: 'desiredStatus', before: 'STARTED', after: 'STOPPED' }] }] },
    });
    expect(text).toMatch(/Also affected:\n- API "Fulfilment API" .* stops answering until the gateway is started/);
    expect(desired(seedGateways.orders)).toBe('STARTED');
  });

  it('stops a gateway and waits until it no longer runs', async () => {
    const progress: string[] = [];
    const args = { gateway: seedGateways.orders, desiredStatus: 'stopped' };
    const { outcome, result } = await harness.ok(tool, args, { progress });
    expect(outcome).toBe('done');
    expect(result.gateway).toMatchObject({ status: 'STOPPED', running: false, desiredStatus: 'STOPPED' });
    expect(progress[0]).toBe('APPLYING');
    expect(desired(seedGateways.orders)).toBe('STOPPED');
  });

  it('starts a gateway and waits until it is ready', async () => {
    const { outcome, result } = await harness.ok(tool, { gateway: 'partners-gateway', desiredStatus: 'STARTED' });
    expect(outcome).toBe('done');
    expect(result.gateway).toMatchObject({ status: 'RUNNING', ready: true });
  });

  it('says that it is so already', async () => {
    harness.seen.length = 0;
    const args = { gateway: 'storefront-gateway', environment: 'Production', desiredStatus: 'STARTED' };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({ outcome: 'no_change' });
    expect(text).toContain('is already STARTED.');
    expect(text).not.toContain('Warning');
    expect(harness.seen.some(({ method }) => method === 'PATCH')).toBe(false);
  });

  it('says so too when the gateway is not in its desired status', async () => {
    const { text } = await harness.call(tool, { gateway: 'returns-gateway', desiredStatus: 'STARTED' });
    expect(text).toContain('No change');
    expect(text).toContain('Warning: It does not run: it is FAILED. anypoint_diagnose_gateway {');
  });

  it('says at the time limit, or with wait false, how to read the state again', async () => {
    const args = { gateway: 'payments-gateway', environment: 'Production' };
    const stopped = await harness.call(tool, { ...args, desiredStatus: 'STOPPED', timeoutSeconds: 1 });
    expect(stopped.structured).toMatchObject({ outcome: 'in_progress' });
    expect(stopped.text).toContain('anypoint_get_gateway_status');
    const started = await harness.call(tool, { ...args, desiredStatus: 'STARTED', wait: false });
    expect(started.structured).toMatchObject({
      outcome: 'in_progress',
      result: { gateway: { desiredStatus: 'STARTED' } },
    });
  });

  it('refuses self-managed gateways with a way out', async () => {
    const text = await harness.fails(tool, { gateway: 'warehouse-edge', desiredStatus: 'STOPPED' });
    expect(text).toContain('cannot be started or stopped by this server.');
    expect(text).toContain('Start or stop its replicas on their machines');
  });

  it('ends as failed when a gateway does not start', async () => {
    const gateway = harness.emulator.store.managedGateways.get(seedGateways.returns);
    await harness.ok(tool, { gateway: 'returns-gateway', desiredStatus: 'STOPPED' });
    if (gateway) gateway.failure = 'No capacity left in the private space';
    const { structured, text } = await harness.call(tool, { gateway: 'returns-gateway', desiredStatus: 'STARTED' });
    expect(structured).toMatchObject({ outcome: 'failed' });
    expect(text).toContain('the platform says "No capacity left in the private space".');
    if (gateway) delete gateway.failure;
  });
});
