import { describe, expect, it } from 'vitest';
import { seedApiLogins, seedApis, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_get_api';

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;

  it('shows everything, with secrets masked and no credentials of consumers', async () => {
    const { structured, text } = await harness.call(tool, { api: 'orders-sandbox' });
    expect(structured).toMatchObject({
      api: {
        id: String(seedApis.orders),
        name: 'Orders API',
        label: 'orders-sandbox',
        autodiscoveryName: `v1:${seedApis.orders}`,
      },
      policies: [
        { assetId: 'rate-limiting', order: 1, enabled: true },
        {
          assetId: 'http-basic-authentication',
          order: 2,
          configuration: { username: 'orders-client', password: '[secret]' },
        },
      ],
      contracts: [{ application: 'storefront-web', status: 'APPROVED', tier: 'Gold' }],
      tiers: [
        { name: 'Gold', limits: ['1000 per 60 s'] },
        { name: 'Silver', limits: ['10 per 60 s'] },
      ],
      unreadable: [],
    });
    for (const secret of [seedApiLogins.orders.password, seedApiLogins.consumer.clientSecret]) {
      expect(text + JSON.stringify(structured)).not.toContain(secret);
    }
    expect(text).toContain('1. rate-limiting 1.4.1');
    expect(text).toContain('storefront-web | APPROVED | Gold');
  });

  it('shows the deployment of a Flex API', async () => {
    const { structured, text } = await harness.call(tool, { api: String(seedApis.fulfilment) });
    expect(structured).toMatchObject({
      api: {
        proxyUri: 'http://0.0.0.0:8081/fulfilment',
        upstreams: ['https://fulfilment.internal.acme-outfitters.example'],
      },
      deployment: { status: 'deployed', target: 'orders-gateway', gatewayVersion: '1.9.9' },
    });
    expect(text).toContain('deployment: deployed on orders-gateway (1.9.9)');
    expect(text).toContain('policies: none');
  });

  it.each([
    ['19870003', seedApis.inventory],
    ['ORDERS-SANDBOX', seedApis.orders],
    ['Orders API', seedApis.orders],
    [`"Orders API" (${seedApis.orders}, label "orders-sandbox")`, seedApis.orders],
    [`Orders API (${seedApis.orders})`, seedApis.orders],
    ['shipping-api', seedApis.shipping],
    ['fulfil', seedApis.fulfilment],
  ])('takes %s', async (reference, id) => {
    expect((await harness.ok(tool, { api: reference }))['api'].id).toBe(String(id));
  });

  it('lists the closest when it is unknown', async () => {
    const text = await harness.fails(tool, { api: 'order-api' });
    expect(text).toContain('API "order-api" was not found in "Sandbox" of "Acme Outfitters".');
    expect(text).toContain(`"Orders API" (${seedApis.orders}, label "orders-sandbox")`);
    expect(text).toContain('anypoint_list_apis');
  });

  it('offers nothing to use where nothing is listed', async () => {
    const text = await harness.fails(tool, { api: 'a', environment: 'Design' });
    expect(text).toContain('Why: It has no APIs.');
    expect(text).not.toMatch(/one of these|if it is meant/);
  });

  it('names the other environment that has the API, by id and by name', async () => {
    const model = store.apis.get(seedApis.inventory);
    if (model) {
      store.apis.set(4711, { ...model, id: 4711, environmentId: seedIds.rootProduction, instanceLabel: 'live-only' });
    }
    for (const api of ['4711', 'live-only']) {
      const text = await harness.fails(tool, { api });
      expect(text).toContain(`API "${api}" was not found in "Sandbox" of "Acme Outfitters".`);
      expect(text).toContain('Why: Such an API is in environment "Production": "Inventory API" (4711).');
      expect(text).toContain('name its environment in the argument environment: "Production".');
    }
    store.apis.delete(4711);
  });

  it('lists the candidates of an ambiguous name with their ids', async () => {
    const model = store.apis.get(seedApis.orders);
    if (model) store.apis.set(4712, { ...model, id: 4712, instanceLabel: 'orders-two' });
    const text = await harness.fails(tool, { api: 'Orders API' });
    expect(text).toContain('matches 2 APIs in "Sandbox" of "Acme Outfitters"');
    expect(text).toContain('(4712, label "orders-two")');
    store.apis.delete(4712);
  });
});

describe(`${tool} with few permissions`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        /\/(contracts|tiers|policies)(\?|$)/.test(request.url)
          ? Response.json({ message: 'No' }, { status: 403 })
          : undefined,
    },
  });

  it('shows what can be read and names the permission for the rest', async () => {
    const { structured, text } = await harness.call(tool, { api: 'orders-sandbox' });
    expect(structured).toMatchObject({ api: { label: 'orders-sandbox' }, policies: [], contracts: [], tiers: [] });
    expect(text).toContain('"View Policies"');
    expect(text).toContain('"View Contracts"');
  });
});

describe(`${tool} while somebody deletes the API`, async () => {
  const path = new RegExp(`/apis/${seedApis.orders}(\\?|$)`);
  const harness = await startHarness({
    emulator: {
      intercept(request) {
        if (path.test(request.url)) harness.emulator.store.apis.delete(seedApis.orders);
        return undefined;
      },
    },
  });

  it('says that it is gone, not that a path is unknown', async () => {
    const text = await harness.fails(tool, { api: 'orders-sandbox' });
    expect(text.split('\n')).toEqual([
      `API "Orders API" (${seedApis.orders}, label "orders-sandbox") existed a moment ago and is gone.`,
      'Next: Somebody deleted it just now. anypoint_list_apis lists the others.',
      '(invalid input)',
    ]);
    expect(await harness.fails(tool, { api: 'orders-sandbox' })).toContain('API "orders-sandbox" was not found');
  });
});

describe('what names an API', async () => {
  const twins = ['1.0.0', '2.0.0'].map((version, index) => ({
    asset: 'twin-api',
    version,
    id: 900 + index,
    label: `t${index}`,
  }));
  const harness = await startHarness({
    emulator: {
      scenario: {
        extends: 'acme',
        assets: twins.map(({ asset, version }) => ({ assetId: asset, version, name: 'Twin API', type: 'rest-api' })),
        apis: twins,
      },
    },
  });

  it('is also an asset with its version, and candidates of one name show theirs', async () => {
    expect(await harness.ok('anypoint_get_api', { api: 'twin-api:2.0.0' })).toMatchObject({ api: { id: '901' } });
    const text = await harness.fails('anypoint_get_api', { api: 'twin-api' });
    expect(text).toContain('of version 1.0.0');
    expect(text).toContain('of version 2.0.0');
  });

  it('is the application that is paired with it, for reading only', async () => {
    const { api } = await harness.ok('anypoint_get_api', { api: 'orders-app' });
    expect(api.label).toBe('orders-sandbox');
    expect(await harness.fails('anypoint_delete_api', { api: 'orders-app', dryRun: true })).toContain('was not found');
  });

  it('has no neighbours by number', async () => {
    const text = await harness.fails('anypoint_get_api', { api: '19870009' });
    expect(text).not.toContain('closest');
    expect(text).not.toContain('19870003');
  });
});
