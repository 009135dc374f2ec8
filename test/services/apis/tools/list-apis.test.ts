import { describe, expect, it } from 'vitest';
import { seedApis, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_list_apis';
const ids = (apis: { id: string }[]) => apis.map(({ id }) => Number(id));

describe(tool, async () => {
  const harness = await startHarness();

  it('lists flat rows with asset, label, technology and status', async () => {
    const { apis, total } = await harness.ok(tool);
    expect(total).toBe(5);
    expect(apis.find(({ id }: { id: string }) => Number(id) === seedApis.fulfilment)).toMatchObject({
      id: String(seedApis.fulfilment),
      name: 'Fulfilment API',
      assetId: 'fulfilment-api',
      groupId: seedIds.root,
      version: '1.0.0',
      label: 'fulfilment-sandbox',
      technology: 'flexGateway',
      status: 'active',
    });
    expect(apis.find(({ id }: { id: string }) => Number(id) === seedApis.inventory)).toMatchObject({
      status: 'never tracked',
    });
  });

  it('narrows by a part of name or label, by activity, and by a limit', async () => {
    expect(ids((await harness.ok(tool, { nameContains: 'ORDERS' }))['apis'])).toEqual([seedApis.orders]);
    expect(ids((await harness.ok(tool, { nameContains: 'fulfilment-sand' }))['apis'])).toEqual([seedApis.fulfilment]);
    const active = await harness.ok(tool, { active: true });
    expect(ids(active['apis'])).toContain(seedApis.fulfilment);
    expect(ids(active['apis'])).not.toContain(seedApis.inventory);
    const others = await harness.ok(tool, { active: false });
    expect(active['total'] + others['total']).toBe(5);
    const { text, structured } = await harness.call(tool, { limit: 1 });
    expect(structured?.['apis']).toHaveLength(1);
    expect(text).toContain('5 APIs in "Sandbox" of "Acme Outfitters". Showing 1 of 5');
  });

  it('is empty where there are none', async () => {
    expect((await harness.call(tool, { environment: 'Production' })).text).toContain('No APIs in "Production"');
  });
});

describe(`${tool} when the platform answers in another shape`, async () => {
  let answer: unknown;
  const harness = await startHarness({
    emulator: {
      intercept: (request) => (/xapi\/v1\/.*\/apis\?/.test(request.url) ? Response.json(answer) : undefined),
    },
  });

  it('reads the list grouped by asset, with apiId in place of id', async () => {
    const one = { apiId: 7, instanceLabel: null, assetVersion: '1.0.0', technology: 'mule4', lastActiveDate: null };
    const two = { id: 8, status: 'inactive', lastActiveDate: '2026-05-14T10:00:00.000Z', instanceLabel: 'b' };
    answer = {
      total: 1,
      assets: [{ id: 1, exchangeAssetName: 'Billing API', assetId: 'billing-api', groupId: 'g', apis: [one, two] }],
    };
    const { apis, total } = await harness.ok(tool);
    expect(total).toBe(2);
    expect(apis[0]).toMatchObject({ id: '7', name: 'Billing API', assetId: 'billing-api', status: 'never tracked' });
    expect(apis[1]).toMatchObject({
      id: '8',
      label: 'b',
      status: 'inactive',
      lastActiveAt: '2026-05-14T10:00:00.000Z',
    });
  });
});

describe(`${tool} with many`, async () => {
  const harness = await startHarness();

  it('reads all pages', async () => {
    const { apis } = harness.emulator.store;
    const model = apis.get(seedApis.inventory);
    for (let id = 1; model !== undefined && id <= 230; id++) {
      apis.set(id, { ...model, id, instanceLabel: `copy-${id}` });
    }
    const { total } = await harness.ok(tool, { nameContains: 'copy-' });
    expect(total).toBe(230);
  });
});

describe(`${tool} without the permission`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.url.includes('/apimanager/') ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('names the scope to add', async () => {
    expect(await harness.fails(tool)).toContain('"View APIs Configuration"');
  });
});
