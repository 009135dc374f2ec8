import type { Call } from '../../../core/call.ts';
import { consents, endConsent, refreshTokens } from '../../../core/identity/consents.ts';
import type { ConnectedApp } from '../../../core/identity/model.ts';
import { tokens, users } from '../../../core/identity/people.ts';
import { bearerOf, principalOf, validToken } from '../../../core/identity/tokens.ts';
import { basicCredentials, readFields } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError, oauthError } from '../errors.ts';
import { claimsOf, issuerOf, publicKeyOf } from './identity-tokens.ts';
import { answerTokenRequest, authenticateApp, invalidRequest } from './token-requests.ts';

/** The token endpoint, and what is around it [docs/platform/authentication.md#oauth-for-people]. */
export const tokenRoutes: readonly Route[] = [
  accessManagement.open('POST', '/v2/oauth2/token', answerTokenRequest),
  accessManagement.open('POST', '/oauth2/token', answerTokenRequest),
  accessManagement.open('POST', '/v2/oauth2/introspect', introspect),
  accessManagement.open('POST', '/oauth2/introspect', introspect),
  accessManagement.open('POST', '/v2/oauth2/revoke', revoke),
  accessManagement.open('GET', '/v2/oauth2/keys', (c) => c.json({ keys: [publicKeyOf(c.var.platform.store)] })),
  accessManagement.open('GET', '/v2/oauth2/.well-known/openid-configuration', (c) => c.json(configuration(c))),
  accessManagement.authenticated('GET', '/v2/oauth2/userinfo', userinfo),
  accessManagement.authenticated('POST', '/v2/oauth2/userinfo', userinfo),
];

/** The app that sends a request. @throws PlatformError 401 without credentials, or with wrong ones */
function requireApp(c: Call, fields: Record<string, unknown>): ConnectedApp {
  const authorization = c.req.header('authorization');
  if (basicCredentials(authorization) === undefined && fields['client_id'] === undefined) {
    throw oauthError(401, 'invalid_client', 'The client has to authenticate');
  }
  return authenticateApp(c.var.platform, fields, authorization);
}

/**
 * Anybody who is known may ask about tokens, so that nobody can try them out: an app, or the holder of an access token
 * (RFC 7662, section 2.1). @throws PlatformError 401
 */
function requireIntrospector(c: Call, fields: Record<string, unknown>): void {
  const { platform } = c.var;
  const bearer = bearerOf(c.req.header('authorization'));
  if (bearer === undefined) return void requireApp(c, fields);
  const token = validToken(platform, bearer);
  if (token === undefined || principalOf(platform, token) === undefined) {
    throw oauthError(401, 'invalid_client', 'The access token of the request is not valid');
  }
}

async function introspect(c: Call): Promise<Response> {
  const { platform } = c.var;
  const fields = await readFields(c, invalidRequest);
  const { token } = fields;
  requireIntrospector(c, fields);
  if (typeof token !== 'string') throw oauthError(400, 'invalid_request', 'token is required');
  const found = validToken(platform, token) ?? refreshTokenOf(c, token);
  if (found === undefined) return c.json({ active: false });
  const user = found.userId === undefined ? undefined : platform.store.of(users).get(found.userId);
  return c.json({
    active: true,
    token_type: 'bearer',
    exp: Math.floor(found.expiresAt / 1000),
    iat: Math.floor(found.issuedAt / 1000),
    ...(found.clientId === undefined ? {} : { client_id: found.clientId }),
    ...(user === undefined ? {} : { username: user.username, sub: user.id }),
    ...(found.scopes === undefined ? {} : { scope: found.scopes.join(' ') }),
  });
}

/** A refresh token that can still be used. */
function refreshTokenOf({ var: { platform } }: Call, value: string) {
  const token = platform.store.of(refreshTokens).get(value);
  const consent = platform.store.of(consents).get(token?.consentId ?? '');
  if (token === undefined || consent === undefined || token.isUsed) return undefined;
  if (token.expiresAt <= platform.clock.now()) return undefined;
  const { clientId, userId, scopes } = consent;
  return { ...token, clientId, userId, scopes };
}

/**
 * Only the app that a token was issued to may end it; an unknown one also gets 200 (RFC 7009, section 2). With a refresh
 * token, all tokens of its consent end.
 */
async function revoke(c: Call): Promise<Response> {
  const { store } = c.var.platform;
  const fields = await readFields(c, invalidRequest);
  const { token } = fields;
  const app = requireApp(c, fields);
  if (typeof token !== 'string') throw oauthError(400, 'invalid_request', 'token is required');
  const consentId = store.of(refreshTokens).get(token)?.consentId;
  const known = store.of(tokens).get(token) ?? store.of(consents).get(consentId ?? '');
  if (known === undefined) return c.json({});
  if (known.clientId !== app.clientId) {
    throw oauthError(400, 'unauthorized_client', 'The token was not issued to the client');
  }
  if (consentId !== undefined) endConsent(store, consentId);
  store.delete(tokens, token);
  return c.json({});
}

function userinfo(c: Call): Response {
  const { principal, token } = c.var;
  if (principal.user === undefined) throw accessManagementError(403, 'The token has no user');
  return c.json(claimsOf(principal.user, token.scopes));
}

function configuration(c: Call) {
  const issuer = issuerOf(c);
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/keys`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    scopes_supported: ['openid', 'profile', 'email', 'offline_access', 'full', 'read:full'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
    code_challenge_methods_supported: ['S256'],
  };
}
