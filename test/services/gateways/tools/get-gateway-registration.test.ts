import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_get_gateway_registration';
const day = 24 * 3600 * 1000;

describe(tool, async () => {
  let expiration: string | null | undefined;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        expiration !== undefined && request.url.endsWith('/registration') ? Response.json({ expiration }) : undefined,
    },
  });
  const inDays = (days: number) => new Date(harness.session.clock.now() + days * day).toISOString();

  it('counts the remaining days of a managed gateway', async () => {
    expiration = inDays(200.5);
    const { structured, text } = await harness.call(tool, { gateway: 'orders-gateway' });
    expect(structured).toMatchObject({ state: 'valid', daysLeft: 200, expiresAt: expiration });
    expect(text).toContain('expires in 200 days. Nothing to do.');
  });

  it.each([
    [30.2, 'expires soon', 'Warning: the registration of gateway "orders-gateway"'],
    [1.5, 'expires soon', 'expires in 1 day.'],
    [-3.5, 'expired', 'expired 4 days ago'],
  ])('warns %d days before', async (days, state, words) => {
    expiration = inDays(days);
    const { structured, text } = await harness.call(tool, { gateway: 'orders-gateway' });
    expect(structured).toMatchObject({ state });
    expect(text).toContain(words);
    expect(text).toContain('MuleSoft support');
  });

  it('works when the platform does not say', async () => {
    expiration = null;
    expect((await harness.call(tool, { gateway: 'orders-gateway' })).text).toContain('has no known expiry');
  });

  it('takes the first certificate of the replicas of a self-managed gateway', async () => {
    const replica = harness.emulator.store.selfManagedGateways.get(seedGateways.warehouse)?.replicas[1];
    if (replica) replica.certificateExpirationDate = Date.parse(inDays(10));
    const { structured, text } = await harness.call(tool, { gateway: 'warehouse-edge' });
    expect(structured).toMatchObject({ state: 'expires soon', daysLeft: 10, replicas: [{ count: 2 }] });
    expect(text).toContain('flexctl registration renew');
  });
});
