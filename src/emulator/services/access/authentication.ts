import { type Context, Hono } from 'hono';
import { accessManagementError, oauthError } from '../../core/errors.ts';
import type { Principal } from '../../core/permissions.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readFields } from '../../core/requests.ts';
import type { ConnectedApp, User } from '../../core/store.ts';
import { bearerOf, issueToken, liveToken } from '../../core/tokens.ts';

/** Signing in: everything that works without an access token (reference 1). */
export function authenticationRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store } = platform;
  const app = new Hono<PlatformEnv>();

  const login = async (c: Context<PlatformEnv>): Promise<Response> => {
    const { username, password } = await readFields(c, accessManagementError);
    const user = findUser(platform, username, password);
    if (user === undefined) return c.text('Unauthorized', 401);
    if (!user.enabled) throw accessManagementError(403, 'The user is disabled and cannot log in');
    if (user.mfa) {
      // No token: the caller is to open `url` in a browser and post `body` there [cli:command].
      return c.json({
        url: `${new URL(c.req.url).origin}/accounts/login/mfa`,
        body: { username: user.username, transactionId: crypto.randomUUID() },
      });
    }
    const token = issueToken(platform, { user });
    return c.json({ access_token: token.value, token_type: 'bearer', redirectUrl: '/home/' });
  };
  // The published document has the second path, all known clients use the first (reference 12).
  app.post('/accounts/login', login);
  app.post('/accounts/api/login', login);

  const token = async (c: Context<PlatformEnv>): Promise<Response> => {
    const principal = authorize(platform, await readFields(c, invalidRequest), c.req.header('authorization'));
    const { value } = issueToken(platform, principal);
    c.header('cache-control', 'no-store');
    return c.json({ access_token: value, expires_in: platform.tokenLifeSeconds, token_type: 'bearer' });
  };
  app.post('/accounts/api/v2/oauth2/token', token);
  app.post('/accounts/api/oauth2/token', token);

  const introspect = async (c: Context<PlatformEnv>): Promise<Response> => {
    const fields = await readFields(c, invalidRequest);
    const found = typeof fields['token'] === 'string' ? liveToken(platform, fields['token']) : undefined;
    if (found === undefined) return c.json({ active: false });
    const user = found.userId === undefined ? undefined : store.users.get(found.userId);
    return c.json({
      active: true,
      token_type: 'bearer',
      exp: Math.floor(found.expiresAt / 1000),
      iat: Math.floor(found.issuedAt / 1000),
      ...(found.clientId === undefined ? {} : { client_id: found.clientId }),
      ...(user === undefined ? {} : { username: user.username, sub: user.id }),
    });
  };
  app.post('/accounts/api/v2/oauth2/introspect', introspect);
  app.post('/accounts/api/oauth2/introspect', introspect);

  // Revoking answers 200 for unknown tokens too (RFC 7009, section 2.2).
  app.post('/accounts/api/v2/oauth2/revoke', async (c) => {
    const fields = await readFields(c, invalidRequest);
    if (typeof fields['token'] === 'string') store.tokens.delete(fields['token']);
    return c.json({});
  });

  app.get('/accounts/api/logout', (c) => {
    const value = bearerOf(c.req.header('authorization'));
    if (value !== undefined) store.tokens.delete(value);
    return c.json({});
  });

  return app;
}

const invalidRequest = (_status: unknown, message: string) => oauthError(400, 'invalid_request', message);

function findUser({ store }: Platform, username: unknown, password: unknown): User | undefined {
  for (const user of store.users.values()) {
    if (user.username === username && user.password === password) return user;
  }
  return undefined;
}

/** Whom a token request is for (RFC 6749; grant types of reference 1.2). */
function authorize(platform: Platform, fields: Record<string, unknown>, authorization: string | undefined): Principal {
  const grantType = fields['grant_type'];
  if (typeof grantType !== 'string') throw oauthError(400, 'invalid_request', 'grant_type is required');
  if (grantType !== 'client_credentials' && grantType !== 'password') {
    throw oauthError(400, 'unsupported_grant_type', `Grant type ${grantType} is not supported`);
  }
  const app = authenticateApp(platform, fields, authorization);
  if (!app.grantTypes.includes(grantType)) {
    throw oauthError(400, 'unauthorized_client', `The client may not use grant type ${grantType}`);
  }
  if (grantType === 'client_credentials') return { app };
  const user = findUser(platform, fields['username'], fields['password']);
  if (user === undefined) throw oauthError(400, 'invalid_grant', 'Invalid username or password');
  if (!user.enabled) throw oauthError(400, 'invalid_grant', 'The user is disabled');
  if (user.mfa) throw oauthError(400, 'invalid_grant', 'The user must complete multi-factor authentication');
  return { app, user };
}

function authenticateApp(
  { store }: Platform,
  fields: Record<string, unknown>,
  authorization: string | undefined,
): ConnectedApp {
  const [basicId, basicSecret] = basicCredentials(authorization);
  const clientId = fields['client_id'] ?? basicId;
  const clientSecret = fields['client_secret'] ?? basicSecret;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    throw oauthError(400, 'invalid_request', 'client_id and client_secret are required');
  }
  const app = store.connectedApps.get(clientId);
  if (app === undefined || app.clientSecret !== clientSecret || !app.enabled) {
    throw oauthError(401, 'invalid_client', 'Client authentication failed');
  }
  return app;
}

function basicCredentials(authorization: string | undefined): (string | undefined)[] {
  const encoded = /^basic +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)];
}
