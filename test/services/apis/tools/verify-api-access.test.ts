import { describe, expect, it } from 'vitest';
import { seedApiLogins, seedApis, seedApplications } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_verify_api_access';

describe('anypoint_verify_api_access', async () => {
  const harness = await startHarness();

  it('proves an API protected: refused without credentials, answered with the right ones', async () => {
    const proof = await harness.ok(tool, { api: 'orders-api', ...seedApiLogins.orders });
    expect(proof).toMatchObject({
      verdict: 'protected',
      without: { status: 401, challenge: 'Basic' },
      withCredentials: { status: 200 },
      secondsWaited: 0,
    });
  });

  it('says that valid credentials were not tried when none are given', async () => {
    const { text, structured } = await harness.call(tool, { api: 'orders-api' });
    expect(structured).toMatchObject({ verdict: 'protected' });
    expect(structured).not.toHaveProperty('withCredentials');
    expect(text).toContain('Without credentials it refuses. Valid credentials were not tried.');
  });

  it('distinguishes wrong credentials from right ones, after the seconds they may take to propagate', async () => {
    const { username } = seedApiLogins.orders;
    const result = await harness.call(tool, { api: 'orders-api', username, password: 'not-the-password' });
    expect(result.structured).toMatchObject({ verdict: 'wrong credentials', withCredentials: { status: 401 } });
    expect(Number(result.structured?.['secondsWaited'])).toBeGreaterThanOrEqual(10);
    expect(JSON.stringify(result)).not.toContain('not-the-password');
  });

  it('says that an API is open when no policy requires credentials, without waiting', async () => {
    const { verdict, secondsWaited, expected } = await harness.ok(tool, { api: 'catalog-api' });
    expect([verdict, secondsWaited]).toEqual(['open', 0]);
    expect(expected).toContain('no enabled policy');
  });

  it('calls paths below the address, and no others', async () => {
    const { url } = await harness.ok(tool, { api: 'fulfilment-api', path: '/shipments?x=1' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/data-plane\/.*\/fulfilment\/shipments\?x=1$/);
    // A path that looks like another host stays below the address.
    const { url: odd } = await harness.ok(tool, { api: 'fulfilment-api', path: '//example.com/' });
    expect(new URL(odd).origin).toBe(harness.emulator.baseUrl);
    for (const path of [
      '../../secrets',
      '/..//..//accounts/api/me',
      '%2e%2e/%2e%2e/x',
      '/..%2f..%2fx',
      '/%2e%2e%2fx',
      '/%252e%252e%252fx',
      '/a/..%5cx',
      '/..;/x',
      '/a\\..\\x',
      '/%00',
      'https://evil.example/x',
    ]) {
      expect(await harness.fails(tool, { api: 'fulfilment-api', path }), path).toContain(
        'leads outside of the address of the API.',
      );
    }
  });

  it('says when the address is unknown', async () => {
    const text = await harness.fails(tool, { api: 'inventory-api' });
    expect(text).toContain('The address of API "Inventory API"');
    expect(text).toContain('anypoint_get_autodiscovery_properties');
  });

  it('does not send the token of the platform', async () => {
    const seen: (string | null)[] = [];
    const watched = await startHarness({
      emulator: {
        intercept: (request) => {
          if (request.url.includes('/data-plane/')) seen.push(request.headers.get('authorization'));
          return undefined;
        },
      },
    });
    await watched.ok(tool, { api: 'orders-api' });
    expect(seen).toEqual([null]);
  });
});

describe('anypoint_verify_api_access and the policies of an API', async () => {
  const env = { ANYPOINT_APP_SHOP: 'E0consumer5D8e2F6a4B9c1D7e3F0a' };
  const harness = await startHarness({ env });
  const clientId = 'c0ffee00d9b34f62b8d704f5c6a91e77';
  const api = 'orders-api';

  it('knows what a policy covers: an open request is open at once, and never sent if it might change something', async () => {
    await harness.ok('anypoint_update_policy', { api, policy: 'http-basic-authentication', paths: ['/admin/.*'] });
    const open = await harness.ok(tool, { api, path: '/orders' });
    expect(open).toMatchObject({ verdict: 'open', secondsWaited: 0 });
    expect(open['expected']).toContain('all requests but all methods /admin/.*');
    const covered = await harness.ok(tool, { api, path: '/admin/x' });
    expect(covered).toMatchObject({ verdict: 'protected' });
    expect(covered['expected']).toContain('; open: all requests but');
    expect(await harness.ok(tool, { api, path: '/orders', method: 'DELETE' })).toMatchObject({ verdict: 'not called' });
    expect(await harness.ok(tool, { api, path: '/admin/x', method: 'POST' })).toMatchObject({
      verdict: 'protected',
      without: { status: 401 },
    });
  });

  it('sends a client id and a secret by reference, a token, headers, and several requests', async () => {
    await harness.ok('anypoint_remove_policy', { api, policy: 'http-basic-authentication' });
    await harness.ok('anypoint_apply_policy', { api, policy: 'client-id-enforcement', configuration: {} });
    const result = await harness.call(tool, { api, clientId, clientSecret: 'ANYPOINT_APP_SHOP', headers: ['x-a: b'] });
    expect(result.text).toContain('protected');
    expect(result.structured).toMatchObject({ verdict: 'protected', withCredentials: { status: 200 } });
    expect(JSON.stringify(result)).not.toContain(env.ANYPOINT_APP_SHOP);
    expect(await harness.ok(tool, { api, username: 'u', password: 'no-such-login-1' })).toMatchObject({
      verdict: 'other credentials',
      secondsWaited: 0,
    });
    expect(await harness.fails(tool, { api, clientId, clientSecret: 'ANYPOINT_APP_NONE' })).toContain('is not set');
    expect(await harness.fails(tool, { api, headers: ['host: evil.example'] })).toContain('not a header');
    expect(await harness.fails(tool, { api, clientSecret: 'half-of-a-pair' })).toContain('belong together');
    const both = { username: 'u', password: 'no-such-login-1', token: 'no-such-token-1' };
    expect(await harness.fails(tool, { api, ...both })).toContain('the header Authorization, which a request has once');
    const rateLimits = [{ maximumRequests: 3, timePeriodInMilliseconds: 600_000 }];
    await harness.ok('anypoint_update_policy', { api, policy: 'rate-limiting', configuration: { rateLimits } });
    const counted = await harness.ok(tool, { api, clientId, requests: 8, clientSecret: 'ANYPOINT_APP_SHOP' });
    expect(counted['answers']['429']).toBeGreaterThanOrEqual(4);
    expect(counted['meaning']).toContain('a limit holds');
  });

  it.each([
    ['a password', 'fulfilment-api', { username: 'u', password: 'ANYPOINT_APP_SHOP' }, 'Basic credentials'],
    ['a token', 'fulfilment-api', { token: 'ANYPOINT_APP_SHOP' }, 'a bearer token'],
    ['a client secret', 'fulfilment-api', { clientId, clientSecret: 'ANYPOINT_APP_SHOP' }, 'a client id'],
    ['a header', 'fulfilment-api', { headers: ['x-key: ANYPOINT_APP_SHOP'] }, 'credentials'],
    ['what another policy asks for', 'orders-sandbox', { token: 'ANYPOINT_APP_SHOP' }, 'a bearer token'],
  ])('sends no variable of the server where no policy asks for it: %s', async (_what, other, given, asked) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { api: other, ...given });
    expect(text).toContain(`"ANYPOINT_APP_SHOP" was not sent: no enabled policy asks this request for ${asked}, so`);
    expect(harness.seen.filter(({ path }) => path.startsWith('/data-plane/'))).toEqual([]);
  });

  it('says that it cannot send a client id that a policy does not read from a header', async () => {
    const configuration = {
      credentialsOriginHasHttpBasicAuthenticationHeader: 'customExpression',
      clientIdExpression: "#[attributes.queryParams['client_id']]",
    };
    const elsewhere = { api: 'fulfilment-api', policy: 'client-id-enforcement' };
    await harness.ok('anypoint_apply_policy', { ...elsewhere, configuration });
    const text = await harness.fails(tool, { api: 'fulfilment-api', clientId, clientSecret: 'ANYPOINT_APP_SHOP' });
    expect(text).toContain('does not read the client id from a header');
    await harness.ok('anypoint_remove_policy', elsewhere);
  });

  it('says that an IP allowlist refuses this server, and nothing of others', async () => {
    const configuration = { ipExpression: "#[attributes.headers['x-forwarded-for']]", ips: ['203.0.113.7'] };
    await harness.ok('anypoint_apply_policy', { api: 'fulfilment-api', policy: 'ip-allowlist', configuration });
    const proof = await harness.ok(tool, { api: 'fulfilment-api' });
    expect(proof).toMatchObject({ verdict: 'blocked', without: { status: 403 }, secondsWaited: 0 });
    expect(proof['expected']).toContain('open for some addresses');
  });
});

describe('anypoint_verify_api_access while things change', () => {
  it('waits while a policy propagates, and reports what it observes', async () => {
    const harness = await startHarness({ emulator: { clock: 'driven' } });
    const login = { username: 'partner', password: 'correct-horse-7' };
    await harness.ok('anypoint_apply_basic_auth_policy', { api: 'catalog-api', ...login });
    const progress: string[] = [];
    const proof = await harness.ok(tool, { api: 'catalog-api', ...login }, { progress });
    expect(proof).toMatchObject({ verdict: 'protected', without: { status: 401 }, withCredentials: { status: 200 } });
    expect(progress[0]).toContain('open');
    expect(progress.at(-1)).toContain('protected');
    expect(proof['secondsWaited']).toBeGreaterThan(0);
  });

  it('gives up at the time limit and says what to do about a 503 that lasts', async () => {
    const harness = await startHarness({ emulator: { clock: 'driven' } });
    await harness.ok('anypoint_set_application_status', { application: seedApplications.ordersApp, action: 'stop' });
    const { text, structured } = await harness.call(tool, { api: seedApis.orders, timeoutSeconds: 5 });
    expect(structured).toMatchObject({ verdict: 'not serving', without: { status: 503 }, secondsWaited: 5 });
    expect(text).toContain('anypoint_diagnose_api');
  });
});
