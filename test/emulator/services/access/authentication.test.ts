import { describe, expect, it } from 'vitest';
import { seedLogins } from '../../../../src/emulator/index.ts';
import { send, withEmulator } from '../../client.ts';

const tokenPath = '/accounts/api/v2/oauth2/token';
const introspectPath = '/accounts/api/v2/oauth2/introspect';
const revokePath = '/accounts/api/v2/oauth2/revoke';

describe('signing in with a user name and password', () => {
  it.each(['/accounts/login', '/accounts/api/login'])('%s issues a valid token', async (path) => {
    await withEmulator({}, async (emulator) => {
      const login = await send(emulator, 'POST', path, seedLogins.admin);
      expect(login.status).toBe(200);
      expect(login.body).toEqual({ access_token: expect.any(String), token_type: 'bearer', redirectUrl: '/home/' });
      const me = await send(emulator, 'GET', '/accounts/api/me', undefined, {
        authorization: `bearer ${login.body.access_token}`,
      });
      expect(me.status).toBe(200);
      expect(me.body.user.username).toBe('ada.admin');
      expect(me.body.client).toBeUndefined();
    });
  });

  it('accepts a form', async () => {
    await withEmulator({}, async ({ baseUrl }) => {
      const response = await fetch(`${baseUrl}/accounts/login`, {
        method: 'POST',
        body: new URLSearchParams(seedLogins.admin),
      });
      expect(response.status).toBe(200);
    });
  });

  it('rejects wrong credentials with 401 and a disabled user with 403', async () => {
    await withEmulator({}, async (emulator) => {
      const wrong = await send(emulator, 'POST', '/accounts/login', { username: 'ada.admin', password: 'x' });
      expect([wrong.status, wrong.body]).toEqual([401, 'Unauthorized']);
      const disabled = await send(emulator, 'POST', '/accounts/login', seedLogins.disabled);
      expect(disabled.status).toBe(403);
    });
  });

  it('returns the next step instead of a token to a user with a second factor', async () => {
    await withEmulator({}, async (emulator) => {
      const { status, body } = await send(emulator, 'POST', '/accounts/login', emulator.access.mfaUser);
      expect(status).toBe(200);
      expect(body.url).toContain('/accounts/login/mfa');
      expect(body.body).toBeTypeOf('object');
      expect(body.access_token).toBeUndefined();
    });
  });

  it('rejects a body that is not JSON, or not an object, with 400', async () => {
    await withEmulator({}, async (emulator) => {
      const broken = await send(emulator, 'POST', '/accounts/login', '{');
      expect(broken.status).toBe(400);
      expect(broken.body.message).toContain('JSON');
      expect((await send(emulator, 'POST', '/accounts/login', [])).status).toBe(400);
    });
  });
});

describe('the token endpoint', () => {
  const client = { client_id: seedLogins.automation.clientId, client_secret: seedLogins.automation.clientSecret };
  const delegate = { client_id: seedLogins.delegate.clientId, client_secret: seedLogins.delegate.clientSecret };

  it('issues a token for client credentials, sent as JSON or as a form', async () => {
    await withEmulator({ tokenLifetimeSeconds: 120 }, async (emulator) => {
      const request = { ...client, grant_type: 'client_credentials' };
      const json = await send(emulator, 'POST', tokenPath, request);
      expect(json.body).toEqual({ access_token: expect.any(String), expires_in: 120, token_type: 'bearer' });
      const form = await fetch(`${emulator.baseUrl}${tokenPath}`, {
        method: 'POST',
        body: new URLSearchParams(request),
      });
      expect(form.status).toBe(200);
    });
  });

  it('accepts the client in a Basic header', async () => {
    await withEmulator({}, async (emulator) => {
      const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
      const body = { grant_type: 'client_credentials' };
      const good = await send(emulator, 'POST', tokenPath, body, { authorization: `Basic ${basic}` });
      expect(good.status).toBe(200);
      const bad = await send(emulator, 'POST', tokenPath, body, { authorization: `Basic ${btoa('nocolon')}` });
      expect(bad.body.error).toBe('invalid_request');
    });
  });

  it('lets a connected app act for a user when its grant types allow it', async () => {
    await withEmulator({}, async (emulator) => {
      const token = await send(emulator, 'POST', tokenPath, {
        ...delegate,
        ...seedLogins.admin,
        grant_type: 'password',
      });
      expect(token.status).toBe(200);
      const me = await send(emulator, 'GET', '/accounts/api/me', undefined, {
        authorization: `Bearer ${token.body.access_token}`,
      });
      expect(me.body.client.name).toBe('developer-console');
      expect(me.body.user.username).toBe('ada.admin');
    });
  });

  it.each([
    [{ ...client }, 400, 'invalid_request'],
    [{ grant_type: 'client_credentials' }, 400, 'invalid_request'],
    [{ ...client, client_secret: 'x', grant_type: 'client_credentials' }, 401, 'invalid_client'],
    [{ ...client, client_id: 'x', grant_type: 'client_credentials' }, 401, 'invalid_client'],
    [{ ...client, grant_type: 'implicit' }, 400, 'unsupported_grant_type'],
    [{ ...client, grant_type: 'refresh_token' }, 400, 'unauthorized_client'],
    [{ ...delegate, grant_type: 'refresh_token' }, 400, 'invalid_request'],
    [{ ...delegate, refresh_token: 'x', grant_type: 'refresh_token' }, 400, 'invalid_grant'],
    [{ ...client, ...seedLogins.admin, grant_type: 'password' }, 400, 'unauthorized_client'],
    [{ ...delegate, username: 'ada.admin', password: 'x', grant_type: 'password' }, 400, 'invalid_grant'],
    [{ ...delegate, ...seedLogins.disabled, grant_type: 'password' }, 400, 'invalid_grant'],
    [{ ...delegate, ...seedLogins.mfa, grant_type: 'password' }, 400, 'invalid_grant'],
  ])('rejects %j with %i %s', async (body, status, error) => {
    await withEmulator({}, async (emulator) => {
      const answer = await send(emulator, 'POST', tokenPath, body);
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({ error, error_description: expect.any(String) });
    });
  });

  it('introspects and revokes a token', async () => {
    await withEmulator({}, async (emulator) => {
      const request = { ...delegate, ...seedLogins.admin, grant_type: 'password' };
      const { body } = await send(emulator, 'POST', tokenPath, request);
      const token = { ...delegate, token: body.access_token };
      const alive = await send(emulator, 'POST', introspectPath, token);
      expect(alive.body).toMatchObject({ active: true, client_id: delegate.client_id, username: 'ada.admin' });
      expect((await send(emulator, 'POST', revokePath, token)).status).toBe(200);
      const gone = await send(emulator, 'POST', introspectPath, token);
      expect(gone.body).toEqual({ active: false });
      expect((await send(emulator, 'POST', revokePath, token)).status).toBe(200);
      // RFC 7662, section 2.1; RFC 7009, section 2.1: the token is required.
      for (const path of [introspectPath, revokePath]) {
        expect((await send(emulator, 'POST', path, delegate)).body.error).toBe('invalid_request');
      }
    });
  });

  it.each([introspectPath, revokePath])('tells nobody unknown about a token at %s', async (path) => {
    await withEmulator({}, async (emulator) => {
      const request = { ...delegate, ...seedLogins.admin, grant_type: 'password' };
      const { body } = await send(emulator, 'POST', tokenPath, request);
      const token = { token: body.access_token };
      for (const [sent, authorization] of [
        [token, ''],
        [{ ...token, ...delegate, client_secret: 'x' }, ''],
        [token, 'Basic bm9ib2R5OnNlY3JldA=='],
        [token, 'Bearer x'],
      ] as const) {
        const answer = await send(emulator, 'POST', path, sent, { authorization });
        expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
      }
      expect((await send(emulator, 'POST', introspectPath, { ...token, ...delegate })).body.active).toBe(true);
    });
  });

  it('lets no app revoke the token of another one', async () => {
    await withEmulator({}, async (emulator) => {
      const request = { ...delegate, ...seedLogins.admin, grant_type: 'password' };
      const { body } = await send(emulator, 'POST', tokenPath, request);
      const { clientId: client_id, clientSecret: client_secret } = emulator.access;
      const sent = { client_id, client_secret, token: body.access_token };
      expect((await send(emulator, 'POST', revokePath, sent)).body.error).toBe('unauthorized_client');
      expect((await send(emulator, 'POST', introspectPath, sent)).body.active).toBe(true);
    });
  });

  it('refuses a field that is sent twice', async () => {
    await withEmulator({}, async (emulator) => {
      const sent = new URLSearchParams({ ...delegate, ...seedLogins.admin, grant_type: 'password' });
      sent.append('username', 'vera.viewer');
      const answer = await send(emulator, 'POST', tokenPath, String(sent), {
        'content-type': 'application/x-www-form-urlencoded',
      });
      expect(answer.body).toEqual({ error: 'invalid_request', error_description: 'username was sent more than once' });
    });
  });

  it('introspects the token of a user without an app', async () => {
    await withEmulator({}, async (emulator) => {
      const { body } = await send(emulator, 'POST', '/accounts/login', seedLogins.admin);
      const own = { authorization: `Bearer ${body.access_token}` };
      const seen = await send(emulator, 'POST', '/accounts/api/oauth2/introspect', { token: body.access_token }, own);
      expect(seen.body.client_id).toBeUndefined();
      expect(seen.body.username).toBe('ada.admin');
    });
  });
});

describe('access tokens', () => {
  it.each([undefined, 'Bearer nonsense', 'Basic abc', 'Bearer'])('%s is rejected in plain text', async (value) => {
    await withEmulator({}, async (emulator) => {
      const answer = await send(
        emulator,
        'GET',
        '/accounts/api/me',
        undefined,
        value === undefined ? {} : { authorization: value },
      );
      expect([answer.status, answer.body]).toEqual([401, 'Unauthorized']);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    });
  });

  it('expire after their lifetime, unless the session is extended', async () => {
    await withEmulator({ clock: 'driven', tokenLifetimeSeconds: 60 }, async ({ clock }, call) => {
      clock.advance(59_000);
      expect((await call('GET', '/accounts/api/me')).body.access_token.expires_in).toBe(1);
      const session = await call('GET', '/accounts/api/session');
      expect(session.body.timeout).toMatchObject({ unit: 'milliseconds', duration: 60_000, timeLeft: 1_000 });
      expect((await call('POST', '/accounts/api/session')).status).toBe(204);
      clock.advance(59_999);
      expect((await call('GET', '/accounts/api/me')).status).toBe(200);
      clock.advance(1);
      expect((await call('GET', '/accounts/api/me')).status).toBe(401);
    });
  });

  it('become invalid on logout, by revokeTokens, and when their user or app is disabled', async () => {
    await withEmulator({}, async (emulator, call) => {
      const user = await send(emulator, 'POST', '/accounts/login', seedLogins.admin);
      const headers = { authorization: `Bearer ${user.body.access_token}` };
      expect((await send(emulator, 'GET', '/accounts/api/logout', undefined, headers)).status).toBe(200);
      expect((await send(emulator, 'GET', '/accounts/api/logout')).status).toBe(200);
      expect((await send(emulator, 'GET', '/accounts/api/me', undefined, headers)).status).toBe(401);

      const again = await send(emulator, 'POST', '/accounts/login', seedLogins.admin);
      for (const known of emulator.store.users.values()) known.enabled = false;
      const refused = await send(emulator, 'GET', '/accounts/api/me', undefined, {
        authorization: `Bearer ${again.body.access_token}`,
      });
      expect(refused.status).toBe(401);

      expect((await call('GET', '/accounts/api/me')).status).toBe(200);
      for (const app of emulator.store.connectedApps.values()) app.enabled = false;
      expect((await call('GET', '/accounts/api/me')).status).toBe(401);
      for (const app of emulator.store.connectedApps.values()) app.enabled = true;
      expect((await call('GET', '/accounts/api/me')).status).toBe(200);
      emulator.revokeTokens();
      expect((await call('GET', '/accounts/api/me')).status).toBe(401);
    });
  });
});
