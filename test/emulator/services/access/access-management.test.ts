import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { send, signIn, withEmulator } from '../../client.ts';

const root = `/accounts/api/organizations/${seedIds.root}`;
const unknownId = '00000000-0000-4000-8000-000000000000';

describe('who am I', () => {
  it('has the client, and its creator as the user, for client credentials', async () => {
    await withEmulator({}, async ({ access }, call) => {
      const { body } = await call('GET', '/accounts/api/me');
      expect(body.client).toEqual({
        client_id: access.clientId,
        name: 'platform-automation',
        org_id: access.organizationId,
        grant_types: ['client_credentials'],
        redirect_uris: [],
      });
      expect(body.user).toMatchObject({ id: seedIds.admin, organization: { id: access.organizationId } });
    });
  });

  it.each(['/accounts/api/users/me', '/accounts/api/profile'])('%s has the user at the top level', async (path) => {
    await withEmulator({}, async (emulator, call) => {
      const asApp = await call('GET', path);
      expect(asApp.body).toMatchObject({ id: seedIds.admin, createdAt: expect.any(String) });
      expect(
        asApp.body.memberOfOrganizations.map(({ name, isRoot }: Record<string, unknown>) => [name, isRoot]),
      ).toEqual([
        ['Acme Outfitters', true],
        ['Retail', false],
        ['Logistics', false],
      ]);
      const login = await send(emulator, 'POST', '/accounts/login', seedLogins.admin);
      const asUser = await send(emulator, 'GET', path, undefined, {
        authorization: `Bearer ${login.body.access_token}`,
      });
      expect(asUser.body).toMatchObject({ username: 'ada.admin', organization: { id: seedIds.root, isMaster: true } });
      expect(asUser.body.memberOfOrganizations[1]).toMatchObject({
        parentId: seedIds.root,
        parentName: 'Acme Outfitters',
      });
    });
  });

  it('shows a connected app of one business group only that group', async () => {
    await withEmulator({}, async (emulator) => {
      const call = await signIn(emulator, seedLogins.logistics);
      const { body } = await call('GET', '/accounts/api/users/me');
      expect(body.memberOfOrganizations.map(({ name }: { name: string }) => name)).toEqual(['Logistics']);
    });
  });
});

describe('organizations', () => {
  it('differ from business groups in isMaster and their parents', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const top = await call('GET', root);
      expect(top.body).toMatchObject({ name: 'Acme Outfitters', isMaster: true, parentOrganizationIds: [] });
      expect(top.body.environments).toHaveLength(3);
      expect(top.body.owner.username).toBe('ada.admin');
      const group = await call('GET', `/accounts/api/organizations/${seedIds.retail}`);
      expect(group.body).toMatchObject({ isRoot: true, isMaster: false, parentOrganizationIds: [seedIds.root] });
    });
  });

  it('have a hierarchy, with 400 for an unknown organization', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('GET', `${root}/hierarchy`);
      expect(body.environmentsCount).toBe(3);
      expect(body.subOrganizations.map(({ name }: { name: string }) => name)).toEqual(['Retail', 'Logistics']);
      const unknown = await call('GET', `/accounts/api/organizations/${unknownId}/hierarchy`);
      expect(unknown.status).toBe(400);
      expect(unknown.body).toEqual({ name: 'BadRequestError', message: 'Organization not found' });
    });
  });

  it('have entitlements and members', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('GET', `${root}/entitlements`);
      expect(body).toMatchObject({
        hybrid: { enabled: true },
        managedGatewaySmall: { assigned: 9 },
        managedGatewayLarge: { assigned: 2 },
      });
      const members = await call('GET', `${root}/members`);
      expect(members.body.total).toBe(4);
      expect(JSON.stringify(members.body)).not.toContain(seedLogins.admin.password);
      const named = async (query: string): Promise<string[]> =>
        (await call('GET', `${root}/members?${query}`)).body.data.map(({ username }: { username: string }) => username);
      for (const query of ['username=OLI', 'firstName=oli', 'lastName=operator', 'firstName=Oli&lastName=Operator']) {
        expect(await named(query), query).toEqual(['oli.operator']);
      }
      expect(await named('firstName=Operator')).toEqual([]);
      expect(await named('firstName=Oli&lastName=Admin')).toEqual([]);
    });
  });

  it('are unknown to callers that cannot see them', async () => {
    await withEmulator({}, async (emulator) => {
      const call = await signIn(emulator, seedLogins.logistics);
      const outside = await call('GET', root);
      const unknown = await call('GET', `/accounts/api/organizations/${unknownId}`);
      expect([outside.status, outside.body]).toEqual([404, unknown.body]);
      expect((await call('GET', `/accounts/api/organizations/${seedIds.logistics}`)).status).toBe(200);
    });
  });

  it('need a scope, else 403', async () => {
    await withEmulator({}, async ({ store, access }, call) => {
      const app = store.connectedApps.get(access.clientId);
      if (app !== undefined) app.grants = [{ scope: 'view:environment', context_params: { org: seedIds.root } }];
      const refused = await call('GET', root);
      expect([refused.status, refused.body.name]).toEqual([403, 'ForbiddenError']);
    });
  });
});

describe('environments', () => {
  const names = ({ data }: { data: { name: string }[] }) => data.map(({ name }) => name);

  it('are listed, filtered and paged', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const list = async (query: string) => (await call('GET', `${root}/environments${query}`)).body;
      expect(names(await list(''))).toEqual(['Design', 'Sandbox', 'Production']);
      expect((await list('')).data[1]).toEqual({
        id: seedIds.rootSandbox,
        name: 'Sandbox',
        organizationId: seedIds.root,
        isProduction: false,
        type: 'sandbox',
        clientId: seedIds.rootSandbox.replaceAll('-', ''),
        arcNamespace: null,
      });
      expect(names(await list('?isProduction=true'))).toEqual(['Production']);
      expect(names(await list('?isProduction=false&type=design'))).toEqual(['Design']);
      expect(names(await list('?name=Sandbox'))).toEqual(['Sandbox']);
      expect(names(await list('?search=SAND'))).toEqual(['Sandbox']);
      const page = await list('?offset=1&limit=1');
      expect([names(page), page.total]).toEqual([['Sandbox'], 3]);
    });
  });

  it.each(['limit=501', 'limit=x', 'offset=-1', 'isProduction=maybe'])('reject ?%s', async (query) => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('GET', `${root}/environments?${query}`)).status).toBe(400);
    });
  });

  it('are listed as far as the caller may see them', async () => {
    await withEmulator({}, async (emulator, call) => {
      const viewer = await signIn(emulator, emulator.access.viewer);
      const app = emulator.store.connectedApps.get(emulator.access.viewer.clientId);
      if (app !== undefined) {
        app.grants = app.grants.filter(({ context_params: at }) => at.envId !== seedIds.rootProduction);
      }
      expect(names((await viewer('GET', `${root}/environments`)).body)).toEqual(['Design', 'Sandbox']);
      expect((await viewer('GET', `${root}/environments/${seedIds.rootProduction}`)).status).toBe(403);
      expect((await viewer('GET', `/accounts/api/environments/${seedIds.rootProduction}`)).status).toBe(403);
      expect((await call('GET', `/accounts/api/environments/${seedIds.rootProduction}`)).status).toBe(200);
    });
  });

  it('are created, renamed and deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      // As the CLI sends it: without isProduction, with the organization.
      const body = { name: 'Test', type: 'sandbox', organizationId: seedIds.root };
      const created = await call('POST', `${root}/environments`, body);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({ name: 'Test', type: 'sandbox', isProduction: false });
      const path = `${root}/environments/${created.body.id}`;
      const client = await call('GET', `${root}/clients/${created.body.clientId}`);
      expect(client.body.name).toBe('Test');
      expect((await call('PUT', path, { name: 'Test 2' })).body.name).toBe('Test 2');
      expect((await call('PUT', path, { name: 'Test 2' })).status).toBe(200);
      expect((await call('PUT', path, { name: 'sandbox' })).status).toBe(409);
      expect((await call('DELETE', path)).status).toBe(204);
      expect((await call('GET', path)).status).toBe(404);
      expect((await call('DELETE', path)).status).toBe(404);
      expect((await call('GET', `/accounts/api/environments/${created.body.id}`)).status).toBe(404);
    });
  });

  it('get their type from isProduction when there is no type', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const live = await call('POST', `${root}/environments`, { name: 'Live', isProduction: true });
      expect(live.body.type).toBe('production');
      const other = await call('POST', `${root}/environments`, { name: 'Other' });
      expect(other.body.type).toBe('sandbox');
    });
  });

  it.each([
    [{ name: 'x' }, 400, '2 and 65'],
    [{ name: 'no/slash', type: 'sandbox' }, 400, 'alpha-numeric'],
    [{ name: 'Fine', type: 'staging' }, 400, 'type'],
    [{ name: 'Fine', type: 'sandbox', isProduction: true }, 400, 'isProduction'],
    [{ name: 'Sandbox', type: 'sandbox' }, 409, 'exists'],
  ])('cannot be created as %j: %i', async (body, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', `${root}/environments`, body);
      expect(answer.status).toBe(status);
      expect(answer.body.message).toContain(text);
    });
  });

  it('can be created only with the entitlement and the scope', async () => {
    await withEmulator({}, async (emulator, call) => {
      const path = `/accounts/api/organizations/${seedIds.logistics}/environments`;
      const entitlement = await call('POST', path, { name: 'Extra', type: 'sandbox' });
      expect([entitlement.status, entitlement.body.message]).toEqual([403, expect.stringContaining('not entitled')]);
      const viewer = await signIn(emulator, emulator.access.viewer);
      expect((await viewer('POST', `${root}/environments`, { name: 'Extra' })).status).toBe(403);
      const environment = `${root}/environments/${seedIds.rootSandbox}`;
      expect((await viewer('PUT', environment, { name: 'Mine' })).status).toBe(403);
      expect((await viewer('DELETE', environment)).status).toBe(403);
      expect((await viewer('GET', environment)).status).toBe(200);
    });
  });
});

describe('runtime credentials', () => {
  const clientId = seedIds.rootSandbox.replaceAll('-', '');

  it('show the secret only on a reset, and on reading if revealClientSecrets is set', async () => {
    const scenario = { extends: 'acme', revealClientSecrets: false };
    await withEmulator({ scenario }, async ({ store }, call) => {
      const before = await call('GET', `${root}/clients/${clientId}`);
      expect(before.body).toMatchObject({ client_id: clientId, name: 'Sandbox', org_id: seedIds.root });
      expect(before.body.client_secret).toBeUndefined();
      const old = store.clients.get(clientId)?.clientSecret;
      const reset = await call('PATCH', `${root}/clients/${clientId}?resetSecret=true`);
      expect(reset.status).toBe(200);
      expect(reset.body.client_secret).toMatch(/^[0-9a-f]{32}$/);
      expect(reset.body.client_secret).not.toBe(old);
      store.revealClientSecrets = true;
      const after = await call('GET', `${root}/clients/${clientId}`);
      expect(after.body.client_secret).toBe(reset.body.client_secret);
    });
  });

  it('are listed, and reject unknown clients, changes and missing scopes', async () => {
    await withEmulator({}, async (emulator, call) => {
      const list = await call('GET', `${root}/clients`);
      expect(Object.keys(list.body[0])).toContain(clientId);
      expect((await call('GET', `${root}/clients/unknown`)).status).toBe(404);
      // spec access-management: a name alone, without `resetSecret`, is a change too.
      const renamed = await call('PATCH', `${root}/clients/${clientId}`, {
        name: 'renamed',
        grant_types: ['password'],
      });
      expect([renamed.status, renamed.body.name, renamed.body.client_secret]).toEqual([200, 'renamed', undefined]);
      expect((await call('GET', `${root}/clients/${clientId}`)).body.grant_types).toEqual(['password']);
      expect((await call('PATCH', `${root}/clients/${clientId}`, { org_id: 'other' })).status).toBe(400);
      const viewer = await signIn(emulator, emulator.access.viewer);
      expect((await viewer('GET', `${root}/clients/${clientId}`)).status).toBe(200);
      expect((await viewer('PATCH', `${root}/clients/${clientId}?resetSecret=true`)).status).toBe(403);
    });
  });
});

describe('connected applications', () => {
  const apps = `${root}/connectedApplications`;

  it('are listed, at most a hundred, with secrets for managers only', async () => {
    await withEmulator({}, async (emulator, call) => {
      const list = await call('GET', apps);
      expect(list.body.total).toBe(4);
      expect(list.body.data[0]).toMatchObject({ client_name: 'dashboard-viewer', owner_org_id: seedIds.root });
      expect(list.body.data[0].client_secret).toBeDefined();
      expect((await call('GET', `${apps}?ascending=false`)).body.data[0].client_name).toBe('platform-automation');
      expect((await call('GET', `${apps}?search=CONSOLE&limit=1`)).body.data[0].client_name).toBe('developer-console');
      expect((await call('GET', `${apps}?limit=101`)).status).toBe(400);
      const viewer = await signIn(emulator, emulator.access.viewer);
      expect(JSON.stringify((await viewer('GET', apps)).body)).not.toContain('client_secret');
    });
  });

  it('can be read one by one, with their scopes', async () => {
    await withEmulator({}, async ({ access }, call) => {
      const app = await call('GET', `${apps}/${access.viewer.clientId}`);
      expect(app.body.grant_types).toEqual(['client_credentials']);
      expect((await call('GET', `${apps}/unknown`)).status).toBe(404);
      const scopes = await call('GET', `${apps}/${access.viewer.clientId}/scopes?limit=500`);
      expect(scopes.body.total).toBe(scopes.body.data.length);
      expect(scopes.body.data).toContainEqual({
        scope: 'read:servers',
        context_params: { org: seedIds.root, envId: seedIds.rootSandbox },
      });
      expect((await call('GET', `${apps}/${access.viewer.clientId}/scopes`)).body.data).toHaveLength(25);
    });
  });
});
