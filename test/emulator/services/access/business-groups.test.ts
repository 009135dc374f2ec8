import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { send, signIn, withEmulator } from '../../client.ts';

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
