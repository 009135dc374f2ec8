import type { Call } from '../call.ts';
import type { Platform } from '../platform.ts';
import { withGroupGrants } from './groups.ts';
import type { Token } from './model.ts';
import { organizations } from './organizations.ts';
import { connectedApps, tokens, users } from './people.ts';
import type { Principal } from './permissions.ts';

/**
 * How long a session lasts, in seconds. That of a user is a setting of the root organization
 * [docs/platform/authentication.md#token-life].
 */
export function sessionSeconds({ store, tokenLifetimeSeconds }: Platform, { user }: Principal): number {
  if (user === undefined) return tokenLifetimeSeconds;
  const own = store.of(organizations).get(user.organizationId);
  const root = store.of(organizations).get(own?.parentOrganizationIds[0] ?? '') ?? own;
  return root?.sessionTimeout === undefined ? tokenLifetimeSeconds : root.sessionTimeout * 60;
}

/**
 * Issues an access token for a user, a connected app, or an app on behalf of a user; `consent` says what the user
 * allowed the app.
 */
export function issueToken(
  platform: Platform,
  principal: Principal,
  consent: Pick<Token, 'scopes' | 'consentId'> = {},
): Token {
  const { store, clock } = platform;
  const issuedAt = clock.now();
  const token: Token = {
    value: crypto.randomUUID(),
    issuedAt,
    expiresAt: issuedAt + sessionSeconds(platform, principal) * 1000,
    ...consent,
    ...(principal.user === undefined ? {} : { userId: principal.user.id }),
    ...(principal.app === undefined ? {} : { clientId: principal.app.clientId }),
  };
  store.of(tokens).set(token.value, token);
  return token;
}

/** The token, if it was issued and has not expired. */
export function validToken({ store, clock }: Platform, value: string): Token | undefined {
  const token = store.of(tokens).get(value);
  if (token === undefined || token.expiresAt > clock.now()) return token;
  store.delete(tokens, value);
  return undefined;
}

/** The user and app behind a token; undefined when one of them was deleted or disabled. */
export function principalOf({ store }: Platform, token: Token): Principal | undefined {
  const principal: Principal = {};
  if (token.userId !== undefined) {
    const user = store.of(users).get(token.userId);
    if (user?.enabled !== true) return undefined;
    principal.user = withGroupGrants(store, user);
  }
  if (token.clientId !== undefined) {
    const app = store.of(connectedApps).get(token.clientId);
    if (app?.enabled !== true) return undefined;
    const { scopes } = token;
    principal.app =
      scopes === undefined ? app : { ...app, grants: app.grants.filter(({ scope }) => scopes.includes(scope)) };
  }
  return principal;
}

/**
 * The token of an `Authorization` header. The scheme has no case: the Maven plugin sends `bearer`
 * [docs/platform/conventions.md#headers].
 */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}

/**
 * Authenticates a request. Returns a 401 in plain text when it has no valid token
 * [docs/platform/conventions.md#error-shapes], else undefined.
 */
export function authenticate(c: Call): Response | undefined {
  const { platform } = c.var;
  const value = bearerOf(c.req.header('authorization'));
  const token = value === undefined ? undefined : validToken(platform, value);
  const principal = token === undefined ? undefined : principalOf(platform, token);
  if (token === undefined || principal === undefined) return c.text('Unauthorized', 401);
  c.set('token', token);
  c.set('principal', principal);
  return undefined;
}
