import { describe, expect, it } from 'vitest';
import { type Emulator, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Answer, type Caller, send, signIn, withEmulator } from '../../client.ts';

const below = `/accounts/api/organizations/${seedIds.root}/connectedApplications`;
const own = '/accounts/api/connectedApplications';

/** As Terraform sends it (mulesoft/terraform-provider-anypoint, internal/client/accessmanagement/connected_app.go). */
const machine = { client_name: 'ci', grant_types: ['client_credentials'], redirect_uris: [], public_keys: [] };

async function create(call: Caller, changes: object = {}): Promise<Answer['body']> {
  const answer = await call('POST', below, { ...machine, ...changes });
  expect(answer.status).toBe(201);
  return answer.body;
}

const signInTo = (emulator: Emulator, app: Answer['body']): Promise<Caller> =>
  signIn(emulator, { clientId: app.client_id, clientSecret: app.client_secret });

const placed = (scope: string, envId: string = seedIds.rootSandbox) => ({
  scope,
  context_params: { org: seedIds.root, envId },
});

describe('a new connected app', () => {
  it.each([below, own])('made at %s signs in at once, with exactly its scopes', async (at) => {
    await withEmulator({}, async (emulator, call) => {
      const { status, body: app } = await call('POST', at, machine);
      expect(status).toBe(201);
      expect(app).toMatchObject({
        ...machine,
        owner_org_id: seedIds.root,
        enabled: true,
        audience: 'internal',
        scopes: [],
      });
      const caller = await signInTo(emulator, app);
      expect((await caller('GET', '/hybrid/api/v1/servers')).status).not.toBe(200);
      expect((await call('PUT', `${at}/${app.client_id}/scopes`, { scopes: [placed('read:servers')] })).status).toBe(
        204,
      );
      expect((await caller('GET', '/hybrid/api/v1/servers')).status).toBe(200);
      expect((await caller('DELETE', '/hybrid/api/v1/servers/2194001')).status).toBe(403);
      const production = { 'x-anypnt-env-id': seedIds.rootProduction };
      expect((await caller('GET', '/hybrid/api/v1/servers', undefined, production)).status).toBe(403);
    });
  });

  it('keeps and shows everything that the document lets it have', async () => {
    await withEmulator({}, async (_, call) => {
      const sent = {
        ...machine,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://localhost:8070/callback', 'com.example.app:/callback', 'ops://auth/callback'],
        public_keys: ['key'],
        scopes: ['full', 'offline_access'],
        audience: 'everyone',
        enabled: false,
        client_id: 'chosen',
        client_secret: 'chosen-too',
        client_uri: 'https://app.example',
        policy_uri: 'https://app.example/policy',
        tos_uri: 'https://app.example/terms',
        owner_user_id: null,
        owner_org_id: seedIds.root,
        generate_iss_claim_without_token: true,
      };
      await create(call, sent);
      expect((await call('GET', `${below}/chosen`)).body).toMatchObject(sent);
      expect((await call('POST', below, sent)).status).toBe(409);
    });
  });

  it('sees nothing of organizations that its scopes do not name', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = await create(call, { scopes: ['profile'] });
      const caller = await signInTo(emulator, app);
      expect((await caller('GET', `/accounts/api/organizations/${seedIds.root}`)).status).toBe(404);
    });
  });

  it.each([
    [{ redirect_uris: undefined }, 'redirect_uris'],
    [{ redirect_uris: ['not a uri'] }, 'redirect_uris'],
    [{ redirect_uris: ['https://app.example/#part'] }, 'redirect_uris'],
    [{ redirect_uris: ['javascript:alert(1)'] }, 'redirect_uris'],
    [{ redirect_uris: ['JaVaScRiPt:alert(1)'] }, 'redirect_uris'],
    [{ redirect_uris: ['java\nscript:alert(1)'] }, 'redirect_uris'],
    [{ redirect_uris: [' data:text/html,x'] }, 'redirect_uris'],
    [{ redirect_uris: ['data:text/html,x'] }, 'redirect_uris'],
    [{ redirect_uris: ['blob:https://app.example/1'] }, 'redirect_uris'],
    [{ redirect_uris: ['file:///etc/passwd'] }, 'redirect_uris'],
    [{ grant_types: [] }, 'grant_types'],
    [{ grant_types: ['magic'] }, 'grant_types'],
    [{ audience: 'nobody' }, 'audience'],
    [{ scopes: ['read:servers'] }, 'read:servers'],
    [{ owner_org_id: seedIds.retail }, 'owner_org_id'],
    [{ public_client: true }, 'public_client'],
  ])('is refused with %j', async (changes, named) => {
    await withEmulator({}, async (_, call) => {
      const { status, body } = await call('POST', below, { ...machine, ...changes });
      expect([status, body.name]).toEqual([400, 'BadRequestError']);
      expect(body.message).toContain(named);
    });
  });

  it('needs the permission to manage connected apps', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = await create(call);
      const viewer = await signIn(emulator, seedLogins.viewer);
      for (const at of [below, own]) {
        expect((await viewer('POST', at, machine)).status).toBe(403);
        expect((await viewer('PATCH', `${at}/${app.client_id}`, {})).status).toBe(403);
        expect((await viewer('DELETE', `${at}/${app.client_id}`)).status).toBe(403);
        expect((await viewer('DELETE', `${at}/${app.client_id}/revoke`)).status).toBe(403);
        expect((await viewer('GET', `${at}/${app.client_id}`)).body.client_secret).toBeUndefined();
      }
      const logistics = await signIn(emulator, seedLogins.logistics);
      expect((await logistics('GET', `${own}/${app.client_id}`)).status).toBe(404);
    });
  });
});

describe('a connected app', () => {
  it('changes what is sent and nothing else', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = await create(call);
      const path = `${own}/${app.client_id}`;
      const changed = await call('PATCH', path, { client_name: 'cd', tos_uri: 'https://app.example' });
      expect(changed.body).toMatchObject({
        ...app,
        client_name: 'cd',
        tos_uri: 'https://app.example',
        updated_at: expect.any(String),
      });
      expect((await call('PATCH', path, { client_id: 'other' })).status).toBe(400);
      expect((await call('PATCH', path, { owner_org_id: seedIds.retail })).status).toBe(400);
      expect((await call('PATCH', path, { owner_org_id: seedIds.root, enabled: false })).status).toBe(200);
      const token = await send(emulator, 'POST', '/accounts/api/v2/oauth2/token', {
        ...app,
        grant_type: 'client_credentials',
      });
      expect(token.body.error).toBe('invalid_client');
    });
  });

  it('gets a new secret, after which the old one is worth nothing', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = await create(call);
      const { body } = await call('PATCH', `${below}/${app.client_id}?resetSecret=true`, {});
      expect(body.client_secret).not.toBe(app.client_secret);
      const tokenWith = (client_secret: string) =>
        send(emulator, 'POST', '/accounts/api/v2/oauth2/token', {
          client_id: app.client_id,
          client_secret,
          grant_type: 'client_credentials',
        });
      expect((await tokenWith(app.client_secret)).status).toBe(401);
      expect((await tokenWith(body.client_secret)).status).toBe(200);
    });
  });

  it('has scopes that are replaced, added and removed one by one', async () => {
    await withEmulator({}, async (_, call) => {
      const { client_id } = await create(call);
      const path = `${below}/${client_id}/scopes`;
      const [read, manage, profile] = [
        placed('read:servers'),
        placed('manage:servers'),
        { scope: 'profile', context_params: {} },
      ];
      const now = async () => (await call('GET', path)).body.data;
      expect((await call('PUT', path, { scopes: [read, profile] })).status).toBe(204);
      expect((await call('PATCH', path, { scopes: [read, manage], scopesToDelete: [profile] })).status).toBe(204);
      expect(await now()).toEqual([read, manage]);
      const elsewhere = placed('read:servers', seedIds.rootProduction);
      expect((await call('DELETE', path, { scopes: [elsewhere] })).status).toBe(204);
      expect(await now()).toEqual([read, manage]);
      expect((await call('DELETE', path, { scopes: [read] })).status).toBe(204);
      expect(await now()).toEqual([manage]);
    });
  });

  it.each([
    [[]],
    [[{ scope: 'read:servers' }]],
    [[{ scope: 'read:servers', context_params: {} }]],
    [[{ scope: 'read:servers', context_params: { org: seedIds.admin } }]],
    [[{ scope: 'read:servers', context_params: { org: seedIds.root, envId: seedIds.retailSandbox } }]],
    [[{ scope: 'read:servers', context_params: { org: seedIds.root, env: seedIds.rootSandbox } }]],
  ])('does not take the scopes %j', async (scopes) => {
    await withEmulator({}, async (_, call) => {
      const { client_id } = await create(call);
      expect((await call('PUT', `${below}/${client_id}/scopes`, { scopes })).status).toBe(400);
    });
  });

  it('has at most 1000 scopes', async () => {
    await withEmulator({}, async (_, call) => {
      const { client_id } = await create(call);
      const many = (count: number) => Array.from({ length: count }, (__, index) => placed(`read:scope_${index}`));
      expect((await call('PUT', `${below}/${client_id}/scopes`, { scopes: many(1000) })).status).toBe(204);
      expect((await call('PUT', `${below}/${client_id}/scopes`, { scopes: many(1001) })).status).toBe(400);
    });
  });

  it('loses its tokens when they are revoked and when it is deleted', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = await create(call);
      const path = `${below}/${app.client_id}`;
      const caller = await signInTo(emulator, app);
      expect((await caller('GET', '/accounts/api/session')).status).toBe(200);
      expect((await call('DELETE', `${path}/revoke`)).status).toBe(204);
      expect((await caller('GET', '/accounts/api/session')).status).toBe(401);
      const again = await signInTo(emulator, app);
      expect((await call('DELETE', path)).status).toBe(204);
      expect((await again('GET', '/accounts/api/session')).status).toBe(401);
      expect((await call('DELETE', path)).status).toBe(404);
      // A new app with the same id is another app.
      await create(call, { client_id: app.client_id });
      expect((await again('GET', '/accounts/api/session')).status).toBe(401);
    });
  });

  it('is in the list of the caller', async () => {
    await withEmulator({}, async (_, call) => {
      await create(call);
      expect((await call('GET', `${own}?search=ci&limit=100`)).body.data[0].client_name).toBe('ci');
      expect((await call('GET', `${own}?organizationId=${seedIds.retail}`)).body.total).toBe(0);
    });
  });
});
