import { describe, expect, it } from 'vitest';
import {
  dataPlaneUrl,
  durations,
  type Emulator,
  seedApiLogins,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
} from '../../../../src/emulator/index.ts';
import { type Caller, sandboxPath, visit, withEmulator } from '../../client.ts';
import { A, basicAuth, policy } from './requests.ts';

const P = `${A}/${seedApis.catalog}/policies`;

describe('on the data plane', () => {
  const urlOf = ({ baseUrl, store }: Emulator): string => {
    const app = store.hybridApplications.get(seedApplications.catalogBatchId);
    return (app === undefined ? undefined : dataPlaneUrl({ baseUrl, store }, app)) ?? '';
  };
  const with1 = (body: object, run: (emulator: Emulator, url: string, call: Caller) => Promise<void>) =>
    withEmulator({ clock: 'driven' }, async (emulator, call) => {
      expect((await call('POST', P, body)).status).toBe(201);
      emulator.clock.advance(durations.policyPropagates);
      await run(emulator, urlOf(emulator), call);
    });

  const contract = {
    id: 1,
    applicationId: seedApis.consumer,
    status: 'APPROVED',
    tierId: 9,
    requestedTierId: null,
    createdAt: 0,
    updatedAt: null,
  } as const;
  const tier = {
    id: 9,
    name: 'One',
    description: null,
    status: 'ACTIVE',
    autoApprove: true,
    limits: [{ visible: true, maximumRequests: 1, timePeriodInMilliseconds: 1000 }],
    createdAt: 0,
    updatedAt: null,
  } as const;
  const { clientId, clientSecret } = seedApiLogins.consumer;
  const expressions = {
    clientIdExpression: "#[attributes.headers['client_id']]",
    clientSecretExpression: "#[attributes.headers['client_secret']]",
  };

  it('client id enforcement needs a contract', async () => {
    const body = policy('client-id-enforcement', '1.3.3', expressions);
    await with1(body, async ({ store }, url) => {
      const headers = { client_id: clientId, client_secret: clientSecret };
      const refused = await visit(url, { headers });
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Client-ID-Enforcement']);
      store.apis.get(seedApis.catalog)?.contracts.push({ ...contract });
      expect((await visit(url, { headers })).status).toBe(200);
      expect((await visit(url, { headers: { client_id: clientId } })).status).toBe(401);
    });
    const origin = { credentialsOriginHasHttpBasicAuthenticationHeader: 'httpBasicAuthenticationHeader' };
    await with1(policy('client-id-enforcement', '1.3.3', origin), async ({ store }, url) => {
      store.apis.get(seedApis.catalog)?.contracts.push({ ...contract });
      const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
      expect((await visit(url, { headers: { authorization } })).status).toBe(200);
      expect((await visit(url)).status).toBe(401);
    });
  });

  it('rates are limited', async () => {
    const rateLimits = [{ maximumRequests: 2, timePeriodInMilliseconds: 1000 }];
    const body = policy('rate-limiting', '1.4.1', {
      rateLimits,
      exposeHeaders: true,
      keySelector: "#[attributes.headers['who']]",
    });
    await with1(body, async ({ clock }, url) => {
      const first = await visit(url);
      expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([200, '1']);
      expect((await visit(url)).status).toBe(200);
      const third = await visit(url);
      expect([third.status, third.headers.get('x-ratelimit-reset')]).toEqual([429, '1000']);
      expect((await visit(url, { headers: { who: 'me' } })).status).toBe(200);
      clock.advance(1000);
      expect((await visit(url)).status).toBe(200);
    });
    const spike = { maximumRequests: 1, timePeriodInMilliseconds: 1000, delayTimeInMillis: 1, delayAttempts: 1 };
    await with1(policy('spike-control', '1.2.2', spike), async (_emulator, url) => {
      expect([(await visit(url)).status, (await visit(url)).status]).toEqual([200, 429]);
    });
    await with1(policy('rate-limiting-sla-based', '1.3.1', expressions), async ({ store }, url) => {
      expect((await visit(url)).status).toBe(401);
      const api = store.apis.get(seedApis.catalog);
      api?.contracts.push({ ...contract });
      api?.tiers.push({ ...tier, limits: [...tier.limits] });
      const headers = { client_id: clientId, client_secret: clientSecret };
      expect([(await visit(url, { headers })).status, (await visit(url, { headers })).status]).toEqual([200, 429]);
    });
  });

  it('addresses are allowed or blocked', async () => {
    const list = (ips: string[]) => ({ ipExpression: "#[attributes.headers['x-forwarded-for']]", ips });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    await withEmulator({}, async (emulator, call) => {
      const one = `${P}/${seedApis.disabledPolicy}`;
      await call('PATCH', one, { disabled: false });
      const url = urlOf(emulator);
      expect((await visit(url)).status).toBe(403);
      expect((await visit(url, from('10.20.1.1, 1.1.1.1'))).status).toBe(200);
      expect((await visit(url, from('somewhere'))).status).toBe(403);
      await call('PATCH', one, { configurationData: list(['2001:db8::/32', '127.0.0.1']) });
      expect((await visit(url, from('2001:db8::1'))).status).toBe(200);
      expect((await visit(url)).status).toBe(200);
    });
    await with1(policy('ip-blocklist', '1.1.2', list(['192.0.2.7'])), async (_emulator, url) => {
      expect((await visit(url, from('192.0.2.7'))).status).toBe(403);
      expect((await visit(url)).status).toBe(200);
    });
  });

  it('headers are added and removed', async () => {
    const injected = { inboundHeaders: [{ key: 'x-in', value: '1' }], outboundHeaders: [{ key: 'x-out', value: '2' }] };
    await with1(policy('header-injection', '1.3.2', injected), async ({ clock }, url, call) => {
      const first = await visit(url);
      expect([first.body.headers['x-in'], first.headers.get('x-out')]).toEqual(['1', '2']);
      await call(
        'POST',
        P,
        policy('header-removal', '1.1.2', { inboundHeaders: ['x-in'], outboundHeaders: ['x-out'] }),
      );
      clock.advance(durations.policyPropagates);
      const second = await visit(url);
      expect([second.body.headers['x-in'], second.headers.get('x-out')]).toEqual([undefined, null]);
    });
    await with1(policy('header-removal', '1.1.2'), async (_emulator, url) => {
      expect((await visit(url)).status).toBe(200);
    });
  });

  it('origins and tokens are checked', async () => {
    const cors = {
      publicResource: false,
      supportCredentials: true,
      originGroups: [{ origins: ['https://shop.example'] }],
    };
    await with1(policy('cors', '1.3.2', cors), async (_emulator, url) => {
      const from = (origin: string, method = 'GET', more: Record<string, string> = {}) =>
        visit(url, { method, headers: { origin, ...more } });
      expect((await from('https://shop.example')).headers.get('access-control-allow-credentials')).toBe('true');
      expect((await from('https://other.example')).headers.has('access-control-allow-origin')).toBe(false);
      expect((await from('https://shop.example', 'OPTIONS', { 'access-control-request-method': 'GET' })).status).toBe(
        204,
      );
      expect((await visit(url)).status).toBe(200);
    });
    await with1(policy('cors', '1.3.2', { publicResource: true, originGroups: [] }), async (_emulator, url) => {
      const answer = await visit(url, { headers: { origin: 'https://any.example' } });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    });
    await with1(
      policy('jwt-validation', '0.12.0', {
        jwtOrigin: 'httpBearerAuthenticationHeader',
        jwtKeyOrigin: 'jwks',
        jwksUrl: 'https://keys.example',
      }),
      async (_e, url) => {
        expect((await visit(url)).status).toBe(400);
        expect((await visit(url, { headers: { authorization: 'Bearer a' } })).status).toBe(401);
        expect((await visit(url, { headers: { authorization: 'Bearer a.b.c' } })).status).toBe(200);
      },
    );
    const introspection = { introspectionURL: 'https://a.example', authorizationValue: 'x' };
    await with1(policy('oauth2-token-introspection', '1.0.1', introspection), async (_emulator, url) => {
      expect((await visit(url)).status).toBe(401);
    });
    const ldap = {
      ldapServerURL: 'a',
      ldapServerUserDn: 'b',
      ldapServerUserPassword: 'c',
      ldapSearchBase: 'd',
      ldapSearchFilter: 'e',
    };
    await with1(policy('ldap-authentication', '1.4.1', ldap), async (_emulator, url) => {
      expect((await visit(url)).status).toBe(401);
    });
    await with1(
      policy('message-logging', '2.0.2', {
        loggingConfiguration: [{ itemName: 'a', itemData: { message: 'b', level: 'INFO' } }],
      }),
      async (_emulator, url) => {
        expect((await visit(url)).status).toBe(200);
      },
    );
  });

  it('a policy can apply to some methods and paths only', async () => {
    const pointcutData = [
      { methodRegex: 'POST', uriTemplateRegex: '/private/.*' },
      { methodRegex: '(', uriTemplateRegex: '.*' },
    ];
    await with1({ ...basicAuth, pointcutData }, async (_emulator, url) => {
      expect((await visit(`${url}private/x`, { method: 'POST' })).status).toBe(401);
      expect((await visit(`${url}private/x`)).status).toBe(200);
      expect((await visit(`${url}public`, { method: 'POST' })).status).toBe(200);
    });
  });

  it('a self-managed gateway serves APIs too', async () => {
    await withEmulator({}, async ({ baseUrl, store }, call) => {
      const one = `/proxies/xapi/v1/${sandboxPath}/apis/${seedApis.fulfilment}/deployments`;
      const body = {
        type: 'HY',
        environmentId: seedIds.rootSandbox,
        targetId: seedGateways.warehouse,
        gatewayVersion: '1.11.4',
        overwrite: true,
      };
      expect((await call('POST', one, body)).status).toBe(201);
      const api = store.apis.get(seedApis.fulfilment);
      const url = api === undefined ? '' : dataPlaneUrl({ baseUrl, store }, api);
      expect(url).toContain('/gateways/warehouse-edge-');
      expect((await visit(url ?? '')).status).toBe(200);
    });
  });
});
