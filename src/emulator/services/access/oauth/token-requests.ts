import { createHash } from 'node:crypto';
import type { Call } from '../../../core/call.ts';
import { errorForm } from '../../../core/errors.ts';
import { consents, endConsent, refreshTokens, rotateRefreshTokens } from '../../../core/identity/consents.ts';
import type { ConnectedApp, Consent, RefreshToken, Token, User } from '../../../core/identity/model.ts';
import { connectedApps, userNamed, users } from '../../../core/identity/people.ts';
import { issueToken } from '../../../core/identity/tokens.ts';
import { hexId, type Platform } from '../../../core/platform.ts';
import { basicCredentials, readFields } from '../../../core/requests.ts';
import { oauthError } from '../errors.ts';
import { identityToken } from './identity-tokens.ts';

type Fields = Record<string, unknown>;

/** What a grant yields; `refreshToken` where the user allowed access in the background. */
interface Issued {
  token: Token;
  refreshToken?: string;
  consent?: Consent;
}

/** A refresh token lives 90 days [docs/platform/authentication.md#oauth-for-people]. */
const refreshTokenMs = 90 * 24 * 60 * 60 * 1000;

/** A body that cannot be read is an invalid request of OAuth 2.0. */
export const invalidRequest = errorForm((_status, message) => oauthError(400, 'invalid_request', message));

const grants: Readonly<Record<string, (platform: Platform, app: ConnectedApp, fields: Fields) => Issued>> = {
  client_credentials: (platform, app) => ({ token: issueToken(platform, { app }) }),
  password: (platform, app, fields) => ({
    token: issueToken(platform, { app, user: userWithPassword(platform, fields) }),
  }),
  authorization_code: redeemCode,
  refresh_token: refresh,
};

/** Answers a token request (RFC 6749) [docs/platform/authentication.md#connected-app]. @throws PlatformError */
export async function answerTokenRequest(c: Call): Promise<Response> {
  const { platform } = c.var;
  const fields = await readFields(c, invalidRequest);
  const grantType = fields['grant_type'];
  if (typeof grantType !== 'string') throw oauthError(400, 'invalid_request', 'grant_type is required');
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
  if (grant === undefined) {
    throw oauthError(400, 'unsupported_grant_type', `Grant type ${grantType} is not supported`);
  }
  const app = authenticateApp(platform, fields, c.req.header('authorization'));
  if (!app.grantTypes.includes(grantType)) {
    throw oauthError(400, 'unauthorized_client', `The client may not use grant type ${grantType}`);
  }
  const { token, refreshToken, consent } = grant(platform, app, fields);
  c.header('cache-control', 'no-store');
  return c.json({
    access_token: token.value,
    expires_in: Math.round((token.expiresAt - token.issuedAt) / 1000),
    token_type: 'bearer',
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(token.scopes === undefined ? {} : { scope: token.scopes.join(' ') }),
    ...(consent?.scopes.includes('openid') === true ? { id_token: identityToken(c, consent, token) } : {}),
  });
}

/**
 * The app that sends a request, by `client_id` and `client_secret` in the body or in HTTP Basic. A public app has no
 * secret to send. @throws PlatformError 400, 401
 */
export function authenticateApp({ store }: Platform, fields: Fields, authorization: string | undefined): ConnectedApp {
  const [basicId, basicSecret] = basicCredentials(authorization) ?? [];
  const clientId = fields['client_id'] ?? basicId;
  const clientSecret = fields['client_secret'] ?? basicSecret;
  const app = typeof clientId === 'string' ? store.of(connectedApps).get(clientId) : undefined;
  if (app?.isPublic === true && app.enabled && clientSecret === undefined) return app;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    throw oauthError(400, 'invalid_request', 'client_id and client_secret are required');
  }
  if (app === undefined || app.clientSecret !== clientSecret || !app.enabled) {
    throw oauthError(401, 'invalid_client', 'Client authentication failed');
  }
  return app;
}

function userWithPassword(platform: Platform, { username, password }: Fields): User {
  const user = userNamed(platform, username);
  if (user === undefined || user.password !== password || user.identityProvider !== undefined) {
    throw oauthError(400, 'invalid_grant', 'Invalid username or password');
  }
  if (!user.enabled) throw oauthError(400, 'invalid_grant', 'The user is disabled');
  if (user.mfa) throw oauthError(400, 'invalid_grant', 'The user must complete multi-factor authentication');
  return user;
}

function redeemCode(platform: Platform, app: ConnectedApp, fields: Fields): Issued {
  const { store, clock } = platform;
  if (typeof fields['code'] !== 'string') throw oauthError(400, 'invalid_request', 'code is required');
  const [consentId] = [...store.look(consents)].find(([, { code }]) => code === fields['code']) ?? [];
  const consent = store.of(consents).get(consentId ?? '');
  const refused = (why: string) => oauthError(400, 'invalid_grant', why);
  if (consent === undefined || consent.clientId !== app.clientId) throw refused('The code is unknown');
  if (consent.isCodeUsed) {
    // Somebody else has the code as well, so what was issued for it ends (RFC 6749, section 4.1.2).
    endConsent(store, consent.id);
    throw refused('The code was used before');
  }
  if (consent.codeExpiresAt <= clock.now()) throw refused('The code has expired');
  if (fields['redirect_uri'] !== consent.redirectUri) throw refused('redirect_uri is not the one that got the code');
  requireVerifier(consent, fields['code_verifier']);
  const issued = issueFor(platform, app, consent);
  consent.isCodeUsed = true;
  const inBackground = consent.scopes.includes('offline_access') && app.grantTypes.includes('refresh_token');
  return inBackground ? { ...issued, refreshToken: newRefreshToken(platform, consent) } : issued;
}

/** Checks the proof of PKCE (RFC 7636, section 4.6). */
function requireVerifier({ codeChallenge }: Consent, verifier: unknown): void {
  const proof = typeof verifier === 'string' ? createHash('sha256').update(verifier).digest('base64url') : undefined;
  if (proof !== codeChallenge) {
    throw oauthError(400, 'invalid_grant', 'code_verifier does not match the code_challenge of the code');
  }
}

function refresh(platform: Platform, app: ConnectedApp, fields: Fields): Issued {
  const { store, clock } = platform;
  const value = fields['refresh_token'];
  if (typeof value !== 'string') throw oauthError(400, 'invalid_request', 'refresh_token is required');
  const known = store.of(refreshTokens).get(value);
  const consent = store.of(consents).get(known?.consentId ?? '');
  const refused = (why: string) => oauthError(400, 'invalid_grant', why);
  if (known === undefined || consent === undefined || consent.clientId !== app.clientId) {
    throw refused('The refresh token is unknown or was revoked');
  }
  if (known.isUsed) {
    // Two clients have the token, one of them not rightly (RFC 9700, section 4.14.2).
    endConsent(store, consent.id);
    throw refused('The refresh token was used before');
  }
  if (known.expiresAt <= clock.now()) throw refused('The refresh token has expired');
  const issued = issueFor(platform, app, consent, narrowed(consent, fields['scope']));
  if (!store.of(rotateRefreshTokens)) return { ...issued, refreshToken: value };
  known.isUsed = true;
  return { ...issued, refreshToken: newRefreshToken(platform, consent) };
}

/** The scopes of a refresh: those of the consent, or fewer (RFC 6749, section 6). */
function narrowed(consent: Consent, sent: unknown): string[] {
  if (typeof sent !== 'string' || sent.trim() === '') return consent.scopes;
  const scopes = sent.trim().split(/ +/);
  const more = scopes.find((scope) => !consent.scopes.includes(scope));
  if (more !== undefined) throw oauthError(400, 'invalid_scope', `The user did not consent to ${more}`);
  return scopes;
}

function issueFor(platform: Platform, app: ConnectedApp, consent: Consent, scopes = consent.scopes): Issued {
  const user = platform.store.of(users).get(consent.userId);
  if (user?.enabled !== true) throw oauthError(400, 'invalid_grant', 'The user is disabled');
  return { token: issueToken(platform, { app, user }, { scopes: [...scopes], consentId: consent.id }), consent };
}

function newRefreshToken({ store, clock }: Platform, { id: consentId }: Consent): string {
  const issuedAt = clock.now();
  const value = hexId();
  const token: RefreshToken = { value, consentId, isUsed: false, issuedAt, expiresAt: issuedAt + refreshTokenMs };
  store.of(refreshTokens).set(value, token);
  return value;
}
