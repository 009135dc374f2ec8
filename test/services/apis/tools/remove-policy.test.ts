import { describe, expect, it } from 'vitest';
import { seedApiLogins, seedApis } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_remove_policy';

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;
  const ids = () => store.apis.get(seedApis.orders)?.policies.map(({ id }) => id);

  it('plans what is lost without its secrets, and removes nothing', async () => {
    harness.seen.length = 0;
    const { text } = await harness.call(tool, {
      api: 'orders-sandbox',
      // As results write it.
      policy: `"http-basic-authentication" (${seedApis.basicAuthPolicy})`,
      dryRun: true,
    });
    expect(text).toContain('orders-client');
    expect(text).not.toContain(seedApiLogins.orders.password);
    expect(text).toContain('Warning: Requests that it refused then get through.');
    expect(harness.seen.every(({ method, path }) => method === 'GET' || path.endsWith('/token'))).toBe(true);
    expect(ids()).toHaveLength(2);
  });

  it('removes it, and warns when it was the last one that is enabled', async () => {
    const { outcome, result } = await harness.ok(tool, {
      api: 'orders-sandbox',
      policy: String(seedApis.rateLimitingPolicy),
    });
    expect(outcome).toBe('done');
    expect(result.policy).toEqual({ id: String(seedApis.rateLimitingPolicy), assetId: 'rate-limiting' });
    expect(ids()).toEqual([seedApis.basicAuthPolicy]);
    const { plan } = await harness.ok(tool, { api: 'orders-sandbox', policy: 'basic authentication - simple' });
    expect(plan.warnings.join()).toContain('no other policy is enabled on this API');
    expect(ids()).toEqual([]);
  });

  it('does not warn about a disabled one, and lists the policies when it is unknown', async () => {
    const { plan } = await harness.ok(tool, { api: 'catalog-api', policy: 'ip-allowlist', dryRun: true });
    expect(plan.warnings).toEqual([]);
    expect(await harness.fails(tool, { api: 'catalog-api', policy: 'cors' })).toContain(
      `It has "ip-allowlist" (${seedApis.disabledPolicy})`,
    );
  });
});

describe(`${tool} without the permission`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.method === 'DELETE' ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('names the scope to add', async () => {
    expect(await harness.fails(tool, { api: 'catalog-api', policy: 'ip-allowlist' })).toContain('"Manage Policies"');
  });
});
