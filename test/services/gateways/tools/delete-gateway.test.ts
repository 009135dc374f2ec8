import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_delete_gateway';

describe(tool, async () => {
  let lingering = 0;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.url.endsWith('/status') && lingering-- > 0
          ? Response.json({ status: 'DELETING', ready: false, running: true })
          : undefined,
    },
  });
  const { store } = harness.emulator;

  it('shows what goes away and deletes nothing on dryRun', async () => {
    const { structured, text } = await harness.call(tool, { gateway: 'orders-gateway', dryRun: true });
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain('status: RUNNING → removed');
    expect(text).toMatch(/publicUrl: https:\/\/orders-gateway-\S+ → removed/);
    expect(text).toMatch(/Also affected:\n- API "Fulfilment API" .* stops answering at once/);
    expect(text).toContain('One more gateway of size small can then be created');
    expect(store.managedGateways.has(seedGateways.orders)).toBe(true);
  });

  it('waits until the platform does not know it any more', async () => {
    lingering = 2;
    const progress: string[] = [];
    const { outcome, result } = await harness.ok(tool, { gateway: seedGateways.partners }, { progress });
    lingering = 0;
    expect(outcome).toBe('done');
    expect(result.gateway).toEqual({ id: seedGateways.partners, name: 'partners-gateway', status: 'DELETED' });
    expect(progress.map((line) => line.split(' ')[0])).toEqual(['DELETING', 'DELETING', 'Gone']);
    expect(store.managedGateways.has(seedGateways.partners)).toBe(false);
  });

  it('says what is still in progress with wait false, and names the tool that reads it again', async () => {
    const { structured, text } = await harness.call(tool, { gateway: 'returns-gateway', wait: false });
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { gateway: { status: 'DELETING' } } });
    expect(text).toContain('anypoint_list_gateways');
  });

  it('refuses self-managed gateways and unknown ones', async () => {
    const text = await harness.fails(tool, { gateway: 'branch-office' });
    expect(text).toContain('is self-managed, so it cannot be deleted by this server.');
    expect(text).toContain('Runtime Manager > Flex Gateways');
    expect(await harness.fails(tool, { gateway: 'nothing' })).toContain('Gateway "nothing" was not found');
    expect(store.selfManagedGateways.get(seedGateways.branch)?.deleted).toBe(false);
  });
});

describe(`${tool} while somebody else deletes the gateway`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept(request) {
        if (request.url.endsWith(seedGateways.orders)) {
          harness.emulator.store.managedGateways.delete(seedGateways.orders);
        }
        return undefined;
      },
    },
  });

  it('says that it is gone, and sends nothing', async () => {
    const text = await harness.fails(tool, { gateway: 'orders-gateway' });
    expect(text.split('\n')).toEqual([
      `Gateway "orders-gateway" (${seedGateways.orders}) existed a moment ago and is gone.`,
      'Next: Somebody deleted it just now. anypoint_list_gateways lists the others.',
      '(invalid input)',
    ]);
    expect(harness.seen.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });
});
