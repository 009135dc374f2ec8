import { describe, expect, it } from 'vitest';
import { muleSoftGroupId, seedApis } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_apply_basic_auth_policy';
const password = 'Wolkenbruch-und-41-Schirme';

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;
  const policiesOf = (id: number) => store.apis.get(id)?.policies ?? [];

  it('plans without the password, and sends nothing', async () => {
    harness.seen.length = 0;
    const args = { api: 'inventory-api', username: 'api-user', password, dryRun: true };
    const { structured, text } = await harness.call(tool, args);
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain('version: 1.3.2');
    expect(text).toContain('configuration.username: api-user');
    expect(text).toContain('configuration.password: [secret]');
    expect(text).toContain('Warning: The API is never tracked');
    expect(text + JSON.stringify(structured)).not.toContain(password);
    expect(harness.seen.every(({ method, path }) => method === 'GET' || path.endsWith('/token'))).toBe(true);
  });

  it('applies the newest version, and shows a given password nowhere', async () => {
    const { structured, text } = await harness.call(tool, { api: 'inventory-api', username: 'api-user', password });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: {
        policy: { assetId: 'http-basic-authentication', configuration: { username: 'api-user', password: '[secret]' } },
      },
    });
    expect(text + JSON.stringify(structured) + harness.logged.join()).not.toContain(password);
    expect(policiesOf(seedApis.inventory)).toMatchObject([
      {
        groupId: muleSoftGroupId,
        assetVersion: '1.3.2',
        configurationData: { username: 'api-user', password },
        pointcutData: null,
      },
    ]);
  });

  it('generates a password and shows it in this one result', async () => {
    const dry = await harness.call(tool, { api: 'shipping-api', username: 'shipper', dryRun: true });
    expect(dry.text).toContain('configuration.password: generated, 24 characters, shown once');
    const { structured, text } = await harness.call(tool, { api: 'shipping-api', username: 'shipper' });
    const made = String(policiesOf(seedApis.shipping)[0]?.configurationData['password']);
    expect(made).toMatch(/^[\w-]{24}$/);
    expect(structured).toMatchObject({
      result: { password: made, policy: { configuration: { password: '[secret]' } } },
    });
    expect(text).toContain(`password: ${made} (shown only now; this server cannot show it again)`);
    expect(text.split(made)).toHaveLength(2);
    const again = await harness.call('anypoint_list_api_policies', { api: 'shipping-api' });
    expect(again.text + JSON.stringify(again.structured) + harness.logged.join()).not.toContain(made);
  });

  it('suggests an update when the policy is already applied', async () => {
    const text = await harness.fails(tool, { api: 'orders-sandbox', username: 'new-user', password });
    expect(text).toContain(`policy ${seedApis.basicAuthPolicy}, version 1.3.2`);
    expect(text).toContain(
      `anypoint_update_policy {"api":"${seedApis.orders}","policy":"${seedApis.basicAuthPolicy}","configuration":`,
    );
    expect(text).not.toContain(password);
  });

  it.each([
    ['foo', 'bar', 'tutorials'],
    ['admin', 'admin', 'equals the user name'],
    ['Api-Client', 'api-client', 'equals the user name'],
    ['client', 'x7!k', 'too short'],
    ['client', 'Password1', 'a common one that attackers try first'],
    ['client', 'mulesoft123', 'a common one that attackers try first'],
    ['orders', 'orders12', 'the user name with little added'],
    ['client', 'aaaaaaaabb', 'the same few characters'],
    ['client', '123456789', 'a sequence'],
    ['client', 'hgfedcba', 'a sequence'],
    ['cli:ent', 'Wolkenbruch-und-41', 'a colon'],
    ['client', 'Wolken\u0007bruch-und-41', 'control characters'],
    [' ', 'Wolkenbruch-und-41', 'The argument username is empty.'],
  ])('refuses %s / %s', async (username, given, expected) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { api: 'catalog-api', username, password: given });
    expect(text).toContain(expected);
    if (given !== username && given !== 'bar') expect(text).not.toContain(given);
    expect(harness.seen.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/token'))).toEqual([]);
  });
});

describe(`${tool} with a wrong user name`, async () => {
  const harness = await startHarness();

  it.each(['a:b', 'a\u0007b'])('says for %j what to do about the user name, not the password', async (username) => {
    const text = await harness.fails(tool, { api: 'inventory-api', username });
    expect(text).toContain('Next: Nothing was sent. Give another user name in the argument username.');
    expect(text).not.toContain('password');
  });
});

describe(`${tool} when the platform returns less`, async () => {
  let broken: (request: Request) => Response | undefined = () => undefined;
  const harness = await startHarness({ emulator: { intercept: (request) => broken(request) } });

  it('sends 1.3.2 when templates cannot be read, and says so', async () => {
    broken = (request) =>
      request.url.includes('exchange-policy-templates') ? Response.json({ message: 'No' }, { status: 403 }) : undefined;
    const { plan, result } = await harness.ok(tool, { api: 'inventory-api', username: 'api-user', password });
    expect(plan.warnings.join()).toContain('version 1.3.2 is used');
    expect(result.policy).toMatchObject({ version: '1.3.2', configuration: { password: '[secret]' } });
  });

  it('names the scope to add when it is forbidden, and never repeats the password', async () => {
    broken = (request) =>
      request.method === 'POST' && request.url.includes('/policies')
        ? Response.json({ message: `No ${password} for you` }, { status: 403 })
        : undefined;
    const text = await harness.fails(tool, { api: 'catalog-api', username: 'api-user', password });
    expect(text).toContain('"Manage Policies"');
    expect(text).not.toContain(password);
  });

  it('says what to do when the response with a generated password is lost', async () => {
    broken = (request) =>
      request.method === 'POST' && request.url.includes('/policies') ? new Response('Bad', { status: 502 }) : undefined;
    const text = await harness.fails(tool, { api: 'catalog-api', username: 'api-user' });
    expect(text).toContain('its password is lost: set a new one with anypoint_update_policy');
  });

  it('sends the newest version that the platform offers', async () => {
    broken = (request) => {
      if (!request.url.includes('exchange-policy-templates')) return undefined;
      const field = (propertyName: string) => ({
        propertyName,
        type: 'string',
        optional: false,
        sensitive: propertyName === 'password',
      });
      const configuration = ['username', 'password'].map(field);
      const versions = ['1.3.2', '1.10.0', '1.9.1'];
      return Response.json(
        versions.map((version) => ({
          groupId: muleSoftGroupId,
          assetId: 'http-basic-authentication',
          version,
          configuration,
        })),
      );
    };
    const { plan } = await harness.ok(tool, { api: 'catalog-api', username: 'api-user', password, dryRun: true });
    expect(plan.summary).toContain('1.10.0');
  });
});
