import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { errorForm } from '../../core/errors.ts';
import type { ConnectedApp, User } from '../../core/identity/model.ts';
import { connectedApps, tokens, users } from '../../core/identity/people.ts';
import type { Principal } from '../../core/identity/permissions.ts';
import { bearerOf, issueToken, validToken } from '../../core/identity/tokens.ts';
import type { Platform } from '../../core/platform.ts';
import { basicCredentials, readFields, validated } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement, rootRoutes } from './api.ts';
import { accessManagementError, oauthError } from './errors.ts';

/** Sign-in and tokens: the routes that need no access token [docs/platform/authentication.md]. */
export const authenticationRoutes: readonly Route[] = [
  // The published document has the second path; all known clients use the first
  // [docs/platform/disagreements.md#login-path].
  rootRoutes.open('POST', '/accounts/login', login),
  accessManagement.open('POST', '/login', login),
  accessManagement.open('POST', '/v2/oauth2/token', answerTokenRequest),
  accessManagement.open('POST', '/oauth2/token', answerTokenRequest),
  accessManagement.open('POST', '/v2/oauth2/introspect', introspect),
  accessManagement.open('POST', '/oauth2/introspect', introspect),

  // An unknown token also gets 200 (RFC 7009, section 2.2).
  accessManagement.open('POST', '/v2/oauth2/revoke', async (c) => {
    const fields = await readFields(c, invalidRequest);
    if (typeof fields['token'] === 'string') c.var.platform.store.delete(tokens, fields['token']);
    return c.json({});
  }),

  accessManagement.open('GET', '/logout', (c) => {
    const value = bearerOf(c.req.header('authorization'));
    if (value !== undefined) c.var.platform.store.delete(tokens, value);
    return c.json({});
  }),
];

/** Other members are not refused: the web UI sends some [docs/platform/authentication.md#user-name-and-password]. */
const loginBody = z.looseObject({ username: z.string(), password: z.string() });

async function login(c: Call): Promise<Response> {
  const { platform } = c.var;
  const { username, password } = validated(
    loginBody,
    await readFields(c, accessManagementError),
    accessManagementError,
  );
  const user = findUser(platform, username, password);
  if (user === undefined) return c.text('Unauthorized', 401);
  if (!user.enabled) throw accessManagementError(403, 'The user is disabled and cannot log in');
  if (user.mfa) {
    // No token: the caller has to open `url` in a browser and post `body` there
    // [docs/platform/authentication.md#user-name-and-password].
    return c.json({
      url: `${new URL(c.req.url).origin}/accounts/login/mfa`,
      body: { username: user.username, transactionId: crypto.randomUUID() },
    });
  }
  const token = issueToken(platform, { user });
  return c.json({ access_token: token.value, token_type: 'bearer', redirectUrl: '/home/' });
}

async function answerTokenRequest(c: Call): Promise<Response> {
  const { platform } = c.var;
  const principal = authorize(platform, await readFields(c, invalidRequest), c.req.header('authorization'));
  const { value } = issueToken(platform, principal);
  c.header('cache-control', 'no-store');
  return c.json({ access_token: value, expires_in: platform.tokenLifetimeSeconds, token_type: 'bearer' });
}

async function introspect(c: Call): Promise<Response> {
  const { platform } = c.var;
  const { token } = await readFields(c, invalidRequest);
  // RFC 7662, section 2.1: the token is required.
  if (typeof token !== 'string') throw oauthError(400, 'invalid_request', 'token is required');
  const found = validToken(platform, token);
  if (found === undefined) return c.json({ active: false });
  const user = found.userId === undefined ? undefined : platform.store.of(users).get(found.userId);
  return c.json({
    active: true,
    token_type: 'bearer',
    exp: Math.floor(found.expiresAt / 1000),
    iat: Math.floor(found.issuedAt / 1000),
    ...(found.clientId === undefined ? {} : { client_id: found.clientId }),
    ...(user === undefined ? {} : { username: user.username, sub: user.id }),
  });
}

const invalidRequest = errorForm((_status, message) => oauthError(400, 'invalid_request', message));

function findUser({ store }: Platform, username: unknown, password: unknown): User | undefined {
  for (const user of store.of(users).values()) {
    if (user.username === username && user.password === password) return user;
  }
  return undefined;
}

/**
 * The app and user that a token request is for (RFC 6749) [docs/platform/authentication.md#connected-app]. @throws
 * PlatformError
 */
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
  const [basicId, basicSecret] = basicCredentials(authorization) ?? [];
  const clientId = fields['client_id'] ?? basicId;
  const clientSecret = fields['client_secret'] ?? basicSecret;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    throw oauthError(400, 'invalid_request', 'client_id and client_secret are required');
  }
  const app = store.of(connectedApps).get(clientId);
  if (app === undefined || app.clientSecret !== clientSecret || !app.enabled) {
    throw oauthError(401, 'invalid_client', 'Client authentication failed');
  }
  return app;
}
