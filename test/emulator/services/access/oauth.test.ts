import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Emulator, seedIds, seedLogins, startEmulator } from '../../../../src/emulator/index.ts';
import { type Answer, send, withEmulator } from '../../client.ts';
import { actionOf, Browser, formOf, type Page } from './browser.ts';

const oauth = '/accounts/api/v2/oauth2';
const app = { client_id: seedLogins.delegate.clientId, client_secret: seedLogins.delegate.clientSecret };
const redirectUri = 'http://localhost:8082/callback';
const request = {
  client_id: app.client_id,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'full offline_access',
  state: 'a b&c',
};

function authorizePath(changes: Record<string, string | undefined> = {}): string {
  const all = Object.entries({ ...request, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `${oauth}/authorize?${new URLSearchParams(all)}`;
}

/** Signs in and consents. Returns the code that the app receives. */
async function consent(emulator: Emulator, changes: Record<string, string | undefined> = {}): Promise<string> {
  const browser = new Browser(emulator);
  const asked = await browser.submit(await browser.open(authorizePath(changes)), seedLogins.admin);
  const { left } = await browser.submit(asked, { decision: 'allow' });
  return left?.searchParams.get('code') ?? 'no code';
}

async function token(emulator: Emulator, fields: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${emulator.baseUrl}${oauth}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...app, ...fields }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const redeem = (emulator: Emulator, code: string, more: Record<string, string> = {}): Promise<Answer> =>
  token(emulator, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });

const refresh = (emulator: Emulator, value: string, more: Record<string, string> = {}): Promise<Answer> =>
  token(emulator, { grant_type: 'refresh_token', refresh_token: value, ...more });

async function statusWith(emulator: Emulator, accessToken: string, method = 'GET', at = '/accounts/api/me') {
  return (
    await send(emulator, method, at, method === 'POST' ? {} : undefined, {
      authorization: `Bearer ${accessToken}`,
    })
  ).status;
}

describe('the consent of a person', () => {
  it('takes a code and the state to the registered address, and the code yields tokens of the person', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      const signIn = await browser.open(authorizePath());
      expect(signIn.html).toContain('<label for="password">');
      const asked = await browser.submit(signIn, seedLogins.admin);
      for (const text of ['developer-console', 'ada.admin', 'Full Access (full)', 'Background Access', redirectUri]) {
        expect(asked.html).toContain(text);
      }
      const { left } = await browser.submit(asked, { decision: 'allow' });
      expect(`${left?.origin}${left?.pathname}`).toBe(redirectUri);
      expect(left?.searchParams.get('state')).toBe('a b&c');
      const { status, body, headers } = await redeem(emulator, left?.searchParams.get('code') ?? '');
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toEqual({
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        expires_in: 3600,
        token_type: 'bearer',
        scope: 'full offline_access',
      });
      const me = await send(emulator, 'GET', '/accounts/api/me', undefined, {
        authorization: `Bearer ${body.access_token}`,
      });
      expect(me.body.user.username).toBe('ada.admin');
      expect(me.body.client.client_id).toBe(app.client_id);
    });
  });

  it('tells the app of a denial', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      const asked = await browser.submit(await browser.open(authorizePath()), seedLogins.admin);
      const { left } = await browser.submit(asked, { decision: 'deny' });
      expect(left?.searchParams.get('error')).toBe('access_denied');
      expect(left?.searchParams.get('state')).toBe('a b&c');
      expect((await browser.submit(asked, { decision: 'allow' })).status).toBe(400);
    });
  });

  it('has pages that load nothing, run nothing and cannot be framed', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      const signIn = await browser.open(authorizePath());
      const asked = await browser.submit(signIn, seedLogins.admin);
      const policyOf = ({ headers }: Page): string => headers.get('content-security-policy') ?? '';
      for (const page of [signIn, asked]) {
        expect(policyOf(page)).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
        expect(policyOf(page)).toContain("frame-ancestors 'none'");
        expect(page.html).not.toMatch(/<script|https:\/\/|src=/);
        const style = /<style>([\s\S]*)<\/style>/.exec(page.html)?.[1] ?? '';
        expect(policyOf(page)).toContain(createHash('sha256').update(style).digest('base64'));
      }
      // Browsers apply form-action to the redirect that follows a form.
      expect(policyOf(signIn)).toContain("form-action 'self';");
      expect(policyOf(asked)).toContain("form-action 'self' http://localhost:8082;");
    });
  });

  it('escapes names that hold markup', async () => {
    await withEmulator({}, async (emulator) => {
      const known = emulator.store.connectedApps.get(app.client_id);
      if (known !== undefined) known.name = '<b>"evil"</b>';
      const { html } = await new Browser(emulator).open(authorizePath());
      expect(html).toContain('&lt;b&gt;&quot;evil&quot;&lt;/b&gt;');
      expect(html).not.toContain('<b>');
    });
  });

  it('takes forms only from its own page in the same browser', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      const asked = await browser.submit(await browser.open(authorizePath()), seedLogins.admin);
      const form = formOf(asked, { decision: 'allow' });
      expect((await new Browser(emulator).open(actionOf(asked), form)).status).toBe(400);
      form.set('formToken', 'guessed');
      expect((await browser.open(actionOf(asked), form)).status).toBe(403);
      const early = new Browser(emulator);
      const signIn = await early.open(authorizePath());
      expect((await early.open(actionOf(asked), formOf(signIn, { decision: 'allow' }))).status).toBe(403);
      expect((await browser.submit(asked, { decision: 'maybe' })).status).toBe(400);
      const both = formOf(asked, { decision: 'deny' });
      both.append('decision', 'allow');
      const refused = await browser.open(actionOf(asked), both);
      expect([refused.status, refused.html.includes('decision was sent more than once')]).toEqual([400, true]);
      expect((await browser.submit(asked, { decision: 'deny' })).left?.searchParams.get('error')).toBe('access_denied');
    });
  });

  it('never leads to an address that a browser runs, also when an older state has it', async () => {
    await withEmulator({}, async (emulator) => {
      const address = 'javascript:alert(1)';
      emulator.store.connectedApps.get(app.client_id)?.redirectUris?.push(address);
      const page = await new Browser(emulator).open(authorizePath({ redirect_uri: address }));
      expect([page.status, page.left]).toEqual([400, undefined]);
    });
  });

  it('ends after ten minutes and after five wrong passwords', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator) => {
      const browser = new Browser(emulator);
      const late = await browser.open(authorizePath());
      emulator.clock.advance(600_000);
      expect((await browser.submit(late, seedLogins.admin)).html).toContain('has expired');
      let page = await browser.open(authorizePath());
      const wrong = { username: 'ada.admin', password: 'x' };
      for (let attempt = 1; attempt < 5; attempt += 1) {
        page = await browser.submit(page, wrong);
        expect([page.status, page.html.includes('role="alert"')]).toEqual([401, true]);
      }
      expect((await browser.submit(page, wrong)).html).toContain('Too many wrong attempts');
      expect((await browser.submit(page, seedLogins.admin)).status).toBe(400);
    });
  });

  it.each([
    ['unknown client', { client_id: 'x' }],
    ['no address', { redirect_uri: undefined }],
    ['an address with a slash more', { redirect_uri: `${redirectUri}/` }],
    ['another port', { redirect_uri: 'http://localhost:8083/callback' }],
    ['a token without a code', { response_type: 'token' }],
  ])('never leaves the platform for %s', async (_, changes) => {
    await withEmulator({}, async (emulator) => {
      const page = await new Browser(emulator).open(authorizePath(changes));
      expect(page.status).toBe(400);
      expect(page.headers.get('content-type')).toContain('text/html');
    });
  });

  it.each([
    ['invalid_scope', { scope: 'full manage:servers' }],
    ['invalid_request', { code_challenge: 'x', code_challenge_method: 'S256' }],
    ['invalid_request', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'x'.repeat(43) }],
  ])('tells the app %s for %j', async (error, changes) => {
    await withEmulator({}, async (emulator) => {
      const { left } = await new Browser(emulator).open(authorizePath(changes));
      expect([left?.searchParams.get('error'), left?.searchParams.get('state')]).toEqual([error, 'a b&c']);
      expect(left?.searchParams.get('error_description')).toBeTruthy();
    });
  });

  it('refuses a parameter that is sent twice, and a client without the grant type', async () => {
    await withEmulator({}, async (emulator) => {
      const twice = await new Browser(emulator).open(`${authorizePath()}&scope=full`);
      expect(twice.left?.searchParams.get('error')).toBe('invalid_request');
      const known = emulator.store.connectedApps.get(app.client_id);
      if (known !== undefined) known.grantTypes = ['password'];
      const other = await new Browser(emulator).open(authorizePath());
      expect(other.left?.searchParams.get('error')).toBe('unauthorized_client');
    });
  });

  it('takes the request as a form, and below the domain of an organization', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      expect((await browser.open(`${oauth}/authorize`, new URLSearchParams(request))).html).toContain('Sign in');
      const domain = emulator.store.organizations.get(seedIds.root)?.domain ?? '';
      expect((await browser.open(authorizePath().replace('?', `/${domain}?`))).status).toBe(200);
      expect((await browser.open(authorizePath().replace('?', '/nowhere?'))).status).toBe(400);
    });
  });

  it('refuses a disabled user', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      const page = await browser.submit(await browser.open(authorizePath()), seedLogins.disabled);
      expect([page.status, page.html.includes('disabled')]).toEqual([403, true]);
    });
  });

  it('asks a user with a second factor for the code', async () => {
    await withEmulator({}, async (emulator) => {
      const browser = new Browser(emulator);
      const factor = await browser.submit(await browser.open(authorizePath()), seedLogins.mfa);
      expect(factor.html).toContain('Second factor');
      const again = await browser.submit(factor, { code: '123456' });
      expect(again.status).toBe(401);
      const asked = await browser.submit(again, { code: '000000' });
      expect(asked.html).toContain('mia.mfa');
      expect((await browser.submit(asked, { decision: 'allow' })).left?.searchParams.get('code')).toBeTruthy();
    });
  });

  it('sends users of an identity provider there, and takes no password of theirs', async () => {
    const sam = { username: 'sam.sso', password: 'unused', identityProvider: 'Acme Login' };
    await withEmulator({ scenario: { extends: 'acme', users: [sam] } }, async (emulator) => {
      const browser = new Browser(emulator);
      const signIn = await browser.open(authorizePath());
      expect((await browser.submit(signIn, sam)).status).toBe(401);
      const provider = await browser.open(/href="([^"]+)"/.exec(signIn.html)?.[1] ?? '');
      expect(provider.html).toContain('sam.sso (Acme Login)');
      expect((await browser.submit(provider, { username: 'ada.admin' })).status).toBe(403);
      expect((await browser.submit(provider, { username: 'sam.sso' })).html).toContain('sam.sso');
      const login = await send(emulator, 'POST', '/accounts/login', sam);
      expect([login.status, login.body.access_token]).toEqual([200, undefined]);
      const password = await token(emulator, { grant_type: 'password', username: 'sam.sso', password: 'unused' });
      expect(password.body.error).toBe('invalid_grant');
    });
  });

  it('lets users of other organizations in only where the audience is everyone', async () => {
    const scenario = {
      extends: 'acme' as const,
      organizations: [{ name: 'Other' }],
      users: [{ username: 'olga', password: 'emulator-only', organization: 'Other' }],
    };
    await withEmulator({ scenario }, async (emulator) => {
      const browser = new Browser(emulator);
      const olga = { username: 'olga', password: 'emulator-only' };
      expect((await browser.submit(await browser.open(authorizePath()), olga)).status).toBe(403);
      const known = emulator.store.connectedApps.get(app.client_id);
      if (known !== undefined) known.audience = 'everyone';
      expect((await browser.submit(await browser.open(authorizePath()), olga)).status).toBe(200);
    });
  });
});

describe('an authorization code', () => {
  it('works once; a second use ends what it has issued (RFC 6749, section 4.1.2)', async () => {
    await withEmulator({}, async (emulator) => {
      const code = await consent(emulator);
      const { body } = await redeem(emulator, code);
      expect(await statusWith(emulator, body.access_token)).toBe(200);
      const again = await redeem(emulator, code);
      expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
      expect(await statusWith(emulator, body.access_token)).toBe(401);
      expect((await refresh(emulator, body.refresh_token)).body.error).toBe('invalid_grant');
    });
  });

  it('expires, and is bound to its address and its client', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator) => {
      const code = await consent(emulator);
      const elsewhere = await redeem(emulator, code, { redirect_uri: 'http://localhost:3000/api/callback' });
      expect(elsewhere.body.error).toBe('invalid_grant');
      expect((await redeem(emulator, 'unknown')).body.error).toBe('invalid_grant');
      expect((await token(emulator, { grant_type: 'authorization_code' })).body.error).toBe('invalid_request');
      emulator.clock.advance(60_000);
      expect((await redeem(emulator, code)).body.error).toBe('invalid_grant');
    });
  });

  it('asked for with PKCE needs the verifier', async () => {
    await withEmulator({}, async (emulator) => {
      const verifier = 'v'.repeat(43);
      const code_challenge = createHash('sha256').update(verifier).digest('base64url');
      const code = await consent(emulator, { code_challenge, code_challenge_method: 'S256' });
      expect((await redeem(emulator, code)).body.error).toBe('invalid_grant');
      expect((await redeem(emulator, code, { code_verifier: 'w'.repeat(43) })).body.error).toBe('invalid_grant');
      expect((await redeem(emulator, code, { code_verifier: verifier })).status).toBe(200);
    });
  });

  it('needs no secret, but PKCE, for a public client', async () => {
    await withEmulator({}, async (emulator) => {
      const known = emulator.store.connectedApps.get(app.client_id);
      if (known !== undefined) known.isPublic = true;
      const { left } = await new Browser(emulator).open(authorizePath());
      expect(left?.searchParams.get('error')).toBe('invalid_request');
      const verifier = 'v'.repeat(43);
      const code_challenge = createHash('sha256').update(verifier).digest('base64url');
      const code = await consent(emulator, { code_challenge, code_challenge_method: 'S256' });
      const answer = await send(emulator, 'POST', `${oauth}/token`, {
        client_id: app.client_id,
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      expect(answer.status).toBe(200);
    });
  });

  it('yields a token with the scopes of the consent and no more', async () => {
    await withEmulator({}, async (emulator) => {
      const known = emulator.store.connectedApps.get(app.client_id);
      known?.grants.push({ scope: 'read:full', context_params: {} });
      const code = await consent(emulator, { scope: 'read:full' });
      const { body } = await redeem(emulator, code);
      expect(body.refresh_token).toBeUndefined();
      const environments = `/accounts/api/organizations/${seedIds.root}/environments`;
      expect(await statusWith(emulator, body.access_token, 'GET', environments)).toBe(200);
      expect(await statusWith(emulator, body.access_token, 'POST', environments)).toBe(403);
    });
  });
});

describe('a refresh token', () => {
  it('is replaced by each refresh; the use of a replaced one ends the consent', async () => {
    await withEmulator({}, async (emulator) => {
      const first = (await redeem(emulator, await consent(emulator))).body;
      const second = (await refresh(emulator, first.refresh_token)).body;
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(await statusWith(emulator, second.access_token)).toBe(200);
      expect((await refresh(emulator, first.refresh_token)).body.error).toBe('invalid_grant');
      expect((await refresh(emulator, second.refresh_token)).body.error).toBe('invalid_grant');
      expect(await statusWith(emulator, second.access_token)).toBe(401);
    });
  });

  it('stays the same where a scenario says so', async () => {
    const scenario = { extends: 'acme' as const, rotateRefreshTokens: false };
    await withEmulator({ scenario }, async (emulator) => {
      const { refresh_token } = (await redeem(emulator, await consent(emulator))).body;
      for (const _ of [1, 2]) expect((await refresh(emulator, refresh_token)).body.refresh_token).toBe(refresh_token);
    });
  });

  it('lives 90 days and outlives its access tokens', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator) => {
      const { body } = await redeem(emulator, await consent(emulator));
      emulator.clock.advance(90 * 86_400_000 - 1);
      expect(await statusWith(emulator, body.access_token)).toBe(401);
      const next = await refresh(emulator, body.refresh_token);
      expect(next.status).toBe(200);
      emulator.clock.advance(90 * 86_400_000);
      expect((await refresh(emulator, next.body.refresh_token)).body.error).toBe('invalid_grant');
    });
  });

  it('may ask for fewer scopes, not for more', async () => {
    await withEmulator({}, async (emulator) => {
      const { body } = await redeem(emulator, await consent(emulator));
      expect((await refresh(emulator, body.refresh_token, { scope: 'email' })).body.error).toBe('invalid_scope');
      expect((await refresh(emulator, body.refresh_token, { scope: 'full' })).body.scope).toBe('full');
    });
  });

  it('is introspected, and its revocation ends the access tokens too', async () => {
    await withEmulator({}, async (emulator) => {
      const { body } = await redeem(emulator, await consent(emulator));
      const sent = { token: body.refresh_token, token_type_hint: 'refresh_token' };
      const basic = { authorization: `Basic ${btoa(`${app.client_id}:${app.client_secret}`)}` };
      const alive = await send(emulator, 'POST', `${oauth}/introspect`, sent, basic);
      expect(alive.body).toMatchObject({ active: true, username: 'ada.admin', scope: 'full offline_access' });
      const wrong = await send(emulator, 'POST', `${oauth}/revoke`, { ...sent, ...app, client_secret: 'x' });
      expect(wrong.body.error).toBe('invalid_client');
      expect((await send(emulator, 'POST', `${oauth}/revoke`, sent, basic)).status).toBe(200);
      expect((await send(emulator, 'POST', `${oauth}/introspect`, sent, basic)).body).toEqual({ active: false });
      expect(await statusWith(emulator, body.access_token)).toBe(401);
    });
  });

  it('survives a restart with the state', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'oauth-'));
    const options = { state: path.join(folder, 'state.json'), clock: 'instant' } as const;
    try {
      const before = await startEmulator(options);
      const { body } = await redeem(before, await consent(before));
      await before.close();
      const after = await startEmulator(options);
      const next = await refresh(after, body.refresh_token);
      await after.close();
      expect(next.status).toBe(200);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('ends when the user is disabled', async () => {
    await withEmulator({}, async (emulator) => {
      const { body } = await redeem(emulator, await consent(emulator));
      for (const user of emulator.store.users.values()) user.enabled = false;
      expect((await refresh(emulator, body.refresh_token)).body.error).toBe('invalid_grant');
    });
  });
});

describe('OpenID Connect', () => {
  it('names its endpoints, and signs identity tokens with the key that it shows', async () => {
    await withEmulator({}, async (emulator) => {
      const { body } = await send(emulator, 'GET', `${oauth}/.well-known/openid-configuration`);
      expect(body.issuer).toBe(`${emulator.baseUrl}${oauth}`);
      expect(body.scopes_supported).toContain('offline_access');
      const { body: keys } = await send(emulator, 'GET', new URL(body.jwks_uri).pathname);
      expect(keys.keys[0]).not.toHaveProperty('d');
      const code = await consent(emulator, { scope: 'openid email', nonce: 'n-1' });
      const issued = (await redeem(emulator, code)).body;
      const [head = '', claims = '', signature = ''] = String(issued.id_token).split('.');
      const key = createPublicKey({ key: keys.keys[0], format: 'jwk' });
      expect(verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(
        true,
      );
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
        iss: body.issuer,
        aud: app.client_id,
        sub: seedIds.admin,
        nonce: 'n-1',
        email: expect.stringContaining('@'),
      });
      const info = await send(emulator, 'GET', `${oauth}/userinfo`, undefined, {
        authorization: `Bearer ${issued.access_token}`,
      });
      expect(info.body).toEqual({ sub: seedIds.admin, email: expect.any(String) });
    });
  });

  it('knows no user behind client credentials', async () => {
    await withEmulator({}, async (_, call) => {
      expect((await call('GET', `${oauth}/userinfo`)).status).toBe(403);
    });
  });
});
