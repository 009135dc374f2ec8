import { describe, expect, it } from 'vitest';
import { muleSoftGroupId, seedApis, seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_apply_policy';
const rateLimits = [{ maximumRequests: 10, timePeriodInMilliseconds: 60_000 }];

describe(`${tool} and what it means for callers`, async () => {
  const harness = await startHarness();

  it('says who loses access, and which of several policies is meant', async () => {
    const args = { api: 'catalog-api', configuration: {}, dryRun: true };
    const none = await harness.call(tool, { ...args, policy: 'client-id-enforcement' });
    expect(none.text).toContain('No client application has an approved contract with this API');
    const some = await harness.call(tool, { ...args, api: 'orders-api', policy: 'rate-limiting-sla-based' });
    expect(some.text).toContain('approved contract get through: "storefront-web"');
    expect(some.text).toContain('It is a second lock: policy "http-basic-authentication"');
    const configuration = { rateLimits: [{ maximumRequests: 1, timePeriodInMilliseconds: 1000 }] };
    const limit = await harness.call(tool, { ...args, configuration, policy: 'rate limit' });
    expect(limit.text).toContain('rate-limiting 1.4.1');
  });
});

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;
  const policiesOf = (id: number) => store.apis.get(id)?.policies ?? [];

  it('plans every value and sends nothing', async () => {
    harness.seen.length = 0;
    const args = { api: 'inventory-api', policy: 'Rate limiting', configuration: { rateLimits }, dryRun: true };
    const { text } = await harness.call(tool, args);
    for (const line of [
      'policy: rate-limiting',
      'version: 1.4.1',
      'order: 1',
      'applies to: all requests',
      '"maximumRequests":10',
    ]) {
      expect(text).toContain(line);
    }
    expect(harness.seen.every(({ method, path }) => method === 'GET' || path.endsWith('/token'))).toBe(true);
  });

  it('takes a configuration as the JSON text that its schema declares, and as an object', async () => {
    const configuration = { rateLimits, exposeHeaders: true };
    const args = { api: 'inventory-api', policy: 'rate-limiting', dryRun: true };
    const { plan } = await harness.ok(tool, { ...args, configuration: JSON.stringify(configuration) });
    const asObject = await harness.ok(tool, { ...args, configuration });
    expect(asObject['plan']).toEqual(plan);
  });

  it('repeats no secret of a configuration that is no JSON', async () => {
    const args = {
      api: 'catalog-api',
      policy: 'http-basic-authentication',
      configuration: '{"password": s3cr3t-word}',
    };
    const text = await harness.fails(tool, args);
    expect(text).toContain('The argument configuration is wrong: expected a JSON object as text');
    expect(text + harness.logged.join()).not.toContain('s3cr3t');
  });

  it('applies what was planned, with version, methods and paths', async () => {
    const { plan, result } = await harness.ok(tool, {
      api: 'inventory-api',
      policy: 'rate-limiting',
      configuration: { rateLimits, exposeHeaders: true },
      version: '1.4.0',
      methods: ['get', 'POST'],
      paths: ['/orders/.*', '/items'],
    });
    expect(result.policy).toMatchObject({
      version: '1.4.0',
      order: 1,
      appliesTo: 'GET|POST /orders/.*, GET|POST /items',
    });
    const [stored] = policiesOf(seedApis.inventory);
    expect(stored?.pointcutData).toEqual([
      { methodRegex: 'GET|POST', uriTemplateRegex: '/orders/.*' },
      { methodRegex: 'GET|POST', uriTemplateRegex: '/items' },
    ]);
    for (const { setting, after } of plan.steps[0].changes) {
      const made: Record<string, unknown> = {
        version: stored?.assetVersion,
        policy: stored?.assetId,
        order: stored?.order,
        'applies to': result.policy.appliesTo,
      };
      const value = setting.startsWith('configuration.') ? stored?.configurationData[setting.slice(14)] : made[setting];
      expect(value, setting).toEqual(after);
    }
  });

  it('puts it where order says, and warns that others move', async () => {
    const { plan, result } = await harness.ok(tool, {
      api: 'orders-sandbox',
      policy: 'message-logging',
      configuration: {
        loggingConfiguration: [{ itemName: 'all', itemData: { message: '#[attributes.method]', level: 'INFO' } }],
      },
      order: 1,
    });
    expect(plan.warnings).toContain('It moves 2 policies back by one.');
    expect(result.policy.order).toBe(1);
    const { policies } = await harness.ok('anypoint_list_api_policies', { api: 'orders-sandbox' });
    expect(policies.map(({ assetId }: { assetId: string }) => assetId)).toEqual([
      'message-logging',
      'rate-limiting',
      'http-basic-authentication',
    ]);
  });

  it('masks the secrets of a configuration everywhere', async () => {
    const authorizationValue = 'Basic c2VjcmV0LXZhbHVl';
    const configuration = { introspectionURL: 'https://idp.example', authorizationValue };
    const args = { api: 'shipping-api', policy: 'oauth2-token-introspection', configuration };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({
      outcome: 'done',
      result: { policy: { configuration: { authorizationValue: '[secret]' } } },
    });
    expect(text + JSON.stringify(structured) + harness.logged.join()).not.toContain(authorizationValue);
    expect(policiesOf(seedApis.shipping)[0]?.configurationData).toEqual(configuration);
  });

  it.each([
    [
      {},
      'rateLimits is missing (required, list of {maximumRequests*: integer, at least 1; timePeriodInMilliseconds*: integer, at least 1} (at least 1)).',
    ],
    [{ rateLimits: 5 }, 'rateLimits must be a list.'],
    [{ rateLimits, exposeHeader: true }, 'Unknown field "exposeHeader"; the closest is exposeHeaders'],
    [{ rateLimits, exposeHeaders: 'yes' }, 'exposeHeaders must be a boolean.'],
  ])('names the field that is wrong in %j', async (configuration, expected) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { api: 'catalog-api', policy: 'rate-limiting', configuration });
    expect(text).toContain('The configuration is invalid for policy rate-limiting 1.4.1');
    expect(text).toContain(expected);
    expect(text).toContain('anypoint_list_policy_templates with policy rate-limiting');
    expect(harness.seen.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/token'))).toEqual([]);
  });

  it('names every wrong field at once, options and limits too', async () => {
    const spike = { maximumRequests: 1.5, timePeriodInMilliseconds: 9000, delayTimeInMillis: 1, delayAttempts: '2' };
    const text = await harness.fails(tool, { api: 'catalog-api', policy: 'spike-control', configuration: spike });
    expect(text).toContain('maximumRequests must be an integer.');
    expect(text).toContain('timePeriodInMilliseconds must be 5000 at most.');
    expect(text).toContain('delayAttempts must be an integer.');
    const jwt = { jwtOrigin: 'elsewhere' };
    expect(await harness.fails(tool, { api: 'catalog-api', policy: 'jwt-validation', configuration: jwt })).toContain(
      'jwtOrigin must be one of httpBearerAuthenticationHeader, customExpression.',
    );
  });

  it.each([
    [{ policy: 'http-caching' }, 'is not available for API "Catalog API"'],
    [{ policy: 'rate-limit-sla' }, 'The closest names are rate-limiting'],
    [{ policy: 'rate-limiting', version: '9.9.9', configuration: { rateLimits } }, 'There are 1.4.1, 1.4.0, 1.3.5.'],
    [{ policy: 'ip-allowlist' }, 'is already applied'],
    [{ policy: 'rate-limiting', configuration: { rateLimits: '[secret]' } }, 'rateLimits holds a mask'],
    [
      { policy: 'rate-limiting', configuration: { rateLimits }, paths: ['/['] },
      '"/[" is not a valid regular expression for paths.',
    ],
    [{ policy: 'rate-limiting', configuration: { rateLimits }, methods: ['G3T!'] }, '"G3T!" is not an HTTP method'],
  ])('refuses %j', async (args, expected) => {
    expect(await harness.fails(tool, { api: 'catalog-api', ...args })).toContain(expected);
  });

  it('names the policies that a prefix matches, by ids that it accepts', async () => {
    const { text, isError, choice } = await harness.call(tool, { api: 'catalog-api', policy: 'rate' });
    expect(isError).toBe(true);
    expect(text.split('\n')).toEqual([
      '"rate" matches 2 policies: rate-limiting ("Rate limiting"), rate-limiting-sla-based ("Rate limiting - SLA based").',
      'Next: Give the id of the right one, the part before the brackets, in the argument policy.',
      '(invalid input)',
    ]);
    expect(choice).toMatchObject({ argument: 'policy', message: 'Which policy do you mean by "rate"?' });
    const args = { api: 'catalog-api', configuration: { rateLimits }, dryRun: true };
    const { plan } = await harness.ok(tool, { ...args, policy: choice?.options[0]?.id });
    expect(plan.summary).toContain('rate-limiting');
  });

  it('offers nothing to use where no name is close', async () => {
    const text = await harness.fails(tool, { api: 'catalog-api', policy: 'zzzzzzzzzzzzzzzzz' });
    expect(text).toContain('Next: anypoint_list_policy_templates {"api":');
    expect(text).not.toMatch(/No policy is available|one of these/);
  });

  it('suggests an update also when the applied policy is disabled', async () => {
    const text = await harness.fails(tool, { api: 'catalog-api', policy: 'IP allowlist' });
    expect(text).toContain(`policy ${seedApis.disabledPolicy}, version 1.1.2. It is disabled.`);
    expect(text).toContain(
      `anypoint_update_policy {"api":"${seedApis.catalog}","policy":"${seedApis.disabledPolicy}","enabled":true} enables it.`,
    );
  });

  it('refuses outbound policies and says where they are applied', async () => {
    const args = {
      api: 'fulfilment-sandbox',
      policy: 'credential-injection-basic-auth',
      configuration: { username: 'u', password: 'hunter2-hunter2' },
    };
    const text = await harness.fails(tool, args);
    expect(text).toContain('is an outbound policy');
    expect(text).not.toContain('hunter2');
  });
});

describe(`${tool} without the permission`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.method === 'POST' && request.url.includes('/policies')
          ? Response.json({ message: 'No' }, { status: 403 })
          : undefined,
    },
  });

  it('names the scope to add', async () => {
    const args = { api: 'inventory-api', policy: 'rate-limiting', configuration: { rateLimits } };
    expect(await harness.fails(tool, args)).toContain('"Manage Policies"');
  });
});

describe(`${tool} where a custom policy has the asset id of another`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        url.includes('exchange-policy-templates')
          ? Response.json(
              [muleSoftGroupId, seedIds.root].map((groupId) => ({
                ...{ groupId, assetId: 'rate-limiting', version: '1.4.1', name: 'Rate limiting' },
              })),
            )
          : undefined,
    },
  });

  it('distinguishes them by their groups', async () => {
    const text = await harness.fails(tool, { api: 'catalog-api', policy: 'rate-limiting' });
    expect(text).toContain(
      `"rate-limiting" matches 2 policies: ${muleSoftGroupId}/rate-limiting ("Rate limiting"), ${seedIds.root}/rate-limiting ("Rate limiting").`,
    );
    const args = { api: 'catalog-api', policy: `${seedIds.root}/rate-limiting`, dryRun: true };
    expect((await harness.ok(tool, args))['outcome']).toBe('planned');
  });
});
