import { describe, expect, it } from 'vitest';
import { muleSoftGroupId, seedApis, seedApplications, seedGateways, seedIds } from '../../../src/emulator/index.ts';
import type { Choice } from '../../../src/platform/errors.ts';
import { ApplicationFixtures } from '../../services/applications/fixtures.ts';
import { startHarness } from '../../support/harness.ts';

type Args = Record<string, unknown>;

describe('the questions of tools', async () => {
  let broken: (request: Request) => Response | undefined = () => undefined;
  const harness = await startHarness({ emulator: { intercept: (request) => broken(request) } });
  const { store } = harness.emulator;
  const fixtures = new ApplicationFixtures(harness);

  async function questionOf(tool: string, args: Args): Promise<Choice> {
    const { text, choice } = await harness.call(tool, args);
    if (choice === undefined) throw new Error(`${tool} asks nothing: ${text}`);
    return choice;
  }

  /** How a call goes on with each option in turn: what the result is about, by the option's name. */
  async function followed(tool: string, args: Args, about: (structured: Args) => unknown): Promise<unknown[][]> {
    const choice = await questionOf(tool, args);
    const ends: unknown[][] = [];
    for (const { id, name } of choice.options) {
      const { structured, text } = await harness.call(tool, { ...args, [choice.argument]: id });
      ends.push([name, structured === undefined ? text : about(structured)]);
    }
    return ends;
  }

  describe('about applications', () => {
    const tool = 'anypoint_get_application';
    const application = ({ application: found }: Args) => {
      const { kind, id } = found as { kind: string; id: string };
      return `${kind}:${id}`;
    };

    it('offer the nearest, each with an id that means it and no other', async () => {
      expect(await questionOf(tool, { application: 'order-ap' })).toMatchObject({
        argument: 'application',
        message: 'Application "order-ap" was not found in "Sandbox" of "Acme Outfitters". Which one do you mean?',
      });
      expect(await followed(tool, { application: 'order-ap' }, application)).toEqual([
        ['orders-app', `cloudhub2:${seedApplications.ordersAppId}`],
      ]);
    });

    it('offer all when none is near', async () => {
      const offered = await followed(tool, { application: 'zzzzzz' }, application);
      expect(offered.sort()).toEqual([
        ['catalog-batch', `hybrid:${seedApplications.catalogBatchId}`],
        ['data-cloud-integration', 'cloudhub:data-cloud-integration'],
        ['orders-app', `cloudhub2:${seedApplications.ordersAppId}`],
        ['shipping-quotes', 'cloudhub:shipping-quotes'],
      ]);
    });

    it('offer those that begin with an ambiguous text', async () => {
      const id = fixtures.addDeployment('data-mart');
      const ends = await followed(tool, { application: 'data-' }, application);
      store.amcDeployments.delete(id);
      expect(ends).toEqual([
        ['data-cloud-integration', 'cloudhub:data-cloud-integration'],
        ['data-mart', `cloudhub2:${id}`],
      ]);
    });

    it('are answered by certain ids even where the id of one is the name of others', async () => {
      const { catalogBatchId: id } = seedApplications;
      const like = store.hybridApplications.get(id);
      if (like === undefined) throw new Error('the seed has changed');
      fixtures.addCloudHub(String(id));
      const deployment = fixtures.addDeployment(String(id));
      store.hybridApplications.set(4711, { ...like, id: 4711, name: String(id) });
      const ends = await followed(tool, { application: String(id) }, application);
      store.hybridApplications.delete(4711);
      store.cloudHubApplications.delete(String(id));
      store.amcDeployments.delete(deployment);
      expect(ends).toHaveLength(4);
      expect(ends).toEqual(
        expect.arrayContaining([
          // Its name is unique, so it needs no more words.
          ['catalog-batch', `hybrid:${id}`],
          [expect.stringMatching(`^${id}, on CloudHub 1\\.0 `), `cloudhub:${id}`],
          [expect.stringMatching(`^${id}, on CloudHub 2\\.0 acme-us-east$`), `cloudhub2:${deployment}`],
          [expect.stringMatching(`^${id}, on cluster catalog-cluster `), 'hybrid:4711'],
        ]),
      );
    });

    it('are not asked when more than 50 match: nobody can choose from hundreds', async () => {
      for (let index = 0; index <= 50; index++) fixtures.addCloudHub(`many-${index}`);
      const { text, choice } = await harness.call(tool, { application: 'many' });
      for (let index = 0; index <= 50; index++) store.cloudHubApplications.delete(`many-${index}`);
      expect(text).toContain('"many" matches 51 applications');
      expect(choice).toBeUndefined();
    });

    it('are still asked when one of the services refuses to be read', async () => {
      broken = ({ url }) =>
        /\/cloudhub\/api/.test(url) ? Response.json({ message: 'no' }, { status: 403 }) : undefined;
      const choice = await questionOf(tool, { application: 'order-ap' });
      broken = () => undefined;
      expect(choice.options.map(({ name }) => name)).toEqual(['orders-app']);
    });

    it('offer the environment in which one of that name is', async () => {
      const args = { application: 'orders-app', environment: 'Production' };
      expect(await questionOf(tool, args)).toMatchObject({ argument: 'environment' });
      expect(await followed(tool, args, application)).toEqual([
        ['Sandbox', `cloudhub2:${seedApplications.ordersAppId}`],
      ]);
    });

    it('offer the versions that Exchange has of an application', async () => {
      const args = { application: 'orders-app', exchangeAsset: 'orders-app:9.9.9', dryRun: true };
      expect(await questionOf('anypoint_update_application', args)).toMatchObject({ argument: 'exchangeAsset' });
      expect(await followed('anypoint_update_application', args, ({ outcome }) => outcome)).toEqual([
        ['orders-app 1.1.0', 'planned'],
        ['orders-app 1.0.0', 'no_change'],
      ]);
    });
  });

  describe('about policies', () => {
    const api = 'orders-sandbox';
    const summary = ({ plan }: Args) => (plan as { summary: string }).summary;

    it.each([
      ['anypoint_remove_policy', { api, policy: 'cors' }],
      ['anypoint_update_policy', { api, policy: 'cors', enabled: false }],
    ])('offer the applied ones: %s', async (tool, args) => {
      expect(await followed(tool, { ...args, dryRun: true }, summary)).toEqual([
        ['rate-limiting', expect.stringContaining(`"rate-limiting" (${seedApis.rateLimitingPolicy})`)],
        ['http-basic-authentication', expect.stringContaining(`(${seedApis.basicAuthPolicy})`)],
      ]);
    });

    it('tell two of a kind apart by the requests that they are for', async () => {
      const policies = store.apis.get(seedApis.orders)?.policies ?? [];
      const [first] = policies;
      if (first === undefined) throw new Error('the seed has changed');
      const pointcutData = [{ methodRegex: 'POST', uriTemplateRegex: '/orders' }];
      policies.push({ ...first, id: 4711, pointcutData });
      const ends = await followed('anypoint_remove_policy', { api, policy: 'rate-limiting', dryRun: true }, summary);
      policies.pop();
      expect(ends).toEqual([
        ['rate-limiting, all requests', expect.stringContaining(`(${first.id})`)],
        ['rate-limiting, POST /orders', expect.stringContaining('(4711)')],
      ]);
    });

    it('offer the nearest templates, and to apply one none that is for calls to upstream services', async () => {
      const args = { api: 'fulfilment-sandbox', policy: 'credential-injecton' };
      const shown = ({ templates }: Args) =>
        (templates as { assetId: string; direction: string }[]).map(({ assetId, direction }) => [assetId, direction]);
      const toRead = await followed('anypoint_list_policy_templates', args, shown);
      expect(toRead).toContainEqual([expect.anything(), [['credential-injection-basic-auth', 'outbound']]]);
      for (const [, templates] of toRead) expect(templates).toHaveLength(1);
      const { argument, options } = await questionOf('anypoint_apply_policy', args);
      expect(argument).toBe('policy');
      expect(options.length).toBeGreaterThan(0);
      for (const { id } of options) {
        const { templates } = await harness.ok('anypoint_list_policy_templates', { ...args, policy: id });
        expect(shown({ templates })).toEqual([[id, 'inbound']]);
      }
    });

    it('offer the versions that there are', async () => {
      const args = { api, policy: 'rate-limiting', version: '9.9.9', dryRun: true };
      const { argument, options } = await questionOf('anypoint_update_policy', args);
      expect(argument).toBe('version');
      expect(options).toContainEqual({ id: '1.4.0', name: '1.4.0' });
      const ends = await followed('anypoint_update_policy', args, ({ outcome }) => outcome);
      for (const [, outcome] of ends) expect(['planned', 'no_change']).toContain(outcome);
    });

    it('do not offer another template for a policy that is applied', async () => {
      broken = ({ url }) =>
        url.includes('exchange-policy-templates')
          ? Response.json([{ groupId: muleSoftGroupId, assetId: 'cors', version: '1.0.0', name: 'CORS' }])
          : undefined;
      const args = { api, policy: 'rate-limiting', version: '1.4.0' };
      const { text, choice } = await harness.call('anypoint_update_policy', args);
      broken = () => undefined;
      expect(text).toContain('was not found for API');
      expect(choice).toBeUndefined();
    });
  });

  describe('about APIs and their assets', () => {
    it('offer the environment in which an API is', async () => {
      const model = store.apis.get(seedApis.inventory);
      if (model === undefined) throw new Error('the seed has changed');
      store.apis.set(4711, { ...model, id: 4711, environmentId: seedIds.rootProduction, instanceLabel: 'live-only' });
      const ends = await followed('anypoint_get_api', { api: 'live-only' }, ({ api }) => (api as { id: string }).id);
      store.apis.delete(4711);
      expect(ends).toEqual([['Production', '4711']]);
    });

    it('offer the nearest assets, then the versions of the chosen one', async () => {
      const args = { name: 'Ghost', assetId: 'orders-apii', version: '9.0.0', dryRun: true };
      const first = await questionOf('anypoint_create_api', args);
      // Of the assets of that name, the application is no API.
      expect(first).toMatchObject({
        argument: 'assetId',
        options: [{ id: `${seedIds.root}/orders-api`, name: 'Orders API' }],
      });
      const second = await questionOf('anypoint_create_api', { ...args, assetId: first.options[0]?.id });
      expect(second).toMatchObject({ argument: 'version' });
      const [version] = second.options;
      const args2 = { ...args, assetId: first.options[0]?.id, version: version?.id };
      expect((await harness.ok('anypoint_create_api', args2))['outcome']).toBe('planned');
    });
  });

  describe('about gateways and their targets', () => {
    const id = ({ gateway }: Args) => (gateway as { id: string }).id;

    it('offer the targets for one that is unknown', async () => {
      const args = { name: 'new-gw', target: 'acme-us-wst', dryRun: true };
      expect(await questionOf('anypoint_create_gateway', args)).toMatchObject({ argument: 'target' });
      expect(await followed('anypoint_create_gateway', args, ({ outcome }) => outcome)).toContainEqual([
        'acme-us-east, us-east-2',
        'planned',
      ]);
    });

    it('tell gateways of one name apart by their kind', async () => {
      const own = store.selfManagedGateways.get(seedGateways.branch);
      if (own === undefined) throw new Error('the seed has changed');
      own.name = 'orders-gateway';
      const ends = await followed('anypoint_get_gateway', { gateway: 'orders-gateway' }, id);
      own.name = 'branch-office';
      expect(ends).toEqual([
        ['orders-gateway, managed', seedGateways.orders],
        ['orders-gateway, self-managed', seedGateways.branch],
      ]);
    });

    it('are still asked when one kind cannot be read', async () => {
      broken = ({ url }) =>
        url.includes('/standalone/') ? Response.json({ message: 'no' }, { status: 403 }) : undefined;
      const ends = await followed('anypoint_get_gateway', { gateway: 'oders-gateway' }, id);
      broken = () => undefined;
      expect(ends[0]).toEqual(['orders-gateway', seedGateways.orders]);
    });
  });
});
