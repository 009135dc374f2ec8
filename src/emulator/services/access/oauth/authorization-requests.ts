import { getCookie, setCookie } from 'hono/cookie';
import type { Call } from '../../../core/call.ts';
import { authorizationRequests, consents } from '../../../core/identity/consents.ts';
import type { AuthorizationRequest, ConnectedApp } from '../../../core/identity/model.ts';
import { organizations } from '../../../core/identity/organizations.ts';
import { connectedApps } from '../../../core/identity/people.ts';
import { isRedirectAddress, redirectAddressRule } from '../../../core/identity/redirect-addresses.ts';
import { hexId, type Platform } from '../../../core/platform.ts';
import { originOf } from '../../../core/requests.ts';
import { Refusal } from './refusal.ts';

/** A person has this long to sign in and to decide. */
const requestMs = 10 * 60 * 1000;

/** A code is for the next request only. RFC 6749 recommends at most ten minutes. */
const codeMs = 60 * 1000;

const cookieName = 'anypoint_sign_in';

type Parameters = Readonly<Record<string, readonly string[]>>;

/**
 * Checks an authorization request and keeps it until its user has decided. Parameters that are not known are ignored
 * (RFC 6749, section 3.1).
 * @throws Refusal for the browser, where the app or its address cannot be trusted
 * @returns the request, or the address that tells the app what is wrong
 */
export function openRequest(c: Call, sent: Parameters): AuthorizationRequest | { redirect: string } {
  const { platform } = c.var;
  const one = (name: string): string | undefined => sent[name]?.[0];
  const app = platform.store.of(connectedApps).get(one('client_id') ?? '');
  if (app === undefined || !app.enabled) throw new Refusal('client_id is not a connected app that is enabled.');
  const redirectUri = one('redirect_uri');
  if (redirectUri === undefined || !(app.redirectUris ?? []).includes(redirectUri)) {
    throw new Refusal(`redirect_uri is not registered for ${app.name}. It has to be the same, letter by letter.`);
  }
  // A state file may be older than the rule for addresses.
  if (!isRedirectAddress(redirectUri)) throw new Refusal(`redirect_uri ${redirectAddressRule}.`);
  if (one('response_type') !== 'code') throw new Refusal('response_type has to be code.');
  const domain = c.req.param('domain');
  if (domain !== undefined && !hasDomain(platform, domain))
    throw new Refusal(`No organization has the domain ${domain}.`);
  const state = one('state');
  const scopes = scopesOf(app, one('scope'));
  const problem = problemOf(app, sent, scopes);
  if (problem !== undefined) return { redirect: answerTo({ redirectUri, state }, { ...problem }) };
  const nonce = one('nonce');
  const codeChallenge = one('code_challenge');
  const request: AuthorizationRequest = {
    id: crypto.randomUUID(),
    clientId: app.clientId,
    redirectUri,
    scopes,
    ...(state === undefined ? {} : { state }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    browser: browserOf(c),
    formToken: hexId(),
    isVerified: false,
    failures: 0,
    expiresAt: platform.clock.now() + requestMs,
  };
  platform.store.of(authorizationRequests).set(request.id, request);
  return request;
}

function hasDomain({ store }: Platform, domain: string): boolean {
  return [...store.look(organizations)].some(([, organization]) => organization.domain === domain);
}

/** The scopes that are asked for: without any, all of the app. */
function scopesOf(app: ConnectedApp, sent: string | undefined): string[] {
  const named = (sent ?? '').split(/\s+/).filter((scope) => scope !== '');
  return [...new Set(named.length > 0 ? named : app.grants.map(({ scope }) => scope))];
}

interface OAuthProblem {
  error: string;
  error_description: string;
}

/** What the app has to be told (RFC 6749, section 4.1.2.1; RFC 7636, section 4.4.1). */
function problemOf(app: ConnectedApp, sent: Parameters, scopes: readonly string[]): OAuthProblem | undefined {
  const problem = (error: string, error_description: string): OAuthProblem => ({ error, error_description });
  const twice = Object.entries(sent).find(([, values]) => values.length > 1)?.[0];
  if (twice !== undefined) return problem('invalid_request', `${twice} was sent more than once`);
  if (!app.grantTypes.includes('authorization_code')) {
    return problem('unauthorized_client', 'The client may not use grant type authorization_code');
  }
  const missing = scopes.find((scope) => !app.grants.some((grant) => grant.scope === scope));
  if (missing !== undefined) return problem('invalid_scope', `The client does not have the scope ${missing}`);
  const [challenge] = sent['code_challenge'] ?? [];
  if (challenge === undefined) {
    return app.isPublic === true
      ? problem('invalid_request', 'code_challenge is required of a public client')
      : undefined;
  }
  if (sent['code_challenge_method']?.[0] !== 'S256') {
    return problem('invalid_request', 'code_challenge_method has to be S256');
  }
  return /^[A-Za-z0-9_-]{43}$/.test(challenge)
    ? undefined
    : problem('invalid_request', 'code_challenge is not a SHA-256 hash in base64url');
}

/** The address that takes an answer back to the app. */
function answerTo(
  { redirectUri, state }: { redirectUri: string; state?: string | undefined },
  answer: Readonly<Record<string, string>>,
): string {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
  if (state !== undefined) address.searchParams.set('state', state);
  return address.href;
}

/** The id of the browser in its cookie, which is set where there is none. */
function browserOf(c: Call): string {
  const known = getCookie(c, cookieName);
  if (known !== undefined && /^[0-9a-f]{32}$/.test(known)) return known;
  const id = hexId();
  const secure = originOf(c).startsWith('https:');
  setCookie(c, cookieName, id, { path: '/accounts', httpOnly: true, sameSite: 'Lax', secure });
  return id;
}

/** The request that this browser sent. @throws Refusal */
export function pendingRequest(c: Call, id: unknown): AuthorizationRequest {
  const { store, clock } = c.var.platform;
  const request = typeof id === 'string' ? store.of(authorizationRequests).get(id) : undefined;
  if (request === undefined || request.expiresAt <= clock.now() || request.browser !== getCookie(c, cookieName)) {
    throw new Refusal(
      'This sign-in has expired, is finished, or was started in another browser. Start again from the app.',
    );
  }
  return request;
}

/** The request that a form of this browser is about. @throws Refusal for a form that another page made */
export function requestOfForm(c: Call, fields: Readonly<Record<string, unknown>>): AuthorizationRequest {
  const request = pendingRequest(c, fields['request']);
  if (fields['formToken'] !== request.formToken)
    throw new Refusal('This form was not sent from the page of the sign-in.', 403);
  return request;
}

/** Ends a request with the decision of its user. Returns the address that takes the browser back to the app. */
export function decide({ store, clock }: Platform, request: AuthorizationRequest, isAllowed: boolean): string {
  store.delete(authorizationRequests, request.id);
  const { clientId, userId, scopes, redirectUri, nonce, codeChallenge } = request;
  if (!isAllowed || userId === undefined) {
    return answerTo(request, { error: 'access_denied', error_description: 'The user did not consent' });
  }
  const code = hexId();
  const id = crypto.randomUUID();
  store.of(consents).set(id, {
    id,
    clientId,
    userId,
    scopes,
    redirectUri,
    ...(nonce === undefined ? {} : { nonce }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    code,
    isCodeUsed: false,
    codeExpiresAt: clock.now() + codeMs,
  });
  return answerTo(request, { code });
}
