import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../../src/emulator/index.ts';
import { send, signIn, withEmulator } from '../../../client.ts';
import { newUser, placed, roleId, root, serversIn, userIn } from './requests.ts';

describe('a user', () => {
  it('is created, signs in at once, and may do nothing yet', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { status, body } = await call('POST', `${root}/users`, newUser);
      expect(status).toBe(201);
      const { password, ...shown } = newUser;
      expect(body).toMatchObject({ ...shown, organizationId: seedIds.root, enabled: true, type: 'host' });
      expect(JSON.stringify(body)).not.toContain(password);
      expect((await call('GET', `${root}/users/${body.id}`)).body).toEqual(body);
      const list = await call('GET', `${root}/users?search=IAN&type=all&limit=5&offset=0`);
      expect(list.body).toEqual({ data: [body], total: 1 });
      const login = await send(emulator, 'POST', '/accounts/login', { username: 'ian.new', password });
      const headers = { authorization: `Bearer ${login.body.access_token}` };
      const me = await send(emulator, 'GET', '/accounts/api/me', undefined, headers);
      expect(me.body.user).toMatchObject({ username: 'ian.new', memberOfOrganizations: [] });
      expect((await send(emulator, 'GET', root, undefined, headers)).status).toBe(404);
    });
  });

  it('is changed as the community provider sends it, and signs in with the new password', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id } = await userIn(emulator, call);
      const sent = { ...newUser, firstName: 'Jan', phoneNumber: '123', password: 'another-one' };
      const changed = await call('PUT', `${root}/users/${id}`, sent);
      expect([changed.status, changed.body.firstName, changed.body.phoneNumber]).toEqual([200, 'Jan', '123']);
      const old = { username: newUser.username, password: newUser.password };
      expect((await send(emulator, 'POST', '/accounts/login', old)).status).toBe(401);
      expect((await send(emulator, 'POST', '/accounts/login', { ...old, password: sent.password })).status).toBe(200);
      expect((await call('PUT', `${root}/users/${id}`, { username: 'other' })).status).toBe(400);
    });
  });

  it('is the same for itself as for an administrator', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      await call('PUT', `${root}/users/${id}`, { ipAllowlistExcluded: true });
      const own = (await as('GET', '/accounts/api/users/me')).body;
      const seen = (await call('GET', `${root}/users/${id}`)).body;
      expect([own.ipAllowlistExcluded, own.email_verified_at]).toEqual([true, null]);
      expect(seen).toMatchObject(own);
    });
  });

  it('ends its sessions when it is disabled and when it is deleted', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      expect((await as('GET', '/accounts/api/me')).status).toBe(200);
      await call('PUT', `${root}/users/${id}`, { enabled: false });
      expect((await as('GET', '/accounts/api/me')).status).toBe(401);
      await call('PUT', `${root}/users/${id}`, { enabled: true });
      expect((await as('GET', '/accounts/api/me')).status).toBe(200);
      expect((await call('DELETE', `${root}/users/${id}`)).status).toBe(200);
      expect((await as('GET', '/accounts/api/me')).status).toBe(401);
      expect((await call('GET', `${root}/users/${id}`)).status).toBe(404);
      expect(JSON.stringify([...emulator.store.tokens.values()])).not.toContain(id);
    });
  });

  it('that owns an organization is not deleted', async () => {
    await withEmulator({}, async (_, call) => {
      const answer = await call('DELETE', `${root}/users/${seedIds.admin}`);
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining('Acme Outfitters')]);
    });
  });

  it.each([
    [{ username: seedLogins.admin.username }, 409],
    [{ username: '' }, 400],
    [{ email: 'nobody' }, 400],
    [{ password: undefined }, 400],
    [{ grants: 'all' }, 400],
  ])('is refused with %j: %i', async (changes, status) => {
    await withEmulator({}, async (_, call) => {
      expect((await call('POST', `${root}/users`, { ...newUser, ...changes })).status).toBe(status);
    });
  });

  it('is managed with permission only, and by its own organization only', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id } = await userIn(emulator, call);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', `${root}/users`)).status).toBe(200);
      expect((await viewer('POST', `${root}/users`, newUser)).status).toBe(403);
      expect((await viewer('DELETE', `${root}/users/${id}`)).status).toBe(403);
      const logistics = await signIn(emulator, seedLogins.logistics);
      const group = root.replace(seedIds.root, seedIds.logistics);
      expect((await logistics('PUT', `${group}/users/${seedIds.admin}`, { password: 'mine' })).status).toBe(404);
      expect((await logistics('DELETE', `${group}/users/${id}`)).status).not.toBe(200);
    });
  });
});

describe('a role group', () => {
  it('lets its users do what its roles say, where they say it, and no longer', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      // As the community provider sends it (anypoint/resource_rolegroup.go): names as texts.
      const sent = { name: 'Operators', description: 'Run it', external_names: ['ops'] };
      const { status, body } = await call('POST', `${root}/rolegroups`, sent);
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...sent, org_id: seedIds.root, editable: true });
      const group = `${root}/rolegroups/${body.role_group_id}`;
      const roles = [placed(await roleId(call, 'Read Servers'), seedIds.rootSandbox)];
      const assigned = await call('POST', `${group}/roles`, roles);
      expect(assigned.body).toMatchObject([{ ...roles[0], name: 'Read Servers', role_group_id: body.role_group_id }]);
      expect((await call('POST', `${group}/roles`, roles)).body).toEqual(assigned.body);
      expect((await call('GET', `${group}/roles`)).body.total).toBe(1);
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);

      expect((await call('POST', `${root}/users/${id}/rolegroups/${body.role_group_id}`)).status).toBe(200);
      expect((await call('GET', `${root}/users/${id}/rolegroups`)).body.data).toMatchObject([
        { role_group_id: body.role_group_id, name: 'Operators', user_role_group_id: expect.any(String) },
      ]);
      expect((await call('GET', `${group}/users`)).body.data).toMatchObject([{ id }]);
      expect(await serversIn(as, seedIds.rootSandbox)).toBe(200);
      expect(await serversIn(as, seedIds.rootProduction)).toBe(403);

      expect((await call('DELETE', `${group}/roles`, roles)).status).toBe(200);
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);
      await call('POST', `${group}/roles`, roles);
      expect((await call('DELETE', `${root}/users/${id}/rolegroups/${body.role_group_id}`)).status).toBe(200);
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);
      expect((await call('DELETE', `${root}/users/${id}/rolegroups/${body.role_group_id}`)).status).toBe(404);

      await call('POST', `${group}/users/${id}`);
      expect(await serversIn(as, seedIds.rootSandbox)).toBe(200);
      expect((await call('DELETE', group)).status).toBe(200);
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);
      expect((await call('GET', group)).status).toBe(404);
    });
  });

  it('is changed, and keeps external names with their providers', async () => {
    await withEmulator({}, async (_, call) => {
      const external_names = [{ external_group_name: 'ops', provider_id: '2e50e859-0042-46ff-8cf8-1ad6f0c78b67' }];
      const { role_group_id } = (await call('POST', `${root}/rolegroups`, { name: 'A', external_names })).body;
      const path = `${root}/rolegroups/${role_group_id}`;
      expect((await call('GET', path)).body.external_names).toEqual(['ops']);
      expect((await call('GET', `${path}?displayProviderId=true`)).body.external_names).toEqual(external_names);
      expect((await call('PUT', path, { name: 'B', description: 'b' })).body).toMatchObject({
        name: 'B',
        description: 'b',
      });
      expect((await call('POST', `${root}/rolegroups`, { name: 'B' })).status).toBe(409);
      expect((await call('GET', `${root}/rolegroups`)).body.data.map(({ name }: { name: string }) => name)).toContain(
        'B',
      );
    });
  });
});

describe('roles', () => {
  it('are what services let be granted, and the administration of an organization', async () => {
    await withEmulator({}, async (_, call) => {
      const { body } = await call('GET', '/accounts/api/roles?search=servers');
      expect(body.data).toMatchObject([
        { name: 'Manage Servers', product: 'Runtime Manager', internal: false, org_id: null, namespaces: [] },
        // The id is published, as that of every organization.
        { name: 'Read Servers', role_id: '8b7caaba-e94a-11e4-b02c-1681e6b88ec1' },
      ]);
      const id = await roleId(call, 'Organization Administrator');
      expect((await call('GET', `/accounts/api/roles/${id}`)).body.name).toBe('Organization Administrator');
      expect((await call('GET', '/accounts/api/roles/none')).status).toBe(404);
      const all = await call('GET', '/accounts/api/roles?limit=500&ascending=false');
      const names = all.body.data.map(({ name }: { name: string }) => name);
      expect(names).toEqual([...names].sort((a, b) => b.localeCompare(a)));
    });
  });

  it.each<[string, (role: string) => object]>([
    ['that is not there', () => placed('none', seedIds.rootSandbox)],
    ['without its environment', (role) => placed(role)],
    ['in an environment of another organization', (role) => placed(role, seedIds.logisticsSandbox)],
    ['without an organization', (role) => ({ role_id: role, context_params: { envId: seedIds.rootSandbox } })],
    ['in an organization that is not there', (role) => ({ role_id: role, context_params: { org: seedIds.admin } })],
    ['with an unknown place', (role) => ({ role_id: role, context_params: { org: seedIds.root, planet: 'earth' } })],
  ])('are refused: one %s', async (_what, made) => {
    await withEmulator({}, async (emulator, call) => {
      const role = await roleId(call, 'Read Servers');
      const { role_group_id } = (await call('POST', `${root}/rolegroups`, { name: 'A' })).body;
      const before = emulator.store.roleAssignments.size;
      expect((await call('POST', `${root}/rolegroups/${role_group_id}/roles`, [made(role)])).status).toBe(400);
      expect((await call('GET', `${root}/rolegroups/${role_group_id}/roles`)).body.total).toBe(0);
      expect(emulator.store.roleAssignments.size).toBe(before);
    });
  });
});
