import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedApis } from '../../src/emulator/index.ts';
import { ordersApp } from '../services/applications/fixtures.ts';
import { startHarness } from '../support/harness.ts';

const basicAuth = 'anypoint_apply_basic_auth_policy';
const api = String(seedApis.orders);

describe('a secret that is an ordinary word', async () => {
  const harness = await startHarness();
  /** Listings without times, which go on. */
  const answers = async (): Promise<string[]> => {
    const lists = ['servers', 'clusters', 'gateways', 'apis', 'applications'];
    const shown = await Promise.all(lists.map((what) => harness.ok(`anypoint_list_${what}`)));
    return shown.map((list) => JSON.stringify(list).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time'));
  };

  it.each([
    ['a password that is refused', basicAuth, { api, username: 'u', password: 'orders' }, 'too short'],
    ['one that is the id of a server', basicAuth, { api, username: 'u', password: '2194001' }, 'too short'],
    [
      'a password in a configuration that is a column',
      'anypoint_apply_policy',
      {
        api: 'inventory-api',
        policy: 'http-basic-authentication',
        configuration: { username: 'u', password: 'Production' },
      },
      '[secret]',
    ],
    [
      'protected properties that are states and kinds',
      'anypoint_update_application',
      { application: ordersApp, secureProperties: { 'gw.kind': 'managed', 'x.env': 'production', s: 'mule-orders-1' } },
      'properties: gw.kind: (secure, new value)',
    ],
  ])('leaves later results as they were: %s', async (_, tool, args, expected) => {
    const before = await answers();
    const { text } = await harness.call(tool, { ...args, dryRun: true });
    expect(text).toContain(expected);
    expect(await answers()).toEqual(before);
    const environments = await harness.ok('anypoint_list_environments');
    expect(JSON.stringify(environments)).not.toContain('[secret]');
    expect(await harness.ok('anypoint_get_server', { server: 'mule-orders-1' })).toMatchObject({
      server: { name: 'mule-orders-1' },
    });
  });

  it('leaves the result readable also where the result itself has the word', async () => {
    const args = { application: ordersApp, secureProperties: { state: 'running', n: '1' }, dryRun: true };
    const { text } = await harness.call('anypoint_update_application', args);
    expect(text).toContain('properties: state: (secure, new value)');
  });
});

describe('a secret of any kind', async () => {
  let repeated: string | undefined;
  const harness = await startHarness({
    emulator: {
      // A platform that repeats in its refusal what it was sent.
      intercept: (request) =>
        request.method === 'POST' && request.url.endsWith('/policies') && repeated !== undefined
          ? Response.json({ message: `It refuses "${repeated}", and ${repeated} again.` }, { status: 400 })
          : undefined,
    },
  });
  const realistic = fc.constantFrom(
    'kX7!mQ2z',
    'callers-own-Passw0rd-71',
    '0123456789abcdef0123',
    'Tr0ub4dor&3',
    'a-Mt5+Zr9',
  );
  const made = fc.stringMatching(/^[!-~]{4,24}$/).filter((text) => !/secret|[[\]*]/.test(text));
  const word = fc.constantFrom('orders', 'Production', 'managed', '2194001', 'mule-orders-1', 'correct horse');

  it('is in no refusal of its own call, nor in the log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(realistic, made, word), async (value) => {
        repeated = value;
        const password = { username: 'u1', password: value };
        for (const [tool, args] of [
          [basicAuth, { api: 'inventory-api', ...password }],
          [
            'anypoint_apply_policy',
            { api: 'inventory-api', policy: 'http-basic-authentication', configuration: password },
          ],
        ] as const) {
          harness.logged.length = 0;
          const shown = (await harness.fails(tool, args)) + harness.logged.join('\n');
          for (const form of [value, JSON.stringify(value).slice(1, -1)]) {
            for (const quoted of [`"${form}"`, ` ${form} again`]) expect(shown).not.toContain(quoted);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is looked for in later calls as well where it is a realistic one', async () => {
    repeated = undefined;
    await fc.assert(
      fc.asyncProperty(realistic, async (value) => {
        const args = { api: 'catalog-api', username: 'u1', password: value, dryRun: true };
        await harness.ok(basicAuth, args);
        expect(harness.secrets.redact(`later: ${value}`)).toBe('later: [secret]');
        expect(await harness.fails('anypoint_get_api', { api: `x${value}` })).not.toContain(value);
      }),
      { numRuns: 10 },
    );
  });
});

describe('a secret of a call that a thing of the platform is named after', async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;

  it.each([
    ['a distinctive one', 'kX7!mQ2z-own'],
    ['an ordinary word', 'Wolkenbruch'],
  ])('is in no result, plan, progress or log of its own call: %s', async (_, password) => {
    const instance =
      store.apis.get(Number(seedApis.inventory)) ?? [...store.apis.values()].find(({ id }) => String(id) === api);
    if (instance === undefined) throw new Error('the sample has it');
    const before = instance.instanceLabel;
    instance.instanceLabel = `label ${password}`;
    const progress: string[] = [];
    for (const dryRun of [true, false]) {
      const args = { api: String(instance.id), username: 'partner', password, dryRun };
      const { text, structured, isError } = await harness.call(basicAuth, args, { progress });
      const everything = [text, JSON.stringify(structured ?? {}), ...progress, ...harness.logged].join('\n');
      expect(isError).toBe(false);
      expect(everything).not.toContain(password);
      expect(text).toContain('[secret]');
    }
    instance.instanceLabel = before;
    const policies = await harness.ok('anypoint_list_api_policies', { api: String(instance.id) });
    for (const { id } of policies['policies'])
      await harness.ok('anypoint_remove_policy', { api: String(instance.id), policy: String(id) });
  });
});
