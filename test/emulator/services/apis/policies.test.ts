import { describe, expect, it } from 'vitest';
import {
  durations,
  muleSoftGroupId,
  seedApiLogins,
  seedApis,
  seedIds,
  seedLogins,
} from '../../../../src/emulator/index.ts';
import { signIn, visit, withEmulator } from '../../client.ts';
import { A, basicAuth, policy, X } from './requests.ts';

const AP = `/apimanager/api/v1/organizations/${seedIds.root}/automated-policies`;
const P = `${A}/${seedApis.catalog}/policies`;
const names = (body: { assetId: string }[]) => body.map(({ assetId }) => assetId);

describe('policies of an instance', () => {
  it('are listed in two shapes', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const orders = `${A}/${seedApis.orders}/policies`;
      const plain = await call('GET', `${orders}?fullInfo=false`);
      expect(plain.body[1]).toMatchObject({
        id: seedApis.basicAuthPolicy,
        assetId: 'http-basic-authentication',
        assetVersion: '1.3.2',
        configurationData: { username: seedApiLogins.orders.username },
        order: 2,
        disabled: false,
        apiId: seedApis.orders,
        audit: { created: { date: expect.any(String) }, updated: {} },
        implementationAsset: { assetId: 'http-basic-authentication-mule', technology: 'mule4' },
      });
      const full = await call('GET', orders);
      expect(full.body.policies[0]).toMatchObject({
        policyId: seedApis.rateLimitingPolicy,
        template: { assetId: 'rate-limiting', assetVersion: '1.4.1' },
        configuration: { exposeHeaders: true },
      });
      expect((await call('GET', P)).body.policies).toEqual([]);
      expect((await call('GET', `${P}?fullInfo=false`)).body).toMatchObject([{ disabled: true }]);
      expect((await call('GET', `${P}/${seedApis.disabledPolicy}`)).body.assetId).toBe('ip-allowlist');
      expect((await call('GET', `${P}/1`)).status).toBe(404);
    });
  });

  // https://github.com/mulesoft-anypoint/terraform-provider-anypoint/issues/144
  it('show their secrets in answers to writes, and in no other', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { configurationData } = basicAuth;
      const { username } = configurationData;
      const created = await call('POST', P, basicAuth);
      expect(created.body.configurationData).toEqual(configurationData);
      const one = `${P}/${created.body.id}`;
      expect((await call('GET', one)).body.configurationData).toEqual({ username });
      expect((await call('GET', `${P}?fullInfo=false`)).body.at(-1).configurationData).toEqual({ username });
      expect((await call('GET', P)).body.policies.at(-1).configuration).toEqual({ username });
      const changed = await call('PATCH', one, { disabled: true });
      expect(changed.body.configurationData).toEqual(configurationData);
      const rule = { environmentId: seedIds.rootSandbox };
      const automated = await call('POST', AP, { ...basicAuth, ruleOfApplication: rule });
      expect(automated.body.configurationData).toEqual(configurationData);
      expect((await call('GET', `${AP}/${automated.body.id}`)).body.configurationData).toEqual({ username });
      const listed = await call('GET', `${AP}?environmentId=${seedIds.rootSandbox}`);
      expect(listed.body.automatedPolicies[0].configurationData).toEqual({ username });
      // What was read lacks a required field, so that it cannot be written back.
      const back = await call('PATCH', one, { configurationData: { username } });
      expect([back.status, JSON.stringify(back.body)]).toEqual([400, expect.stringContaining("'password'")]);
      expect(emulator.store.apis.get(seedApis.catalog)?.policies.at(-1)?.configurationData).toEqual(configurationData);
    });
  });

  it('are applied once, in order, and changed', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const created = await call('POST', P, { ...basicAuth, apiVersionId: '1', id: null, policyTemplateId: '1930' });
      expect([created.status, created.body.order, created.body.policyTemplateId]).toEqual([201, 2, '1930']);
      const again = await call('POST', P, basicAuth);
      expect([again.status, again.body.name]).toEqual([409, 'ConflictError']);
      expect((await call('POST', `${P}?allowDuplicated=true`, basicAuth)).body.order).toBe(3);
      const first = await call('POST', P, policy('header-injection', '1.3.2', {}, { order: 1 }));
      expect(names((await call('GET', `${P}?fullInfo=false`)).body)[0]).toBe('header-injection');
      const one = `${P}/${first.body.id}`;
      const changed = await call('PATCH', one, {
        label: 'mine',
        assetVersion: '1.3.1',
        pointcutData: [{ methodRegex: 'GET', uriTemplateRegex: '/a' }],
      });
      expect(changed.body).toMatchObject({
        label: 'mine',
        assetVersion: '1.3.1',
        pointcutData: [{ methodRegex: 'GET' }],
      });
      expect((await call('PATCH', one, { pointcutData: null, label: null })).body).toMatchObject({
        pointcutData: null,
        label: null,
      });
      expect((await call('PATCH', one, { configurationData: { colour: 1 } })).status).toBe(400);
      expect((await call('PATCH', one, { assetVersion: '9.9.9' })).status).toBe(400);
      const order = await call('PATCH', P, [
        { id: created.body.id, order: 1, disabled: true },
        { id: first.body.id, order: 2 },
      ]);
      expect([order.status, order.body[0].id, order.body[0].disabled]).toEqual([200, created.body.id, false]);
      expect((await call('PATCH', P, [{ id: 1, order: 1 }])).status).toBe(404);
      expect(
        (
          await call('PATCH', P, [
            { id: created.body.id, order: 1 },
            { id: first.body.id, order: 1 },
          ])
        ).status,
      ).toBe(400);
      expect((await call('POST', `${X}/${seedApis.catalog}/policies/${created.body.id}/disable`)).status).toBe(201);
      expect((await call('GET', `${P}/${created.body.id}`)).body.disabled).toBe(true);
      expect((await call('POST', `${X}/${seedApis.catalog}/policies/${created.body.id}/enable`)).body.disabled).toBe(
        false,
      );
      expect((await call('PATCH', `${P}/${created.body.id}`, { disabled: true })).body.disabled).toBe(true);
      expect((await call('POST', `${one}/implementationAsset`, {})).status).toBe(201);
      expect((await call('DELETE', one)).status).toBe(204);
      expect((await call('DELETE', one)).status).toBe(404);
    });
  });

  it.each<[string, object, string]>([
    ['no coordinates', { configurationData: {} }, 'groupId, assetId, assetVersion'],
    ['an unknown policy', policy('telepathy', '1.0.0'), 'telepathy'],
    ['a policy of somebody else', { ...basicAuth, groupId: seedIds.root }, 'does not exist'],
    ['an unknown version', { ...basicAuth, assetVersion: '0.0.1' }, 'no version 0.0.1'],
    ['a policy for another technology', policy('http-caching', '1.1.1'), 'technology mule4'],
    ['a missing field', { ...basicAuth, configurationData: { username: 'a' } }, "'password'"],
    [
      'an unknown field',
      { ...basicAuth, configurationData: { ...basicAuth.configurationData, realm: 'x' } },
      "'realm'",
    ],
    [
      'a field of the wrong type',
      { ...basicAuth, configurationData: { username: 1, password: 'x' } },
      'username should be string',
    ],
    [
      'a number beyond the limit',
      policy('spike-control', '1.2.2', {
        maximumRequests: 1,
        timePeriodInMilliseconds: 6000,
        delayTimeInMillis: 1,
        delayAttempts: 1,
      }),
      '<= 5000',
    ],
    ['a value that is no choice', policy('jwt-validation', '0.12.0', { jwtOrigin: 'the moon' }), 'jwtOrigin'],
    ['texts that are numbers', policy('ip-allowlist', '1.1.2', { ipExpression: 'x', ips: [1] }), 'array of strings'],
  ])('are refused with %s', async (_what, body, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', P, body);
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(text)]);
    });
  });

  it('name upstreams when they are outbound', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${X}/${seedApis.fulfilment}/policies/outbound-policies`;
      const body = policy('credential-injection-basic-auth', '1.0.1', { username: 'a', password: 'b' });
      const { upstreams } = (await call('GET', `${A}/${seedApis.fulfilment}/upstreams`)).body;
      expect((await call('POST', path, body)).status).toBe(400);
      expect((await call('POST', path, { ...body, upstreamIds: ['x'] })).status).toBe(400);
      const created = await call('POST', path, { ...body, upstreamIds: [upstreams[0].id] });
      expect([created.status, created.body]).toMatchObject([201, [{ upstreamIds: [upstreams[0].id], order: null }]]);
      expect((await call('GET', path)).status).toBe(405);
      expect((await call('POST', path, { ...basicAuth, upstreamIds: [] })).status).toBe(400);
      const inbound = await call('POST', `${A}/${seedApis.fulfilment}/policies`, body);
      expect([inbound.status, inbound.body.message]).toEqual([400, 'This policy can not be applied as inbound']);
    });
  });
});

describe('policy templates', () => {
  const T = `/apimanager/xapi/v1/organizations/${seedIds.root}/exchange-policy-templates`;

  it('are those that match the technology, in all versions or the newest', async () => {
    await withEmulator({}, async (emulator, call) => {
      const all = await call('GET', T);
      const latest = await call('GET', `${T}?latest=true`);
      expect(latest.body.length).toBeGreaterThanOrEqual(15);
      expect(all.body.length).toBeGreaterThan(latest.body.length);
      const fitting = async (api: number) =>
        names((await call('GET', `${T}?latest=true&apiInstanceId=${api}&environmentId=${seedIds.rootSandbox}`)).body);
      expect(await fitting(seedApis.orders)).toContain('xml-threat-protection');
      expect(await fitting(seedApis.fulfilment)).not.toContain('xml-threat-protection');
      expect(await fitting(seedApis.fulfilment)).toContain('http-caching');
      const bare = await call('GET', `${T}?includeConfiguration=false&automatedOnly=true`);
      expect(bare.body[0]).not.toHaveProperty('configuration');
      expect((await call('GET', `${T}?apiInstanceId=1`)).status).toBe(400);
      expect((await call('GET', `${T}?apiInstanceId=1&environmentId=x`)).status).toBe(404);
      const outsider = await signIn(emulator, seedLogins.logistics);
      expect((await outsider('GET', T)).status).toBe(404);
    });
  });

  it('have their fields', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${T}/${muleSoftGroupId}/http-basic-authentication`;
      const { body } = await call('GET', `${path}/1.3.2?includeAllVersions=true`);
      expect(body.configuration).toMatchObject([
        { propertyName: 'username', type: 'string', optional: false, sensitive: false },
        { propertyName: 'password', optional: false, sensitive: true },
      ]);
      expect(body.allVersions.map(({ version }: { version: string }) => version)).toEqual(['1.3.2', '1.3.1', '1.2.2']);
      expect((await call('GET', `${path}/1.3.1`)).body).not.toHaveProperty('allVersions');
      expect((await call('GET', `${path}/9.0.0`)).status).toBe(404);
      const legacy = `/apimanager/api/v1/organizations/${seedIds.root}/policy-templates`;
      expect((await call('GET', legacy)).body[0]).toMatchObject({ id: '1930', category: 'Security' });
      expect((await call('GET', `${legacy}/rate-limiting`)).body.id).toBe('1939');
      expect((await call('GET', `${legacy}/nothing`)).status).toBe(404);
    });
  });
});

describe('automated policies', () => {
  it('apply to all instances of an environment', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, baseUrl }, call) => {
      const path = `/apimanager/api/v1/organizations/${seedIds.root}/automated-policies`;
      const rule = {
        ruleOfApplication: {
          environmentId: seedIds.rootSandbox,
          technologies: ['flexGateway'],
          range: { from: '1.0.0' },
        },
      };
      const created = await call('POST', path, { ...basicAuth, ...rule });
      expect([created.status, created.body.ruleOfApplication]).toMatchObject([201, { technologies: ['flexGateway'] }]);
      expect((await call('POST', path, { ...basicAuth, ...rule })).status).toBe(409);
      const url = `${baseUrl}/data-plane/gateways/orders-gateway-f20a11/fulfilment/`;
      expect((await visit(url)).status).toBe(200);
      clock.advance(durations.policyPropagates);
      expect((await visit(url)).status).toBe(401);
      const one = `${path}/${created.body.id}`;
      expect((await call('GET', one)).body.assetId).toBe('http-basic-authentication');
      expect((await call('GET', `${one}/apis`)).body).toMatchObject({ total: 1, apis: [{ id: seedApis.fulfilment }] });
      expect((await call('GET', `${path}?environmentId=${seedIds.rootSandbox}`)).body.total).toBe(1);
      expect((await call('GET', path)).status).toBe(400);
      expect((await call('PATCH', one, { disabled: true, order: 2 })).body).toMatchObject({ disabled: true, order: 2 });
      expect((await visit(url)).status).toBe(200);
      expect((await call('PATCH', one, { configurationData: {} })).status).toBe(400);
      expect((await call('DELETE', one)).status).toBe(204);
      expect((await call('GET', one)).status).toBe(404);
      const bare = { ...basicAuth, ruleOfApplication: { environmentId: seedIds.rootSandbox } };
      expect((await call('POST', path, bare)).body.ruleOfApplication).not.toHaveProperty('range');
    });
  });
});
