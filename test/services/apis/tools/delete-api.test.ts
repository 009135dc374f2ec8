import { describe, expect, it } from 'vitest';
import { seedApis, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_delete_api';

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;

  it('plans what is lost, and deletes nothing', async () => {
    harness.seen.length = 0;
    const { structured, text } = await harness.call(tool, { api: 'orders-sandbox', dryRun: true });
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain(`http-basic-authentication (${seedApis.basicAuthPolicy})`);
    expect(text).toContain('storefront-web (APPROVED)');
    expect(text).toContain('Gold');
    expect(text).toContain('its asset orders-api 1.0.0 stays in Exchange');
    expect(text).toContain('Warning: Its policies, contracts and tiers are deleted with it.');
    expect(harness.seen.every(({ method, path }) => method === 'GET' || path.endsWith('/token'))).toBe(true);
    expect(store.apis.has(seedApis.orders)).toBe(true);
  });

  it('deletes the instance and leaves the asset', async () => {
    const { outcome, result } = await harness.ok(tool, { api: String(seedApis.fulfilment) });
    expect(outcome).toBe('done');
    expect(result.api).toEqual({ id: String(seedApis.fulfilment), name: 'Fulfilment API' });
    expect(store.apis.has(seedApis.fulfilment)).toBe(false);
    expect(store.assets.has(`${seedIds.root}/fulfilment-api/1.0.0`)).toBe(true);
    expect(await harness.fails('anypoint_get_api', { api: String(seedApis.fulfilment) })).toContain('API');
  });

  it('warns what happens to those who use it', async () => {
    const { text } = await harness.call(tool, { api: 'inventory-api', dryRun: true });
    expect(text).not.toContain('It is active');
    expect(await harness.fails(tool, { api: 'inventori' })).toContain('"Inventory API"');
  });
});

describe(`${tool} as a principal that can only read`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.method === 'DELETE' ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('names the scope to add', async () => {
    expect(await harness.fails(tool, { api: 'inventory-api' })).toContain('"Manage APIs Configuration"');
  });
});
