import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_get_gateway', async () => {
  let refuseStandalone = false;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        refuseStandalone && request.url.includes('/standalone/')
          ? Response.json({ status: 403, message: 'No access' }, { status: 403 })
          : undefined,
    },
  });

  it('shows definition and live state of a managed gateway', async () => {
    const { structured, text } = await harness.call('anypoint_get_gateway', { gateway: 'orders' });
    expect(structured?.['gateway']).toMatchObject({
      id: seedGateways.orders,
      kind: 'managed',
      status: 'RUNNING',
      desiredStatus: 'STARTED',
      ready: true,
      releaseChannel: 'lts',
      size: 'small',
      apiLimit: 50,
      targetName: 'acme-us-east',
      upstreamResponseTimeout: 15,
      forwardLogs: true,
      tracing: false,
    });
    expect(text).toMatch(/public URL: https:\/\/orders-gateway-\w+\.q7x2ld/);
  });

  it('shows the reason of a failure and every label of tracing', async () => {
    const gateway = harness.emulator.store.managedGateways.get(seedGateways.returns);
    if (gateway) {
      gateway.configuration = {
        ...gateway.configuration,
        tracing: {
          enabled: true,
          sampling: 7,
          labels: [{ type: 'requestHeader', name: 'tenant', defaultValue: 'none', keyName: 'x-tenant' }],
        },
      };
    }
    const { structured, text } = await harness.call('anypoint_get_gateway', { gateway: 'returns-gateway' });
    expect(structured).toMatchObject({ gateway: { statusMessage: expect.stringContaining('does not belong') } });
    expect(text).toContain('tenant = requestHeader x-tenant, default none');
  });

  it('shows versions, replicas and the certificate of a self-managed gateway', async () => {
    const { gateway } = await harness.ok('anypoint_get_gateway', { gateway: 'warehouse-edge' });
    expect(gateway).toMatchObject({
      kind: 'self-managed',
      status: 'CONNECTED',
      versions: ['1.11.4'],
      replicas: [{ status: 'CONNECTED', count: 2 }],
      certificateExpiresAt: '2030-01-01T00:00:00.000Z',
    });
  });

  it('reads an id directly, without listing', async () => {
    harness.seen.length = 0;
    expect((await harness.ok('anypoint_get_gateway', { gateway: seedGateways.warehouse }))['gateway'].kind).toBe(
      'self-managed',
    );
    await harness.ok('anypoint_get_gateway', { gateway: seedGateways.orders });
    expect(harness.seen.filter(({ path }) => path.endsWith('/gateways'))).toEqual([]);
  });

  it('names the nearest gateways when it does not know one, by name or id', async () => {
    const byName = await harness.fails('anypoint_get_gateway', { gateway: 'oders-gateway' });
    expect(byName).toContain('Gateway "oders-gateway" was not found in "Sandbox" of "Acme Outfitters".');
    expect(byName).toContain(`"orders-gateway" (${seedGateways.orders})`);
    const byId = await harness.fails('anypoint_get_gateway', { gateway: '00000000-0000-4000-8000-000000000000' });
    expect(byId).toContain('anypoint_list_gateways');
  });

  it('refuses a name that both kinds have', async () => {
    const own = harness.emulator.store.selfManagedGateways.get(seedGateways.branch);
    if (own) own.name = 'orders-gateway';
    const text = await harness.fails('anypoint_get_gateway', { gateway: 'orders-gateway' });
    if (own) own.name = 'branch-office';
    expect(text).toContain('matches 2 gateways');
    expect(text).toContain(seedGateways.branch);
  });

  it('treats a deleted self-managed gateway as gone', async () => {
    const own = harness.emulator.store.selfManagedGateways.get(seedGateways.branch);
    if (own) own.deleted = true;
    const text = await harness.fails('anypoint_get_gateway', { gateway: seedGateways.branch });
    if (own) own.deleted = false;
    expect(text).toContain(`Gateway "${seedGateways.branch}" was not found`);
  });

  it('works for managed gateways without access to self-managed ones, and says what it could not see', async () => {
    refuseStandalone = true;
    const { gateway } = await harness.ok('anypoint_get_gateway', { gateway: 'orders-gateway' });
    const text = await harness.fails('anypoint_get_gateway', { gateway: 'warehouse-edge' });
    refuseStandalone = false;
    expect(gateway.id).toBe(seedGateways.orders);
    expect(text).toContain('The self-managed gateways could not be listed');
  });
});
