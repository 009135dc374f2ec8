import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../../src/emulator/index.ts';
import { type Answer, type Caller, signIn, withEmulator } from '../../../client.ts';
import { placed, roleId, root, serversIn, userIn } from './requests.ts';

const teams = `${root}/teams`;

async function everyone(call: Caller): Promise<string> {
  const { body } = await call('GET', `${teams}?search=everyone`);
  return body.data[0].team_id;
}

/** As both Terraform providers send it. */
async function create(call: Caller, name: string, parent?: string): Promise<Answer> {
  const parent_team_id = parent ?? (await everyone(call));
  return await call('POST', teams, { parent_team_id, team_name: name, team_type: 'internal' });
}

async function idOf(call: Caller, name: string, parent?: string): Promise<string> {
  const { status, body } = await create(call, name, parent);
  expect(status).toBe(201);
  return body.team_id;
}

describe('a team', () => {
  it('is created below another one, found, renamed, moved, and deleted with those below it', async () => {
    await withEmulator({}, async (_, call) => {
      const top = await everyone(call);
      const { body } = await create(call, 'Billing');
      expect(body).toMatchObject({
        team_name: 'Billing',
        team_type: 'internal',
        org_id: seedIds.root,
        org_name: 'Acme Outfitters',
        ancestor_team_ids: [top],
      });
      const path = `${teams}/${body.team_id}`;
      expect((await call('GET', path)).body).toEqual(body);
      const below = await idOf(call, 'Orders', body.team_id);
      const deepest = await idOf(call, 'Orders nightly', below);
      const found = async (query: string) =>
        (await call('GET', `${teams}?${query}`)).body.data.map(({ team_name }: { team_name: string }) => team_name);
      expect(await found(`ancestor_team_id=${body.team_id}`)).toEqual(['Orders', 'Orders nightly']);
      expect(await found(`parent_team_id=${body.team_id}`)).toEqual(['Orders']);
      expect(await found(`team_id=${below}&team_id=${deepest}&ascending=false`)).toEqual(['Orders nightly', 'Orders']);
      expect(await found('team_type=shared')).toEqual([]);
      const renamed = await call('PATCH', path, { team_name: 'Billing desk', team_type: 'private' });
      expect([renamed.status, renamed.body.team_name, renamed.body.team_type]).toEqual([
        201,
        'Billing desk',
        'private',
      ]);
      const moved = await call('PUT', `${teams}/${deepest}/parent`, { parent_team_id: body.team_id });
      expect([moved.status, moved.body.ancestor_team_ids]).toEqual([201, [top, body.team_id]]);
      expect((await call('DELETE', path)).status).toBe(204);
      for (const id of [body.team_id, below, deepest]) expect((await call('GET', `${teams}/${id}`)).status).toBe(404);
    });
  });

  it('gives its members its roles and those of the teams above it, where they apply', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      const above = await idOf(call, 'Platform');
      const team = await idOf(call, 'Operations', above);
      const read = await roleId(call, 'Read Servers');
      const manage = await roleId(call, 'Manage Servers');
      expect((await call('POST', `${teams}/${above}/roles`, [placed(read, seedIds.rootSandbox)])).status).toBe(204);
      expect((await call('POST', `${teams}/${team}/roles`, [placed(manage, seedIds.rootSandbox)])).status).toBe(204);
      expect((await call('GET', `${teams}/${team}/roles?role_id=${manage}`)).body).toEqual({
        data: [{ ...placed(manage, seedIds.rootSandbox), name: 'Manage Servers' }],
        total: 1,
      });
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);

      expect((await call('PUT', `${teams}/${team}/members/${id}`, { membership_type: 'member' })).status).toBe(204);
      expect(await serversIn(as, seedIds.rootSandbox)).toBe(200);
      expect(await serversIn(as, seedIds.rootProduction)).toBe(403);
      const place = { 'x-anypnt-env-id': seedIds.rootSandbox };
      const deleted = async () => (await as('DELETE', '/hybrid/api/v1/servers/2194005', undefined, place)).status;
      expect(await deleted()).toBe(204);

      // Without the team above, only what the team itself has is left.
      const top = await everyone(call);
      await call('PUT', `${teams}/${team}/parent`, { parent_team_id: top });
      await call('DELETE', `${teams}/${team}/roles`, [placed(manage, seedIds.rootSandbox)]);
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);
      await call('PUT', `${teams}/${team}/parent`, { parent_team_id: above });
      expect(await serversIn(as, seedIds.rootSandbox)).toBe(200);
      expect((await call('DELETE', `${teams}/${team}/members/${id}`)).status).toBe(204);
      expect(await serversIn(as, seedIds.rootSandbox)).not.toBe(200);
    });
  });

  it('of everyone is above all others, and has every user', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      const top = await everyone(call);
      const members = await call('GET', `${teams}/${top}/members?identity_type=user&limit=500`);
      expect(members.body.data.map((one: { id: string }) => one.id)).toContain(id);
      await call('POST', `${teams}/${top}/roles`, [placed(await roleId(call, 'Read Servers'), seedIds.rootSandbox)]);
      expect(await serversIn(as, seedIds.rootSandbox)).toBe(200);
      expect((await call('DELETE', `${teams}/${top}`)).status).toBe(400);
      expect((await call('DELETE', `${teams}/${top}/members/${id}`)).status).toBe(400);
      expect((await call('PUT', `${teams}/${top}/parent`, { parent_team_id: top })).status).toBe(400);
    });
  });

  it('has users and the teams below it as members', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id } = await userIn(emulator, call);
      const team = await idOf(call, 'Billing');
      const below = await idOf(call, 'Orders', team);
      const members = `${teams}/${team}/members`;
      expect((await call('PATCH', members, [{ id, membership_type: 'maintainer' }])).status).toBe(204);
      expect((await call('GET', members)).body).toEqual({
        data: [
          expect.objectContaining({ identity_type: 'team', id: below, name: 'Orders', membership_type: 'member' }),
          {
            identity_type: 'user',
            id,
            name: 'Ian New',
            team_name: 'Ian New',
            membership_type: 'maintainer',
            is_assigned_via_external_groups: false,
            created_at: expect.any(String),
            updated_at: expect.any(String),
          },
        ],
        total: 2,
      });
      expect((await call('GET', `${root}/users/${id}/teams?membership_type=maintainer`)).body.data).toMatchObject([
        { team_id: team, membership_type: 'maintainer' },
      ]);
      expect((await call('PATCH', members, [{ id: below, membership_type: 'member' }])).status).toBe(400);
      expect((await call('PUT', `${members}/${below}`, { membership_type: 'member' })).status).toBe(405);
      expect((await call('DELETE', `${members}/${below}`)).status).toBe(405);
      expect((await call('PUT', `${members}/${seedIds.retail}`, { membership_type: 'member' })).status).toBe(404);
      expect((await call('DELETE', members, [id])).status).toBe(204);
      expect((await call('GET', `${members}?member_ids=${id}`)).body.total).toBe(0);
    });
  });

  it('has group mappings, which are replaced, added and removed', async () => {
    await withEmulator({}, async (_, call) => {
      const path = `${teams}/${await idOf(call, 'Billing')}/groupmappings`;
      const provider_id = '2e50e859-0042-46ff-8cf8-1ad6f0c78b67';
      const one = { membership_type: 'member', external_group_name: 'admins', provider_id };
      const other = { membership_type: 'maintainer', external_group_name: 'leads', provider_id };
      expect((await call('PUT', path, [one])).status).toBe(204);
      expect((await call('PATCH', path, [{ ...one, membership_type: 'maintainer' }, other])).status).toBe(204);
      expect((await call('GET', path)).body).toEqual({
        data: [{ ...one, membership_type: 'maintainer' }, other],
        total: 2,
      });
      expect((await call('DELETE', path, [other])).status).toBe(204);
      expect((await call('GET', `${path}?search=lead`)).body.total).toBe(0);
      expect((await call('PUT', path, [])).status).toBe(204);
      expect((await call('GET', path)).body.total).toBe(0);
      const many = Array.from({ length: 101 }, (_each, index) => ({ ...one, external_group_name: String(index) }));
      expect((await call('PUT', path, many)).status).toBe(400);
    });
  });

  it('is managed by its maintainers without other permissions, and no further', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      const other = await userIn(emulator, call, { username: 'olga.other' });
      const team = await idOf(call, 'Billing');
      const foreign = await idOf(call, 'Finance');
      await call('PUT', `${teams}/${team}/members/${id}`, { membership_type: 'member' });
      expect((await as('PATCH', `${teams}/${team}`, { team_name: 'Mine' })).status).not.toBe(201);
      await call('PUT', `${teams}/${team}/members/${id}`, { membership_type: 'maintainer' });
      expect((await as('PATCH', `${teams}/${team}`, { team_name: 'Mine' })).status).toBe(201);
      expect((await as('PUT', `${teams}/${team}/members/${other.id}`, { membership_type: 'member' })).status).toBe(204);
      const below = await idOf(as, 'Mine too', team);
      expect((await as('DELETE', `${teams}/${below}`)).status).toBe(204);
      expect((await as('PUT', `${teams}/${team}/parent`, { parent_team_id: foreign })).status).not.toBe(201);
      expect((await as('DELETE', `${teams}/${foreign}`)).status).not.toBe(204);
      expect((await create(as, 'Other', foreign)).status).not.toBe(201);
      const roles = [placed(await roleId(call, 'Manage Servers'), seedIds.rootProduction)];
      expect((await as('POST', `${teams}/${team}/roles`, roles)).status).not.toBe(204);
      expect(await serversIn(as, seedIds.rootProduction)).not.toBe(200);
    });
  });

  it('gets roles from whoever administers the place that they apply in', async () => {
    await withEmulator({}, async (emulator, call) => {
      const team = await idOf(call, 'Billing');
      const logistics = await signIn(emulator, seedLogins.logistics);
      const role = await roleId(call, 'Read Servers');
      const own = { role_id: role, context_params: { org: seedIds.logistics, envId: seedIds.logisticsSandbox } };
      const path = `${teams}/${team}/roles`;
      expect((await logistics('POST', path, [own])).status).toBe(204);
      const foreign = await logistics('POST', path, [own, placed(role, seedIds.rootSandbox)]);
      expect([403, 404]).toContain(foreign.status);
      expect((await call('GET', path)).body.total).toBe(1);
    });
  });

  it.each<[string, object, number]>([
    ['a parent that is not there', { parent_team_id: seedIds.retail }, 409],
    ['no parent', { parent_team_id: undefined }, 400],
    ['a name with other characters', { team_name: 'A & B' }, 400],
    ['a type for other organizations', { team_type: 'external' }, 400],
    ['an unknown field', { team_color: 'red' }, 400],
  ])('is refused with %s', async (_what, changes, status) => {
    await withEmulator({}, async (_, call) => {
      const body = { parent_team_id: await everyone(call), team_name: 'A', team_type: 'internal', ...changes };
      expect((await call('POST', teams, body)).status).toBe(status);
    });
  });

  it('needs a free name, a place above that is not below it, and at most ten levels', async () => {
    await withEmulator({}, async (_, call) => {
      const ids = [await idOf(call, 'level 2')];
      for (let level = 3; level <= 10; level += 1) ids.push(await idOf(call, `level ${level}`, ids.at(-1)));
      expect((await create(call, 'level 11', ids.at(-1))).status).toBe(400);
      expect((await create(call, 'level 2')).status).toBe(409);
      const [first] = ids;
      expect((await call('PUT', `${teams}/${first}/parent`, { parent_team_id: ids.at(-1) })).status).toBe(409);
      const beside = await idOf(call, 'beside');
      expect((await call('PUT', `${teams}/${first}/parent`, { parent_team_id: beside })).status).toBe(400);
      expect((await call('GET', `${root.replace(seedIds.root, seedIds.retail)}/teams`)).status).toBe(400);
    });
  });

  it('loses roles and members with what they were about', async () => {
    await withEmulator({}, async (emulator, call) => {
      const { id } = await userIn(emulator, call);
      const team = await idOf(call, 'Billing');
      await call('PUT', `${teams}/${team}/members/${id}`, { membership_type: 'member' });
      await call('POST', `${teams}/${team}/roles`, [placed(await roleId(call, 'Read Servers'), seedIds.rootDesign)]);
      await call('DELETE', `${root}/environments/${seedIds.rootDesign}`);
      expect((await call('GET', `${teams}/${team}/roles`)).body.total).toBe(0);
      await call('DELETE', `${root}/users/${id}`);
      expect((await call('GET', `${teams}/${team}/members`)).body.total).toBe(0);
      expect(JSON.stringify([...emulator.store.teamMembers])).not.toContain(id);
    });
  });
});

it('teams and role groups stand in scenarios, with who is in them and what they may do', async () => {
  const login = { password: 'emulator-only' };
  const scenario = {
    extends: 'acme' as const,
    users: [
      { username: 'tess', ...login, grants: [] },
      { username: 'rob', ...login, grants: [] },
    ],
    teams: [
      { name: 'Operations', permissions: [{ scopes: ['read:servers'], environments: ['Sandbox'] }] },
      { name: 'Night shift', parent: 'Operations', maintainers: ['tess'] },
    ],
    roleGroups: [
      {
        name: 'Retail readers',
        organization: 'Retail',
        users: ['rob'],
        permissions: [{ scopes: 'view', organizations: ['Retail'] }],
      },
    ],
  };
  await withEmulator({ scenario }, async (emulator, call) => {
    const asUser = async (username: string): Promise<Caller> => {
      const { body } = await call('POST', '/accounts/login', { username, ...login });
      const authorization = `Bearer ${body.access_token}`;
      return (method, path, sent, more = {}) =>
        call(method, path, sent, { 'x-anypnt-org-id': seedIds.root, ...more, authorization });
    };
    const tess = await asUser('tess');
    expect(await serversIn(tess, seedIds.rootSandbox)).toBe(200);
    expect(await serversIn(tess, seedIds.rootProduction)).toBe(403);
    const rob = await asUser('rob');
    expect((await rob('GET', `/accounts/api/organizations/${seedIds.retail}`)).status).toBe(200);
    expect((await rob('GET', root)).status).toBe(404);
    expect((await call('GET', `${teams}?search=night`)).body.data[0].ancestor_team_ids).toHaveLength(2);
    expect([...emulator.store.roleGroups.values()].map(({ name }) => name)).toContain('Retail readers');
  });
});

it('the operator of the built-in organization may do what team and role group say', async () => {
  await withEmulator({}, async (_, call) => {
    const { body } = await call('POST', '/accounts/login', seedLogins.operator);
    const as: Caller = (method, path, sent, more = {}) =>
      call(method, path, sent, { ...more, authorization: `Bearer ${body.access_token}` });
    expect((await as('GET', root)).body.environments.map(({ name }: { name: string }) => name)).toEqual([
      'Sandbox',
      'Production',
    ]);
    expect(await serversIn(as, seedIds.rootProduction)).toBe(200);
    expect(await serversIn(as, seedIds.rootDesign)).toBe(403);
    const production = { 'x-anypnt-env-id': seedIds.rootProduction };
    expect((await as('DELETE', '/hybrid/api/v1/servers/2194010', undefined, production)).status).toBe(403);
    expect((await as('PATCH', '/hybrid/api/v1/servers/2194005', { name: 'renamed' })).status).toBe(202);
  });
});
