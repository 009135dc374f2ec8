import { describe, expect, it } from 'vitest';
import { secretPlaces } from '../../../src/core/plan/undo-parts.ts';
import { seedApiLogins, seedApis, seedGateways } from '../../../src/emulator/index.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { takeBack, wayBack } from '../taken-back.ts';

// The example of each tool is taken back in test/services/undo.test.ts. Here is what the examples do not have.

const { password } = seedApiLogins.orders;
const limits = (maximumRequests: number) => [{ maximumRequests, timePeriodInMilliseconds: 60_000 }];

describe('taking back a removed policy', () => {
  it('names its password, and applies it with the one that is given', async () => {
    const harness = await startHarness();
    const args = { api: 'orders-sandbox', policy: 'http-basic-authentication' };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_remove_policy', args, withPassword(password));
    expect(calls[0]?.arguments).toMatchObject({
      order: 2,
      version: '1.3.2',
      configuration: { username: 'orders-client', password: '[secret]' },
    });
    expect(lost).toMatch(
      /secret and kept nowhere: password\. They have to be given again, each in place of \[secret\]\./,
    );
    expect(left).toEqual([]);
  });

  it('is not applied with the mask', async () => {
    const harness = await startHarness();
    const { calls } = await wayBack(harness, 'anypoint_remove_policy', {
      api: 'orders-sandbox',
      policy: 'http-basic-authentication',
    });
    const [first] = calls;
    expect(secretPlaces(first?.arguments)).toEqual([['configuration', 'password']]);
    await harness.ok('anypoint_remove_policy', { api: 'orders-sandbox', policy: 'http-basic-authentication' });
    expect(await harness.fails(first?.tool ?? '', first?.arguments)).toMatch(/password holds a mask/);
  });

  it('is applied in another version where its own is no longer offered', async () => {
    const harness = await startHarness();
    const policy = harness.emulator.store.apis.get(seedApis.orders)?.policies[0];
    if (policy !== undefined) policy.assetVersion = '0.9.0';
    const args = { api: 'orders-sandbox', policy: 'rate-limiting' };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_remove_policy', args);
    const version = String(calls[0]?.arguments['version']);
    expect(lost).toContain(`Policy rate-limiting gets version ${version}: that of before is no longer offered.`);
    expect(left.filter((one) => !/order: 2 → 3$/.test(one))).toEqual([
      expect.stringMatching(/assetVersion: "0\.9\.0" → "\d/),
    ]);
  });

  it('applies a disabled one disabled', async () => {
    const harness = await startHarness();
    const args = { api: 'catalog-api', policy: 'ip-allowlist' };
    const { calls, left } = await takeBack(harness, 'anypoint_remove_policy', args);
    expect(calls[0]?.arguments).toMatchObject({ enabled: false });
    expect(left).toEqual([]);
  });

  it('covers the same requests', async () => {
    const harness = await startHarness();
    const covered = { methods: ['GET', 'POST'], paths: ['/stock/.*', '/orders/.*'] };
    await applyLimit(harness, 'inventory-api', covered);
    const args = { api: 'inventory-api', policy: 'rate-limiting' };
    const { calls, left } = await takeBack(harness, 'anypoint_remove_policy', args);
    expect(calls[0]?.arguments).toMatchObject(covered);
    expect(left).toEqual([]);
  });
});

describe('a removed policy that no call can bring back', () => {
  const args = { api: 'orders-sandbox', policy: String(seedApis.rateLimitingPolicy) };

  it('is one of two of a kind', async () => {
    const harness = await startHarness();
    const policies = harness.emulator.store.apis.get(seedApis.orders)?.policies ?? [];
    policies.push(...policies.slice(0, 1).map((policy) => ({ ...policy, id: 19870199, order: 3 })));
    const { calls, lost } = await wayBack(harness, 'anypoint_remove_policy', args);
    expect(calls).toEqual([]);
    expect(lost).toMatch(/^Policy "rate-limiting" \(19870101\); the API has another one of its kind/);
  });

  it('is one that the API cannot have any more', async () => {
    const harness = await startHarness();
    const policy = harness.emulator.store.apis.get(seedApis.orders)?.policies[0];
    if (policy !== undefined) policy.assetId = 'of-our-own';
    const { calls, lost } = await wayBack(harness, 'anypoint_remove_policy', args);
    expect(calls).toEqual([]);
    expect(lost).toBe('Policy "of-our-own" (19870101); only API Manager can apply it again.');
  });

  it('covers other methods for each path, and has a label', async () => {
    const harness = await startHarness();
    const policy = harness.emulator.store.apis.get(seedApis.orders)?.policies[0];
    if (policy !== undefined) {
      policy.label = 'for the web';
      policy.pointcutData = [
        { methodRegex: 'GET', uriTemplateRegex: '/a' },
        { methodRegex: 'POST', uriTemplateRegex: '/b' },
      ];
    }
    const { calls, lost = '' } = await wayBack(harness, 'anypoint_remove_policy', args);
    expect(calls[0]?.arguments).not.toHaveProperty('paths');
    expect(lost).toContain('Policy rate-limiting then covers all requests; before, "GET /a, POST /b".');
    expect(lost).toContain('Policy rate-limiting loses its label "for the web".');
    const changed = await wayBack(harness, 'anypoint_update_policy', { ...args, methods: ['PUT'] });
    expect(changed).toEqual({
      calls: [],
      lost: expect.stringMatching(/no arguments for it: .* "GET \/a, POST \/b"\.$/),
    });
  });
});

describe('taking back an applied policy', () => {
  it('leaves those behind it where they are, and says so', async () => {
    const harness = await startHarness();
    const { lost, left } = await takeBack(harness, 'anypoint_apply_policy', {
      api: 'orders-sandbox',
      policy: 'ip-allowlist',
      configuration: { ipExpression: "#[attributes.headers['x-forwarded-for']]", ips: ['10.0.0.0/8'] },
      order: 2,
    });
    expect(lost).toMatch(/^The policies behind it may keep their new positions; their order is as before\.$/);
    expect(left).toEqual([expect.stringMatching(/policies\.1\.order: 2 → 3$/)]);
  });
});

describe('taking back a changed policy', () => {
  it('sets fields, version, requests and order as they were', async () => {
    const harness = await startHarness();
    const { calls, lost, left } = await takeBack(harness, 'anypoint_update_policy', {
      api: 'orders-sandbox',
      policy: 'rate-limiting',
      configuration: { rateLimits: limits(5), keySelector: '#[attributes.method]', clusterizable: null },
      methods: ['GET'],
      order: 2,
    });
    expect(calls[0]?.arguments).toMatchObject({
      policy: String(seedApis.rateLimitingPolicy),
      configuration: { rateLimits: limits(100), keySelector: null, clusterizable: true },
      methods: [],
      paths: [],
      order: 1,
    });
    expect(calls[0]?.arguments).not.toHaveProperty('enabled');
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('names the password of before', async () => {
    const harness = await startHarness();
    const { calls, lost, left } = await takeBack(
      harness,
      'anypoint_update_policy',
      {
        api: 'orders-sandbox',
        policy: 'http-basic-authentication',
        configuration: { username: 'partner', password: 'another-8Zq1-word' },
      },
      withPassword(password),
    );
    expect(calls[0]?.arguments).toMatchObject({ configuration: { username: 'orders-client', password: '[secret]' } });
    expect(JSON.stringify(calls)).not.toMatch(/another-8Zq1-word/);
    expect(lost).toMatch(
      /secret and kept nowhere: password\. They have to be given again, each in place of \[secret\]\.$/,
    );
    expect(left).toEqual([]);
  });
});

describe('taking back a deleted API', () => {
  it('creates it on its gateway with its policies in their order', async () => {
    const harness = await startHarness();
    const api = 'fulfilment-sandbox';
    await applyLimit(harness, api, { methods: ['GET'] });
    await harness.ok('anypoint_apply_basic_auth_policy', { api, username: 'partner', password });
    await harness.ok('anypoint_update_policy', { api, policy: 'http-basic-authentication', enabled: false });
    const { calls, lost, left, made } = await takeBack(harness, 'anypoint_delete_api', { api }, withPassword(password));
    expect(calls.map(({ tool }) => tool)).toEqual([
      'anypoint_create_api',
      'anypoint_apply_policy',
      'anypoint_apply_policy',
    ]);
    expect(calls[0]?.arguments).toMatchObject({
      label: api,
      version: '1.0.0',
      upstream: 'https://fulfilment.internal.acme-outfitters.example',
      gateway: seedGateways.orders,
      port: 8081,
      basePath: '/fulfilment',
    });
    expect(calls.slice(1)).toMatchObject([
      { fromFirst: { api: 'api.id' }, arguments: { order: 1, methods: ['GET'] } },
      { fromFirst: { api: 'api.id' }, arguments: { order: 2, enabled: false } },
    ]);
    expect(JSON.stringify(calls)).not.toContain(password);
    expect(lost).toMatch(
      /^The API instance gets a new id, and so do its policies, upstreams and deployment\. .*: password\./,
    );
    expect(made).toHaveLength(3);
    expect(left.filter((one) => !/(upstreams\.0|deployment)\.id: /.test(one))).toEqual([]);
  });

  it('counts and names the contracts and tiers that are lost, and what names the old id', async () => {
    const harness = await startHarness();
    const { calls, lost, left } = await takeBack(
      harness,
      'anypoint_delete_api',
      { api: 'orders-sandbox' },
      withPassword(password),
    );
    expect(calls).toHaveLength(3);
    expect(lost).toContain('Lost: 1 contract ("storefront-web"); consumers have to request access again.');
    expect(lost).toContain('Lost: 2 SLA tiers ("Gold" and "Silver").');
    expect(lost).toContain(
      `Paired by the old id ${seedApis.orders}, and to be given the new one: application "orders-app"`,
    );
    expect(lost).toContain('The type of its endpoint is then that of its asset.');
    expect(left.filter((one) => !/\.(tiers|contracts)\.\d+: there → gone$/.test(one))).toEqual([
      expect.stringMatching(/\.endpoint\.type: "http" → "raml"$/),
    ]);
  });

  it('cannot create one for a gateway that is on none', async () => {
    const harness = await startHarness();
    const found = harness.emulator.store.apis.get(seedApis.fulfilment);
    if (found !== undefined) found.deployment = null;
    const { calls, lost } = await wayBack(harness, 'anypoint_delete_api', { api: 'fulfilment-sandbox' });
    expect(calls).toEqual([]);
    expect(lost).toMatch(/^API instance "Fulfilment API" .* this server cannot create one like it again\.$/);
  });
});

describe('what a deleted API was', () => {
  const args = { api: 'fulfilment-sandbox' };

  it('is named where creating one again sets defaults', async () => {
    const harness = await startHarness();
    const found = harness.emulator.store.apis.get(seedApis.fulfilment);
    if (found !== undefined) {
      found.tags = ['partner'];
      found.endpointUri = 'https://api.acme.example/fulfilment';
      found.endpoint = { ...found.endpoint, proxyUri: 'https://0.0.0.0:8443/fulfilment', responseTimeout: 30_000 };
    }
    const { calls, lost } = await wayBack(harness, 'anypoint_delete_api', args);
    expect(calls[0]?.arguments).toMatchObject({ port: 8443, basePath: '/fulfilment' });
    expect(lost).toMatch(
      /gets the defaults of a new instance for endpointUri, endpoint\.proxyUri, endpoint\.responseTimeout and tags\.$/,
    );
  });

  it('keeps no password of its upstream', async () => {
    const harness = await startHarness();
    const upstream = harness.emulator.store.apis.get(seedApis.fulfilment)?.upstreams[0];
    if (upstream !== undefined) upstream.uri = 'https://partner:hunter2pass@billing.example';
    const { calls, lost } = await wayBack(harness, 'anypoint_delete_api', args);
    expect(JSON.stringify({ calls, lost })).not.toContain('hunter2pass');
    expect(calls[0]?.arguments).toMatchObject({ upstream: '[secret]' });
    expect(lost).toMatch(/are secret and kept nowhere: upstream\. They have to be given again/);
  });

  it('is said to be lost where it cannot be read', async () => {
    const harness = await startHarness({
      emulator: {
        intercept: ({ url }) =>
          /\/(policies|contracts)\?/.test(url) ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
      },
    });
    const { lost } = await wayBack(harness, 'anypoint_delete_api', args);
    expect(lost).toMatch(/Could not be read, and is lost: policies, contracts\.$/);
  });
});

describe('taking back a created API', () => {
  const args = {
    name: 'Billing API',
    upstream: 'https://billing.internal.example',
    gateway: 'orders-gateway',
    basePath: '/billing',
  };

  it('deletes it from its gateway', async () => {
    const harness = await startHarness();
    const { left } = await takeBack(harness, 'anypoint_create_api', args);
    expect(left).toEqual([expect.stringMatching(/^assets\..*billing-api\/1\.0\.0: gone → there$/)]);
  });

  it('does not undeploy one that was there', async () => {
    const harness = await startHarness();
    const made = await harness.ok('anypoint_create_api', args);
    const found = harness.emulator.store.apis.get(Number(made['result'].api.id));
    if (found !== undefined) found.deployment = null;
    expect(await wayBack(harness, 'anypoint_create_api', args)).toEqual({
      calls: [],
      lost: 'That it was deployed nowhere: this server undeploys no API. API Manager can.',
    });
  });
});

async function applyLimit(harness: Harness, api: string, covered: Record<string, unknown>): Promise<void> {
  await harness.ok('anypoint_apply_policy', {
    api,
    policy: 'rate-limiting',
    configuration: { rateLimits: limits(7) },
    ...covered,
  });
}

/** Puts the password where the way back left it open. */
function withPassword(given: string) {
  return (args: Record<string, unknown>): Record<string, unknown> => {
    const text = JSON.stringify(args).replaceAll('"[secret]"', JSON.stringify(given));
    // What was an object is one still.
    return JSON.parse(text) as Record<string, unknown>;
  };
}
