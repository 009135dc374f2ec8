import { describe, expect, it } from 'vitest';
import { type Emulator, seedApis, seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Caller, send, signIn, withEmulator } from '../../client.ts';

const all = '/accounts/api/organizations';
const root = `${all}/${seedIds.root}`;

/** As Terraform sends it (mulesoft/terraform-provider-anypoint, internal/client/accessmanagement/organization.go). */
const group = {
  name: 'Finance',
  parentOrganizationId: seedIds.root,
  ownerId: seedIds.admin,
  entitlements: {
    createSubOrgs: false,
    createEnvironments: true,
    globalDeployment: false,
    runtimeFabric: false,
    vCoresSandbox: { assigned: 0.5 },
    designCenter: { api: true, mozart: true },
  },
};

describe('a business group', () => {
  it('takes its entitlements from its parent, and gives them back when it is deleted', async () => {
    await withEmulator({}, async (emulator) => {
      // A user, as in Terraform: the scopes of a connected app do not name the new group.
      const login = await send(emulator, 'POST', '/accounts/login', seedLogins.admin);
      const headers = { authorization: `Bearer ${login.body.access_token}` };
      const call = (method: string, at: string, body?: unknown) => send(emulator, method, at, body, headers);
      const before = (await call('GET', `${root}/entitlements`)).body;
      const { status, body } = await call('POST', all, group);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        name: 'Finance',
        isMaster: false,
        parentOrganizationIds: [seedIds.root],
        entitlements: { ...group.entitlements, vCoresSandbox: { assigned: 0.5, reassigned: 0 } },
      });
      const between = (await call('GET', `${root}/entitlements`)).body;
      expect(between.vCoresSandbox.reassigned).toBe(before.vCoresSandbox.reassigned + 0.5);
      const created = await call('POST', `${all}/${body.id}/environments`, { name: 'Dev', type: 'sandbox' });
      expect(created.status).toBe(201);
      expect((await call('GET', `${all}/${body.id}`)).body.environments).toHaveLength(1);
      expect((await call('DELETE', `${all}/${body.id}`, { id: body.id })).status).toBe(200);
      expect((await call('GET', `${all}/${body.id}`)).status).toBe(404);
      expect((await call('GET', `/accounts/api/environments/${created.body.id}`)).status).toBe(404);
      expect((await call('GET', `${root}/entitlements`)).body).toEqual(before);
    });
  });

  it.each([
    [{ entitlements: { vCoresProduction: { assigned: 1000 } } }, 400],
    [{ ownerId: seedIds.root }, 400],
    [{ name: '' }, 400],
    [{ owner: 'x' }, 400],
    [{ parentOrganizationId: seedIds.admin }, 404],
  ])('is refused with %j: %i', async (changes, status) => {
    await withEmulator({}, async (_, call) => {
      const answer = await call('POST', all, { ...group, ...changes });
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({ name: expect.stringContaining('Error'), message: expect.any(String) });
    });
  });

  it('needs a free name, an entitled parent and the permission', async () => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('POST', all, group)).status).toBe(201);
      expect((await call('POST', all, group)).status).toBe(409);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('POST', all, { ...group, name: 'Other' })).status).toBe(403);
      expect((await viewer('DELETE', `${all}/${seedIds.retail}`)).status).toBe(403);
      const parent = emulator.store.organizations.get(seedIds.root);
      if (parent !== undefined) parent.entitlements.createSubOrgs = false;
      expect((await call('POST', all, { ...group, name: 'Other' })).status).toBe(403);
    });
  });

  it('is not deleted while others are below it; the root never is', async () => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('DELETE', root)).status).toBe(400);
      const retail = emulator.store.organizations.get(seedIds.retail);
      retail?.subOrganizationIds.push(seedIds.logistics);
      expect((await call('DELETE', `${all}/${seedIds.retail}`)).status).toBe(400);
      expect((await call('DELETE', `${all}/${seedIds.logistics}`, { id: seedIds.retail })).status).toBe(400);
    });
  });
});

/** A user, as in Terraform: the scopes of a connected app do not name a new group. */
async function asUser(emulator: Emulator): Promise<Caller> {
  const { body } = await send(emulator, 'POST', '/accounts/login', seedLogins.admin);
  const headers = { authorization: `Bearer ${body.access_token}` };
  return (method, at, sent) => send(emulator, method, at, sent, headers);
}

describe('the change of a business group', () => {
  const retail = `${all}/${seedIds.retail}`;

  // mulesoft/terraform-provider-anypoint, internal/client/accessmanagement/organization.go: what the web UI sends.
  it('takes name, owner and settings, and answers with the whole group', async () => {
    await withEmulator({}, async (_, call) => {
      const before = (await call('GET', retail)).body;
      const sent = {
        id: seedIds.retail,
        name: 'Retail & Web',
        ownerId: seedIds.admin,
        properties: { flow_designer: {} },
      };
      const { status, body } = await call('PUT', retail, { ...sent, entitlements: before.entitlements });
      expect(status).toBe(200);
      expect(body).toMatchObject({ ...sent, entitlements: before.entitlements, sessionTimeout: 60 });
      expect(body.updatedAt).not.toBe(before.updatedAt);
      expect((await call('GET', retail)).body).toEqual(body);
      expect((await call('PUT', retail, body)).status).toBe(200);
      const own = (await call('GET', `${root}/entitlements`)).body;
      expect((await call('PUT', root, { entitlements: own })).status).toBe(200);
      expect((await call('PUT', root, { entitlements: { ...own, autoscaling: true } })).status).toBe(400);
    });
  });

  // mulesoft-anypoint/terraform-provider-anypoint, anypoint/resource_bg.go
  it('moves amounts between the group and its parent', async () => {
    await withEmulator({}, async (_, call) => {
      const taken = async () => (await call('GET', `${root}/entitlements`)).body.vCoresSandbox.reassigned;
      const before = await taken();
      const own = (await call('GET', `${retail}/entitlements`)).body.vCoresSandbox.assigned;
      const put = (assigned: number) => call('PUT', retail, { entitlements: { vCoresSandbox: { assigned } } });
      expect((await put(own + 2)).body.entitlements.vCoresSandbox.assigned).toBe(own + 2);
      expect(await taken()).toBe(before + 2);
      expect((await put(own)).status).toBe(200);
      expect(await taken()).toBe(before);
      expect((await put(own + 100)).status).toBe(400);
      // One of them is reassigned to a group below.
      expect((await put(0.5)).body.message).toContain('reassigned');
      expect(await taken()).toBe(before);
    });
  });

  it.each([
    { entitlements: { createSubOrgs: 'yes' } },
    { entitlements: { usageBasedPricing: 'all' } },
    { entitlements: { vCoresSandbox: { assigned: 1, lent: 1 } } },
    { sessionTimeout: 14 },
    { sessionTimeout: 181 },
    { ownerId: seedIds.root },
    { parentOrganizationId: seedIds.logistics },
    { clientId: 'other' },
    { id: seedIds.root },
    { idprovider_id: 'okta' },
    { neverHeardOf: 1 },
  ])('is refused with %j', async (changes) => {
    await withEmulator({}, async (_, call) => {
      const before = (await call('GET', retail)).body;
      expect((await call('PUT', retail, changes)).status).toBe(400);
      expect((await call('GET', retail)).body).toEqual(before);
    });
  });

  it('needs a free name and domain, the permission, and a parent that has what is asked for', async () => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('PUT', retail, { name: 'Logistics' })).status).toBe(409);
      expect((await call('PUT', retail, { domain: 'acme-logistics' })).status).toBe(409);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('PUT', retail, { name: 'Mine' })).status).toBe(403);
      const parent = emulator.store.organizations.get(seedIds.root);
      if (parent !== undefined) parent.entitlements.globalDeployment = false;
      expect((await call('PUT', retail, { entitlements: { globalDeployment: true } })).status).toBe(400);
    });
  });

  it('leaves the entitlements of a root organization to its subscription', async () => {
    await withEmulator({}, async (_, call) => {
      const { body } = await call('GET', root);
      expect((await call('PUT', root, { name: 'Acme', entitlements: body.entitlements })).body.name).toBe('Acme');
      const more = { vCoresProduction: { assigned: 100 } };
      expect((await call('PUT', root, { entitlements: more })).status).toBe(400);
      expect((await call('GET', root)).body.entitlements).toEqual(body.entitlements);
    });
  });

  it('sets the session timeout, which ends the sessions of users', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator, call) => {
      expect((await call('PUT', root, { sessionTimeout: 15 })).body.sessionTimeout).toBe(15);
      const user = await asUser(emulator);
      expect((await user('GET', '/accounts/api/session')).body.timeout.duration).toBe(15 * 60_000);
      emulator.clock.advance(15 * 60_000 - 1);
      expect((await user('GET', root)).status).toBe(200);
      emulator.clock.advance(1);
      expect((await user('GET', root)).status).toBe(401);
      expect((await call('GET', root)).status).toBe(200);
    });
  });

  it('gives it another owner', async () => {
    await withEmulator({}, async (_, call) => {
      const other = (await call('GET', `${root}/members?search=dan`)).body.data[0].id;
      expect((await call('PUT', `${retail}/owner/${other}`)).body.username).toBe('dan.disabled');
      expect((await call('GET', `${retail}/owner`)).body.id).toBe(other);
      expect((await call('GET', retail)).body.ownerId).toBe(other);
      expect((await call('PUT', `${retail}/owner/${seedIds.retail}`)).status).toBe(400);
    });
  });
});

it('the deletion of a business group carries everything in it, and what others may do there', async () => {
  await withEmulator({}, async (emulator) => {
    const call = await asUser(emulator);
    const group = `${all}/${seedIds.logistics}`;
    const space = await call('POST', `/runtimefabric/api/organizations/${seedIds.logistics}/privatespaces`, {
      name: 'own',
    });
    expect(space.status).toBe(201);
    expect((await call('DELETE', group)).status).toBe(200);
    const left = JSON.stringify(
      Object.entries(structuredClone(emulator.store)).map(([name, one]) => [name, [one].flat()]),
      (_, value) => (value instanceof Map ? [...value] : value),
    );
    expect(left).not.toContain(seedIds.logistics);
    expect(left).toContain(seedIds.retail);
    expect(left).toContain(String(seedApis.orders));
    expect(left).toContain(seedGateways.spaceUs);
  });
});
