import { describe, expect, it } from 'vitest';
import { seedApis, seedGateways, seedIds, seedTargets } from '../../../src/emulator/index.ts';
import { apiLink, console, gatewayLink, inRuntimeManager, serverLink } from '../../support/console-pages.ts';
import { startHarness } from '../../support/harness.ts';

describe('a link pasted from the browser', async () => {
  const harness = await startHarness();
  const base = harness.emulator.baseUrl;

  it('is taken for the thing it shows', async () => {
    const { api } = await harness.ok('anypoint_get_api', {
      api: `${base}/apimanager/#/apis/${seedApis.orders}/policies`,
    });
    expect(api.id).toBe(String(seedApis.orders));
  });

  it('brings business group and environment with it, whatever the settings say', async () => {
    const link = gatewayLink(seedIds.rootProduction, seedGateways.storefront);
    const { gateway } = await harness.ok('anypoint_get_gateway', { gateway: link });
    expect(gateway.name).toBe('storefront-gateway');
    const listing = { environment: inRuntimeManager(seedIds.retailSandbox, 'gateways') };
    expect((await harness.call('anypoint_list_gateways', listing)).text).toContain('"Sandbox" of "Retail"');
  });

  it('may say the same as the arguments', async () => {
    const gateway = gatewayLink(seedIds.rootProduction, seedGateways.storefront);
    const place = { organization: 'Acme Outfitters', environment: 'Production' };
    expect((await harness.ok('anypoint_get_gateway', { gateway, ...place }))['gateway'].name).toBe(
      'storefront-gateway',
    );
  });

  it('tells the environment in the argument organization, too', async () => {
    const organization = apiLink(seedIds.retail, seedIds.retailProduction, '1');
    const { text } = await harness.call('anypoint_list_servers', { organization });
    expect(text).toContain('"Production" of "Retail"');
  });

  it('names the environment next to a business group that is called by its name', async () => {
    const environment = inRuntimeManager(seedIds.retailSandbox, 'gateways');
    const { text, isError } = await harness.call('anypoint_list_gateways', { organization: 'Retail', environment });
    expect(isError).toBe(false);
    expect(text).toContain('"Sandbox" of "Retail"');
  });

  it('names the business group next to an environment that is called by its name', async () => {
    const organization = `${console}/accounts/#/cs/core/businessGroups/${seedIds.retail}`;
    const { text } = await harness.call('anypoint_list_gateways', { organization, environment: 'Production' });
    expect(text).toContain('"Production" of "Retail"');
  });

  it.each([
    [
      'in upper case',
      (link: string) => link.replace(/#.*/, (route) => route.replace(/[0-9a-f-]{36}/g, (id) => id.toUpperCase())),
    ],
    ['without https://', (link: string) => link.replace('https://', '')],
    [
      'of another control plane, as the embedded platform has no console',
      (link: string) => link.replace('//', '//eu1.'),
    ],
    ['as chats write it', (link: string) => `<${link}>`],
    ['in Markdown', (link: string) => `[the gateway](${link})`],
    ['in Markdown, with a title', (link: string) => `[the gateway](${link} "storefront")`],
    ['at the end of a sentence', (link: string) => `${link.replace('/details', '')}.`],
    ['in quotes', (link: string) => `"${link.replace('/details', '')}",`],
    ['in backticks', (link: string) => `\`${link}\``],
    ['of the kind of gateway', (link: string) => link.replace('flex-gateways', 'gateways/managed')],
    [
      'behind a sign-in',
      (link: string) => `${console}/login/signin?redirect_uri=${encodeURIComponent(link)}&client_id=x`,
    ],
    [
      'as a resource of ours',
      () => `anypoint://${seedIds.root}/${seedIds.rootProduction}/gateways/${seedGateways.storefront}`,
    ],
    ['as a resource, by names', () => 'anypoint://Acme%20Outfitters/production/gateways/storefront-gateway'],
    ['with blanks around it', (link: string) => `  ${link}\n`],
    ['of a Hyperforce region', (link: string) => link.replace('anypoint', 'ca1.platform')],
  ])('works %s', async (_form, written) => {
    const gateway = written(gatewayLink(seedIds.rootProduction, seedGateways.storefront));
    expect((await harness.ok('anypoint_get_gateway', { gateway }))['gateway'].name).toBe('storefront-gateway');
  });

  it('is not needed: an id in upper case works too', async () => {
    const { gateway } = await harness.ok('anypoint_get_gateway', {
      gateway: seedGateways.storefront.toUpperCase(),
      organization: seedIds.root.toUpperCase(),
      environment: seedIds.rootProduction.toUpperCase(),
    });
    expect(gateway.id).toBe(seedGateways.storefront);
  });
});

describe('every reference that has a page takes its link', async () => {
  const harness = await startHarness();
  const policyLink = apiLink(
    seedIds.root,
    seedIds.rootSandbox,
    `${seedApis.orders}/policies/${seedApis.rateLimitingPolicy}`,
  );

  it('policy, that is applied to an API', async () => {
    const { outcome, plan } = await harness.ok('anypoint_update_policy', {
      api: String(seedApis.orders),
      policy: policyLink,
      enabled: false,
      dryRun: true,
    });
    expect(outcome).toBe('planned');
    expect(plan.summary).toContain(String(seedApis.rateLimitingPolicy));
  });

  it('policy, that is published in Exchange', async () => {
    const policy = `${console}/exchange/68ef9520-24e9-4cf2-b2f5-620025690913/rate-limiting/minor/1.4/`;
    const api = String(seedApis.orders);
    const { text, isError } = await harness.call('anypoint_list_policy_templates', { api, policy });
    expect({ text, isError }).toEqual({ text: expect.stringContaining('rate-limiting'), isError: false });
    const { plan } = await harness.ok('anypoint_remove_policy', { api, policy, dryRun: true });
    expect(plan.summary).toContain(String(seedApis.rateLimitingPolicy));
  });

  it('target', async () => {
    const { plan } = await harness.ok('anypoint_create_gateway', {
      name: 'new-gateway',
      target: `${console}/runtime-manager/private-spaces/${seedGateways.spaceUs}`,
      dryRun: true,
    });
    expect(JSON.stringify(plan)).toContain(seedGateways.spaceUs);
  });

  it('each item of servers, which bring their environment with them', async () => {
    const servers = [seedTargets.ordersApi1, seedTargets.ordersApi2].map((id) => serverLink(seedIds.rootSandbox, id));
    const { plan } = await harness.ok('anypoint_create_cluster', { name: 'orders', servers, dryRun: true });
    expect(plan.summary).toContain('(2194001)');
    expect(plan.summary).toContain('(2194002)');
  });

  it('exchangeAsset, with its whole version', async () => {
    const application = 'data-cloud-integration';
    const link = (version: string) => `${console}/exchange/${seedIds.root}/data-cloud-integration/${version}/`;
    const update = { application, dryRun: true };
    const { plan } = await harness.ok('anypoint_update_application', { ...update, exchangeAsset: link('2.0.0') });
    expect(JSON.stringify(plan)).toContain('data-cloud-integration:2.0.0');
    const text = await harness.fails('anypoint_update_application', { ...update, exchangeAsset: link('minor/2.0') });
    expect(text).toContain('The link in exchangeAsset does not name a version of the Exchange asset.');
  });
});

describe('a link to an application', async () => {
  const harness = await startHarness();
  const found = async (application: string) =>
    (await harness.ok('anypoint_get_application', { application }))['application'];
  const page = (rest: string) => inRuntimeManager(seedIds.rootSandbox, `applications/${rest}`);

  it('may have its whole name, where it does not say where it runs', async () => {
    expect(
      (await found(`${console}/monitoring/#/environments/${seedIds.rootSandbox}/applications/orders-app`)).name,
    ).toBe('orders-app');
    const cut = await harness.fails('anypoint_get_application', { application: page('orders-a') });
    expect(cut).toContain('Application "orders-a" was not found');
    const hybrid = await harness.fails('anypoint_get_application', { application: page('cloudhub/catalog-batch') });
    expect(hybrid).toContain('Application "catalog-batch" was not found');
  });

  it('may be of the pages of servers', async () => {
    expect((await found(page('armui/2194250'))).name).toBe('catalog-batch');
  });

  it('may be one of our resources', async () => {
    const resource = `anypoint://${seedIds.root}/${seedIds.rootSandbox}/applications/2194250`;
    expect((await found(resource)).name).toBe('catalog-batch');
  });

  it('is not needed: a name with its id, as results write it, works too', async () => {
    expect((await found('"catalog-batch" (2194250)')).name).toBe('catalog-batch');
  });
});
