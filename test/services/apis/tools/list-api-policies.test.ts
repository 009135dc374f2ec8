import { describe, expect, it } from 'vitest';
import { seedApiLogins, seedApis } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_list_api_policies';

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;

  it('lists in order with masked configuration', async () => {
    const { structured, text } = await harness.call(tool, { api: 'orders-sandbox' });
    expect(structured?.['policies']).toEqual([
      {
        id: String(seedApis.rateLimitingPolicy),
        assetId: 'rate-limiting',
        name: 'Rate limiting',
        version: '1.4.1',
        order: 1,
        enabled: true,
        appliesTo: 'all requests',
        configuration: {
          rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60_000 }],
          exposeHeaders: true,
          clusterizable: true,
        },
      },
      {
        id: String(seedApis.basicAuthPolicy),
        assetId: 'http-basic-authentication',
        name: 'Basic authentication - Simple',
        version: '1.3.2',
        order: 2,
        enabled: true,
        appliesTo: 'all requests',
        configuration: { username: 'orders-client', password: '[secret]' },
      },
    ]);
    expect(text).toContain('has 2 policies, 2 enabled.');
    expect(text).not.toContain(seedApiLogins.orders.password);
  });

  it('shows disabled ones too', async () => {
    const { structured, text } = await harness.call(tool, { api: 'catalog-api' });
    expect(structured?.['policies']).toMatchObject([{ assetId: 'ip-allowlist', enabled: false }]);
    expect(text).toContain('has 1 policy, 0 enabled.');
  });

  it('names a newer version and what the policy is for', async () => {
    const policy = store.apis.get(seedApis.orders)?.policies[0];
    if (policy) {
      policy.assetVersion = '1.3.5';
      policy.pointcutData = [{ methodRegex: 'GET|POST', uriTemplateRegex: '/orders/.*' }];
    }
    const { policies } = await harness.ok(tool, { api: 'orders-sandbox' });
    expect(policies[0]).toMatchObject({ newerVersion: '1.4.1', appliesTo: 'GET|POST /orders/.*' });
  });

  it('says that there are none', async () => {
    expect((await harness.call(tool, { api: 'inventory-api' })).text).toContain('has no policies.');
  });
});

describe(`${tool} without templates and in the other shape`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) => {
        if (request.url.includes('exchange-policy-templates')) return Response.json({ message: 'No' }, { status: 403 });
        if (!request.url.includes('/policies')) return undefined;
        const template = { groupId: 'g', assetId: 'ldap-authentication', assetVersion: '1.4.1' };
        const configuration = { ldapServerUserPassword: 'hunter2-hunter2', ldapServerURL: 'ldap://x' };
        return Response.json({ policies: [{ policyId: 5, order: 1, template, configuration, pointcutData: null }] });
      },
    },
  });

  it('reads it, and masks by name what no template marks', async () => {
    const { structured, text } = await harness.call(tool, { api: 'orders-sandbox' });
    expect(structured?.['policies']).toMatchObject([
      {
        id: '5',
        assetId: 'ldap-authentication',
        configuration: { ldapServerUserPassword: '[secret]', ldapServerURL: 'ldap://x' },
      },
    ]);
    expect(text).not.toContain('hunter2');
  });
});

describe(`${tool} without the permission`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        /\/policies\?/.test(request.url) ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('names the scope to add', async () => {
    expect(await harness.fails(tool, { api: 'orders-sandbox' })).toContain('"View Policies"');
  });
});
