import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const names = (gateways: { name: string }[]) => gateways.map(({ name }) => name);

describe('anypoint_list_gateways', async () => {
  const harness = await startHarness();

  it('lists both kinds with status and the name of the target', async () => {
    const { gateways, total, ...rest } = await harness.ok('anypoint_list_gateways');
    expect(total).toBe(5);
    expect(rest).not.toHaveProperty('unreadable');
    expect(gateways.find(({ name }: { name: string }) => name === 'orders-gateway')).toEqual({
      id: seedGateways.orders,
      name: 'orders-gateway',
      kind: 'managed',
      status: 'RUNNING',
      targetId: seedGateways.spaceUs,
      targetName: 'acme-us-east',
      updatedAt: '2025-09-01T14:20:00.000Z',
    });
    expect(gateways[0]).toMatchObject({ name: 'branch-office', kind: 'self-managed', status: 'DISCONNECTED' });
  });

  it('sends all requests at once', async () => {
    await harness.call('anypoint_list_gateways');
    harness.seen.length = 0;
    await harness.call('anypoint_list_gateways');
    expect(harness.seen.map(({ path }) => path.replace(/.*\/environments\/[^/]+/, '')).sort()).toEqual([
      '/gateways',
      '/gateways',
      '/gateways/targets',
    ]);
  });

  it('takes one kind, a part of the name in any case, and a limit', async () => {
    const own = await harness.ok('anypoint_list_gateways', { kind: 'self-managed' });
    expect(names(own['gateways'])).toEqual(['branch-office', 'warehouse-edge']);
    const part = await harness.ok('anypoint_list_gateways', { nameContains: 'PART' });
    expect(names(part['gateways'])).toEqual(['partners-gateway']);
    const few = await harness.call('anypoint_list_gateways', { nameContains: 'zzz' });
    expect(few.text).toMatch(/^0 of 5 gateways in .* match\.$/);
    expect((await harness.call('anypoint_list_gateways', { kind: 'self-managed' })).text).toMatch(
      /^2 self-managed gateways in /,
    );
    const cut = await harness.call('anypoint_list_gateways', { limit: 2 });
    expect(cut.structured).toMatchObject({ total: 5 });
    expect(cut.text).toContain('Showing 2 of 5');
  });

  it('leaves out deleted self-managed gateways', async () => {
    const branch = harness.emulator.store.selfManagedGateways.get(seedGateways.branch);
    if (branch) branch.deleted = true;
    const { gateways } = await harness.ok('anypoint_list_gateways');
    if (branch) branch.deleted = false;
    expect(names(gateways)).not.toContain('branch-office');
  });
});

describe('anypoint_list_gateways without one of the services', async () => {
  let refused = '/standalone/';
  let status = 403;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.url.includes(refused) && !request.url.includes('targets')
          ? Response.json({ status, message: 'No access' }, { status })
          : undefined,
    },
  });

  it.each([403, 404])('still lists managed gateways when the self-managed service answers %i', async (answer) => {
    refused = '/standalone/';
    status = answer;
    const { structured, text } = await harness.call('anypoint_list_gateways');
    expect(structured).toMatchObject({ total: 3, unreadable: [{ part: 'self-managed gateways' }] });
    expect(text).toContain('Self-managed gateways could not be read: ');
  });

  it('still lists self-managed gateways when Gateway Manager refuses', async () => {
    refused = '/gatewaymanager/';
    status = 403;
    expect(await harness.ok('anypoint_list_gateways')).toMatchObject({
      total: 2,
      unreadable: [{ part: 'managed gateways' }],
    });
  });

  it('fails when neither can be read, or the only requested kind cannot', async () => {
    refused = '/gateways';
    status = 403;
    expect(await harness.fails('anypoint_list_gateways')).toContain('/gatewaymanager/');
    refused = '/standalone/';
    expect(await harness.fails('anypoint_list_gateways', { kind: 'self-managed' })).toContain('answered 403');
  });
});
