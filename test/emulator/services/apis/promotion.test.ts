import { describe, expect, it } from 'vitest';
import { type Emulator, seedApis, seedIds } from '../../../../src/emulator/index.ts';
import { type Caller, withEmulator } from '../../client.ts';
import { A, deployment, flex, idOf, mule, policy, spec, X } from './requests.ts';

const production = A.replace(seedIds.rootSandbox, seedIds.rootProduction);
const all = { allEntities: true };
const none = { allEntities: false };

/** As anypoint-utils and the promotion app of mulesoft-catalyst send it: without contracts. */
const promote = (originApiId: number) => ({ originApiId, policies: all, tiers: all, alerts: all });

/** Lets the caller do only this: scopes, each in the environments named. */
function allow({ store, access }: Emulator, granted: Record<string, readonly string[]>): void {
  const app = store.connectedApps.get(access.clientId);
  if (app === undefined) throw new Error('no connected app');
  app.grants = Object.entries(granted).flatMap(([scope, environments]) =>
    environments.map((envId) => ({ scope, context_params: { org: seedIds.root, envId } })),
  );
}

async function policiesOf(call: Caller, path: string): Promise<Record<string, unknown>[]> {
  return (await call('GET', `${path}/policies?fullInfo=false`)).body;
}

describe('a promoted instance', () => {
  it('has the label, the policies with their configuration and the tiers, and an id of its own', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const origin = `${A}/${seedApis.orders}`;
      const before = (await call('GET', origin)).body;
      const { status, body } = await call('POST', production, {
        instanceLabel: null,
        promote: promote(seedApis.orders),
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        environmentId: seedIds.rootProduction,
        instanceLabel: before.instanceLabel,
        assetId: before.assetId,
        assetVersion: before.assetVersion,
        autodiscoveryInstanceName: `v1:${body.id}`,
        status: 'unregistered',
        lastActiveDate: null,
        deployment: null,
        activeContractsCount: 0,
      });
      expect(body.id).not.toBe(before.id);
      const copy = `${production}/${body.id}`;
      const wanted = await policiesOf(call, origin);
      const copied = await policiesOf(call, copy);
      expect(copied.map(({ configuration, order, disabled }) => ({ configuration, order, disabled }))).toEqual(
        wanted.map(({ configuration, order, disabled }) => ({ configuration, order, disabled })),
      );
      const tiers = (await call('GET', `${copy}/tiers`)).body.tiers;
      const originTiers = (await call('GET', `${origin}/tiers`)).body.tiers;
      expect(tiers).toMatchObject(
        originTiers.map(({ name, limits, autoApprove }: Record<string, unknown>) => ({ name, limits, autoApprove })),
      );
      expect(tiers[0].id).not.toBe(originTiers[0].id);
      expect((await call('GET', `${copy}/contracts`)).body.total).toBe(0);
      expect((await call('GET', `${origin}/contracts`)).body.total).toBeGreaterThan(0);
    });
  });

  // The published answer to a promotion has label, description, tags and provider of the origin, and no `endpointUri`.
  it('starts its life anew: not deprecated, without the address for consumers', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const id = await idOf(call);
      const told = {
        deprecated: true,
        endpointUri: 'https://sandbox.example.com',
        description: 'orders',
      };
      expect((await call('PATCH', `${A}/${id}`, told)).body).toMatchObject(told);
      const { body } = await call('POST', production, { promote: promote(id) });
      expect(body).toMatchObject({ deprecated: false, description: 'orders' });
      expect(body.endpointUri).not.toBe(told.endpointUri);
      expect((await call('GET', `${A}/${id}`)).body).toMatchObject(told);
    });
  });

  it.each([{}, { policies: none, tiers: none, alerts: none }])('has no more than was asked for: %j', async (kinds) => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('POST', production, { promote: { originApiId: seedApis.orders, ...kinds } });
      expect(await policiesOf(call, `${production}/${body.id}`)).toEqual([]);
      expect((await call('GET', `${production}/${body.id}/tiers`)).body.total).toBe(0);
    });
  });

  it('enforces its policies once they have propagated, and lets go of those of its origin', async () => {
    await withEmulator({ clock: 'driven' }, async ({ store, clock }, call) => {
      const { body } = await call('POST', production, { promote: promote(seedApis.orders) });
      clock.advance(60_000);
      const [first] = await policiesOf(call, `${A}/${seedApis.orders}`);
      expect(
        (await call('DELETE', `${A}/${seedApis.orders}/policies/${first?.['policyId'] ?? first?.['id']}`)).status,
      ).toBe(204);
      expect(await policiesOf(call, `${production}/${body.id}`)).toHaveLength(2);
      expect(store.apis.get(body.id)?.propagation).toHaveLength(2);
    });
  });

  it('has upstreams of its own, which its routes and outbound policies name, and no deployment', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const id = (await call('POST', X, { ...flex, deployment })).body.id;
      const [upstream] = (await call('GET', `${A}/${id}/upstreams`)).body.upstreams;
      const outbound = policy('credential-injection-basic-auth', '1.0.1', { username: 'a', password: 'b' });
      const sent = { ...outbound, upstreamIds: [upstream.id] };
      expect((await call('POST', `${X}/${id}/policies/outbound-policies`, sent)).status).toBe(201);
      const { body } = await call('POST', production, { promote: promote(id) });
      expect(body.deployment).toBeNull();
      const copied = (await call('GET', `${production}/${body.id}/upstreams`)).body.upstreams;
      expect(copied.map(({ uri }: { uri: string }) => uri)).toEqual(['https://a.example', 'https://b.example']);
      expect(copied[0].id).not.toBe(upstream.id);
      expect(body.routing[0].upstreams.map((one: { id: string }) => one.id)).toEqual(
        copied.map((one: { id: string }) => one.id),
      );
      expect(await policiesOf(call, `${production}/${body.id}`)).toMatchObject([{ upstreamIds: [copied[0].id] }]);
    });
  });

  it('takes a label, an endpoint and a description that come with the promotion', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const id = await idOf(call);
      const own = { instanceLabel: 'promoted', description: 'for real', endpointUri: 'https://orders.example.com' };
      const endpoint = { uri: 'https://backend.example.com', proxyUri: null, isCloudHub: null };
      const { body } = await call('POST', production, { ...own, endpoint, promote: { originApiId: id } });
      expect(body).toMatchObject({ ...own, endpoint: { uri: 'https://backend.example.com' } });
      expect((await call('GET', `${A}/${id}`)).body).toMatchObject({ instanceLabel: 'mine', endpoint: { uri: null } });
    });
  });

  it.each<[string, string, object, number, string]>([
    ['its own environment', A, { promote: promote(seedApis.orders) }, 400, 'own environment'],
    ['contracts', production, { promote: { ...promote(seedApis.orders), contracts: all } }, 400, 'contracts'],
    ['an origin that is not there', production, { promote: promote(1) }, 404, 'API with id 1'],
    ['a spec beside it', production, { spec, promote: promote(seedApis.orders) }, 400, 'oneOf'],
    [
      'another technology',
      production,
      { technology: 'flexGateway', promote: promote(seedApis.orders) },
      400,
      'technology',
    ],
    [
      'a kind without allEntities',
      production,
      { promote: { originApiId: seedApis.orders, tiers: {} } },
      400,
      'allEntities',
    ],
    ['no origin', production, { promote: {} }, 400, 'originApiId'],
  ])('is refused for %s', async (_what, path, body, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', path, body);
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
    });
  });

  it('is refused when its label is taken, and when it is in another organization', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const id = await idOf(call);
      expect((await call('POST', production, { promote: promote(id) })).status).toBe(201);
      expect((await call('POST', production, { promote: promote(id) })).status).toBe(409);
      const elsewhere = `/apimanager/api/v1/organizations/${seedIds.logistics}/environments/${seedIds.logisticsSandbox}/apis`;
      expect((await call('POST', elsewhere, { promote: promote(id) })).status).toBe(404);
    });
  });

  it('needs to see each kind in the source and to manage it in the destination', async () => {
    await withEmulator({}, async (emulator, call) => {
      const id = await idOf(call);
      const both = [seedIds.rootSandbox, seedIds.rootProduction];
      const { rootSandbox: source, rootProduction: destination } = seedIds;
      const statusWith = async (granted: Record<string, readonly string[]>) => {
        allow(emulator, granted);
        return (await call('POST', production, { promote: promote(id) })).status;
      };
      const manage = { 'manage:api_configuration': [destination] };
      expect(await statusWith(manage)).toBe(403);
      const readable = { ...manage, 'view:api_configuration': [source] };
      expect(await statusWith(readable)).toBe(403);
      const viewing = { ...readable, 'view:policies': both, 'view:contracts': both };
      expect(await statusWith(viewing)).toBe(403);
      const managing = { 'manage:policies': [destination], 'manage:contracts': [destination] };
      expect(await statusWith({ ...readable, ...managing })).toBe(403);
      expect(await statusWith({ ...viewing, ...managing })).toBe(201);
    });
  });
});

describe('the label of an instance', () => {
  it('is free again in the destination when the promoted instance is deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const id = (await call('POST', A, { ...mule, instanceLabel: 'once' })).body.id;
      const { body } = await call('POST', production, { promote: promote(id) });
      expect((await call('DELETE', `${production}/${body.id}`)).status).toBe(204);
      expect((await call('POST', production, { promote: promote(id) })).status).toBe(201);
    });
  });
});
