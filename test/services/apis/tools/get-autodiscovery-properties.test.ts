import { describe, expect, it } from 'vitest';
import { seedApis, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_get_autodiscovery_properties';
const clientId = seedIds.rootSandbox.replaceAll('-', '');
const named = (properties: { name: string; value?: string }[]) =>
  Object.fromEntries(properties.map(({ name, value }) => [name, value]));

describe(tool, async () => {
  const harness = await startHarness();
  const { store, baseUrl } = harness.emulator;
  const secret = store.clients.get(clientId)?.clientSecret ?? 'missing';

  it('gives the properties and says how to supply the secret where the platform does not return it', async () => {
    store.revealClientSecrets = false;
    const { structured, text } = await harness.call(tool, { api: 'inventory-api' });
    expect(named((await harness.ok(tool, { api: 'inventory-api' }))['properties'])).toEqual({
      'api.id': String(seedApis.inventory),
      'anypoint.platform.client_id': clientId,
      'anypoint.platform.client_secret': undefined,
      'anypoint.platform.gatekeeper': 'flexible',
      'anypoint.platform.base_uri': baseUrl,
    });
    expect(structured).toMatchObject({ secret: 'unreadable', api: { id: String(seedApis.inventory) } });
    expect(text).toContain('anypoint.platform.client_secret=(not readable)');
    expect(text).toContain('put it into an environment variable of this server whose name begins with ANYPOINT_APP_');
  });

  it('takes the name that the application uses, and the gatekeeper', async () => {
    const { properties } = await harness.ok(tool, {
      api: 'inventory-api',
      propertyName: 'orders.apiId',
      gatekeeper: 'strict',
    });
    expect(named(properties)).toMatchObject({
      'orders.apiId': String(seedApis.inventory),
      'anypoint.platform.gatekeeper': 'strict',
    });
  });

  it('masks a secret that the platform returns', async () => {
    store.revealClientSecrets = true;
    const { structured, text } = await harness.call(tool, { api: 'inventory-api' });
    expect(structured).toMatchObject({ secret: 'masked' });
    expect(text + JSON.stringify(structured) + harness.logged.join()).not.toContain(secret);
    expect(text).toContain(`anypoint.platform.client_secret=…${secret.slice(-4)}`);
    expect(text).toContain('anypoint_update_application');
  });

  it.each([
    [{ api: 'fulfilment-sandbox' }, 'needs no autodiscovery'],
    [{ api: 'inventory-api', propertyName: 'a b' }, '"a b" cannot be the property'],
    [{ api: 'inventory-api', propertyName: 'anypoint.platform.client_id' }, 'cannot be the property'],
    [{ api: 'nothing' }, 'API "nothing" was not found'],
  ])('refuses %j', async (args, expected) => {
    expect(await harness.fails(tool, args)).toContain(expected);
  });
});

describe(`${tool} where the operator allows secrets`, async () => {
  const harness = await startHarness({ env: { ANYPOINT_REVEAL_TOKEN: 'true' } });
  const { store } = harness.emulator;

  it('shows the secret', async () => {
    store.revealClientSecrets = true;
    const secret = store.clients.get(clientId)?.clientSecret;
    const { properties, secret: state } = await harness.ok(tool, { api: 'inventory-api' });
    expect(state).toBe('shown');
    expect(named(properties)['anypoint.platform.client_secret']).toBe(secret);
  });
});

describe(`${tool} with few permissions`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        /\/clients\//.test(request.url) ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('says that the platform refuses the secret, and gives the rest', async () => {
    const { secret, advice } = await harness.ok(tool, { api: 'inventory-api' });
    expect(secret).toBe('unreadable');
    expect(advice).toContain('HTTP 403');
  });
});

describe(`${tool} where environments are listed without client ids`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        /\/environments(\?|$)/.test(url)
          ? Response.json({ data: [{ id: seedIds.rootSandbox, name: 'Sandbox', type: 'sandbox' }], total: 1 })
          : undefined,
    },
  });

  it('says who can find it, and where', async () => {
    const text = await harness.fails(tool, { api: 'inventory-api' });
    expect(text.split('\n')).toEqual([
      'The platform returned no client id for "Sandbox" of "Acme Outfitters".',
      'Why: The list of environments has no client id for it.',
      'Next: Ask an administrator of the business group: Access Management > Business Groups > the group > Environments > the environment shows the client id and the secret that an application needs.',
      '(a permission is missing)',
    ]);
  });
});
