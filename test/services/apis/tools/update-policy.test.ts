import { describe, expect, it } from 'vitest';
import { seedApiLogins, seedApis } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_update_policy';
const api = 'orders-sandbox';

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;
  const stored = (id: number) => store.apis.get(seedApis.orders)?.policies.find((policy) => policy.id === id);

  it('plans the differences, and sends nothing', async () => {
    harness.seen.length = 0;
    const args = {
      api,
      policy: 'rate-limiting',
      configuration: { exposeHeaders: false },
      enabled: false,
      dryRun: true,
    };
    const { text } = await harness.call(tool, args);
    expect(text).toContain('enabled: true → false');
    expect(text).toContain('configuration.exposeHeaders: true → false');
    expect(text).not.toContain('clusterizable');
    expect(text).toContain('Warning: While it is disabled, requests that it refused get through.');
    expect(harness.seen.every(({ method, path }) => method === 'GET' || path.endsWith('/token'))).toBe(true);
  });

  it('says that it is done when only reading it back fails, with the call that reads it', async () => {
    const fault = { kind: 'status', status: 403, method: 'GET', path: '/apimanager/**/policies/*', times: 1 } as const;
    harness.emulator.faults.add(fault);
    const text = await harness.fails(tool, { api, policy: 'rate-limiting', order: 2 });
    expect(text).toMatch(/^Policy .* is changed as planned\. The next step failed: /);
    const [, read = '', args = ''] = /(anypoint_\w+) (\{[^{}]*\})/.exec(text) ?? [];
    expect((await harness.ok(read, JSON.parse(args)))['policies'][1]).toMatchObject({ assetId: 'rate-limiting' });
    await harness.ok(tool, { api, policy: 'rate-limiting', order: 1 });
  });

  it('merges the configuration over the present one', async () => {
    const { outcome, result } = await harness.ok(tool, {
      api,
      policy: 'Rate limiting',
      configuration: { exposeHeaders: false },
    });
    expect(outcome).toBe('done');
    expect(result.policy.configuration).toMatchObject({ exposeHeaders: false, clusterizable: true });
    expect(stored(seedApis.rateLimitingPolicy)?.configurationData).toMatchObject({
      exposeHeaders: false,
      clusterizable: true,
    });
    await harness.ok(tool, { api, policy: 'rate-limiting', configuration: '{"exposeHeaders":null}' });
    expect(stored(seedApis.rateLimitingPolicy)?.configurationData).not.toHaveProperty('exposeHeaders');
  });

  it('refuses a weak password and what does not fit, as applying does', async () => {
    const basic = { api, policy: 'http-basic-authentication' };
    for (const password of ['short', '', 'changeme']) {
      expect(await harness.fails(tool, { ...basic, configuration: { password } }), password).toMatch(
        /The password is|is missing/,
      );
    }
    const rateLimits = [{ limit: 2, window: '1m' }];
    expect(await harness.fails(tool, { api, policy: 'rate-limiting', configuration: { rateLimits } })).toContain(
      'unknown member "limit"',
    );
  });

  it('suggests nothing that would open the API, and repeats no secret', async () => {
    const text = await harness.fails(tool, { api, policy: 'http-basic-authentication', password: 'not-in-a-path-7' });
    expect(text).not.toContain('Did you mean');
    expect(text).toContain('A field of the policy goes into configuration.');
    const wrong = { api, policy: 'http-basic-authentication', paths: ['not-in-a-path-7'] };
    expect(await harness.fails(tool, wrong)).not.toContain('not-in-a-path-7');
    expect(await harness.fails(tool, { ...wrong, paths: undefined, methods: ['FETCH'] })).toContain('HTTP method');
  });

  it('warns of what a narrower policy leaves open', async () => {
    const { text } = await harness.call(tool, {
      api,
      policy: 'http-basic-authentication',
      methods: ['GET'],
      dryRun: true,
    });
    expect(text).toContain('It then covers GET all paths only');
    expect(text).toContain('nobody has to authenticate for all requests but GET all paths');
  });

  it('asks for the password with every other field, because the platform does not return it', async () => {
    for (const configuration of [{ username: 'renamed' }, { username: 'renamed', password: '[secret]' }]) {
      const text = await harness.fails(tool, { api, policy: 'http-basic-authentication', configuration });
      expect(text).toContain('The platform does not return the current value of password of policy');
      expect(text).toContain('Give password again in the argument configuration.');
    }
    const { password } = seedApiLogins.orders;
    expect(stored(seedApis.basicAuthPolicy)?.configurationData).toEqual({ username: 'orders-client', password });
    const given = { api, policy: 'http-basic-authentication', configuration: { username: 'renamed', password } };
    const { structured, text } = await harness.call(tool, given);
    expect(structured).toMatchObject({
      outcome: 'done',
      plan: {
        steps: [
          {
            changes: [
              { setting: 'configuration.username', before: 'orders-client', after: 'renamed' },
              { setting: 'configuration.password', before: '[secret]', after: '[secret], as given' },
            ],
          },
        ],
      },
    });
    expect(stored(seedApis.basicAuthPolicy)?.configurationData).toEqual({ username: 'renamed', password });
    expect(text).not.toContain(password);
  });

  it('keeps a password that nobody can read when only the version changes', async () => {
    const basic = { api, policy: 'http-basic-authentication' };
    const before = stored(seedApis.basicAuthPolicy)?.configurationData;
    const { text } = await harness.call(tool, { ...basic, version: '1.3.1' });
    expect(text).toContain('Change policy "http-basic-authentication" (19870102). The platform keeps password.');
    expect(text).not.toContain('not as before');
    expect(stored(seedApis.basicAuthPolicy)).toMatchObject({ assetVersion: '1.3.1', configurationData: before });
    await harness.ok(tool, { ...basic, version: '1.3.2' });
    expect(stored(seedApis.basicAuthPolicy)).toMatchObject({ assetVersion: '1.3.2', configurationData: before });
  });

  it('warns of optional secrets that a new configuration would drop', async () => {
    const key = 'Grosses-Geheimnis-mit-mindestens-32-Zeichen';
    const signed = { jwtOrigin: 'httpBearerAuthenticationHeader', signingMethod: 'hmac', signingKeyLength: 256 };
    const fromText = { ...signed, jwtKeyOrigin: 'text', textKey: key };
    const jwt = { api: 'Catalog API', policy: 'jwt-validation' };
    await harness.ok('anypoint_apply_policy', { ...jwt, configuration: fromText });
    // The rest of the configuration says that there is a key.
    expect(await harness.fails(tool, { ...jwt, configuration: { mandatoryExpClaim: true } })).toContain(
      'The platform does not return the current value of textKey',
    );
    const fromAddress = { jwtKeyOrigin: 'jwks', jwksUrl: 'https://keys.example.com', textKey: key };
    await harness.ok(tool, { ...jwt, configuration: fromAddress });
    const { text } = await harness.call(tool, { ...jwt, configuration: { mandatoryExpClaim: true }, dryRun: true });
    expect(text).toContain('If the policy has a value for textKey, this change removes it');
    expect(text).toContain('Not restored, if policy "jwt-validation"');
    expect(text).not.toContain(key);
    await harness.ok('anypoint_remove_policy', jwt);
  });

  it('changes a password without showing the old or the new one', async () => {
    const password = 'Wolkenbruch-und-41-Schirme';
    const args = { api, policy: String(seedApis.basicAuthPolicy), configuration: { password } };
    const { structured, text } = await harness.call(tool, args);
    expect(text).toContain('configuration.password: [secret] → [secret], as given');
    expect(text + JSON.stringify(structured) + harness.logged.join()).not.toContain(password);
    expect(text).not.toContain(seedApiLogins.orders.password);
    expect(stored(seedApis.basicAuthPolicy)?.configurationData['password']).toBe(password);
    // Nobody can see that it is the same one, so it is sent again.
    expect((await harness.ok(tool, args))['outcome']).toBe('done');
  });

  it('moves a policy and shows which others move', async () => {
    const { plan, result } = await harness.ok(tool, { api, policy: 'http-basic-authentication', order: 1 });
    expect(plan.steps).toMatchObject([
      {
        action: 'Put the policies into a new order.',
        changes: [
          { setting: `order of "http-basic-authentication" (${seedApis.basicAuthPolicy})`, before: 2, after: 1 },
          { setting: `order of "rate-limiting" (${seedApis.rateLimitingPolicy})`, before: 1, after: 2 },
        ],
      },
    ]);
    expect(result.policy.order).toBe(1);
    expect(stored(seedApis.rateLimitingPolicy)?.order).toBe(2);
    expect((await harness.ok(tool, { api, policy: 'http-basic-authentication', order: 1 }))['outcome']).toBe(
      'no_change',
    );
    expect((await harness.ok(tool, { api, policy: 'rate-limiting', order: 99 }))['outcome']).toBe('no_change');
  });

  it.each([
    ['narrower paths', { paths: ['/nothing-here'] }, 'stop'],
    ['fewer methods', { methods: ['TRACE'] }, 'stop'],
    ['another position', { order: 1 }, undefined],
  ])('ends protection where it covers less: %s', async (_what, change, kind) => {
    const { plan } = await harness.ok(tool, { api, policy: 'http-basic-authentication', ...change, dryRun: true });
    expect(plan.steps.find((step: { kind: string }) => step.kind === 'stop')?.kind).toBe(kind);
  });

  it('changes methods and leaves paths, and opens it to all requests again', async () => {
    const policy = 'rate-limiting';
    expect((await harness.ok(tool, { api, policy, paths: ['/a', '/b'] }))['result'].policy.appliesTo).toBe(
      'all methods /a, all methods /b',
    );
    expect((await harness.ok(tool, { api, policy, methods: ['GET'] }))['result'].policy.appliesTo).toBe(
      'GET /a, GET /b',
    );
    expect((await harness.ok(tool, { api, policy, methods: ['GET'] }))['outcome']).toBe('no_change');
    expect((await harness.ok(tool, { api, policy, methods: [], paths: [] }))['result'].policy.appliesTo).toBe(
      'all requests',
    );
    expect(stored(seedApis.rateLimitingPolicy)?.pointcutData).toBeNull();
  });

  it('disables, enables, and changes the version', async () => {
    const policy = 'rate-limiting';
    expect((await harness.ok(tool, { api, policy, enabled: false, version: '1.4.0' }))['result'].policy).toMatchObject({
      enabled: false,
      version: '1.4.0',
      newerVersion: '1.4.1',
    });
    expect(stored(seedApis.rateLimitingPolicy)).toMatchObject({ disabled: true, assetVersion: '1.4.0' });
    expect((await harness.ok(tool, { api, policy, enabled: true, version: '1.4.1' }))['result'].policy).toMatchObject({
      enabled: true,
    });
  });

  it.each([
    [{ policy: 'cors' }, 'It has "http-basic-authentication"'],
    [{ policy: 'rate-limiting' }, 'No change was requested.'],
    [{ policy: 'rate-limiting', configuration: { rateLimits: 'many' } }, 'rateLimits must be a list.'],
    [{ policy: 'rate-limiting', configuration: { speed: 1 } }, 'Unknown field "speed"'],
    [{ policy: 'rate-limiting', configuration: { rateLimits: null } }, 'rateLimits is missing'],
    [{ policy: 'rate-limiting', version: '9.9.9' }, 'has no version "9.9.9"'],
  ])('refuses %j', async (args, expected) => {
    harness.seen.length = 0;
    expect(await harness.fails(tool, { api, ...args })).toContain(expected);
    expect(harness.seen.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/token'))).toEqual([]);
  });

  it('says that an API has no policy at all', async () => {
    expect(await harness.fails(tool, { api: 'inventory-api', policy: 'cors', enabled: true })).toContain(
      'It has no policies.',
    );
  });
});

describe(`${tool} when something unexpected happens`, async () => {
  let broken: (request: Request) => Response | undefined = () => undefined;
  const harness = await startHarness({ emulator: { intercept: (request) => broken(request) } });
  const { store } = harness.emulator;

  it('does not overwrite what somebody else has changed meanwhile', async () => {
    broken = (request) => {
      const policy = store.apis.get(seedApis.orders)?.policies[1];
      // The single read comes right before the change.
      if (policy && request.method === 'GET' && /\/policies\/\d+$/.test(request.url))
        policy.configurationData = { ...policy.configurationData, username: 'elsewhere' };
      return undefined;
    };
    const text = await harness.fails(tool, {
      api,
      policy: 'http-basic-authentication',
      configuration: { username: 'mine', password: seedApiLogins.orders.password },
    });
    expect(text).toContain('was changed by somebody else');
    expect(text).toContain('configuration.username');
    expect(store.apis.get(seedApis.orders)?.policies[1]?.configurationData['username']).toBe('elsewhere');
  });

  it('does not overwrite a secret that somebody else has changed meanwhile', async () => {
    const policy = store.apis.get(seedApis.orders)?.policies[1];
    const elsewhere = 'Etwas-ganz-Anderes-17';
    broken = (request) => {
      if (policy && request.method === 'GET' && /\/policies\/\d+$/.test(request.url)) {
        policy.configurationData = { ...policy.configurationData, password: elsewhere };
        policy.updatedAt = harness.emulator.clock.now();
      }
      return undefined;
    };
    const configuration = { password: 'Wolkenbruch-und-41-Schirme' };
    const text = await harness.fails(tool, { api, policy: 'http-basic-authentication', configuration });
    expect(text).toMatch(/The policy was changed at \S+, and its secrets cannot be compared\./);
    expect(policy?.configurationData['password']).toBe(elsewhere);
  });

  it('asks for a secret that the platform returns as stars, and leaves it alone otherwise', async () => {
    const seen: string[] = [];
    broken = (request) => {
      if (request.method === 'PATCH')
        void request
          .clone()
          .text()
          .then((body) => seen.push(body));
      if (request.method !== 'GET' || !/\/policies(\/\d+)?(\?|$)/.test(request.url)) return undefined;
      const one = {
        id: seedApis.basicAuthPolicy,
        groupId: '68ef9520-24e9-4cf2-b2f5-620025690913',
        assetId: 'http-basic-authentication',
        assetVersion: '1.3.2',
        order: 2,
        disabled: true,
        configurationData: { username: 'u', password: '******' },
      };
      return Response.json(request.url.includes('?') ? [one] : one);
    };
    const policy = 'http-basic-authentication';
    const text = await harness.fails(tool, { api, policy, configuration: { username: 'v' } });
    expect(text).toContain('The platform does not return the current value of password of policy');
    await harness.ok(tool, { api, policy, enabled: true });
    expect(seen).toEqual(['{"disabled":false}']);
  });

  it('says what is done when reordering fails after the change', async () => {
    broken = (request) =>
      request.method === 'PATCH' && request.url.endsWith('/policies')
        ? Response.json({ message: 'No' }, { status: 400 })
        : undefined;
    const text = await harness.fails(tool, { api, policy: 'rate-limiting', enabled: false, order: 2 });
    expect(text).toContain(`Policy "rate-limiting" (${seedApis.rateLimitingPolicy}) is changed. The next step failed`);
  });
});
