import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Call } from '../../../core/call.ts';
import { signingKey } from '../../../core/identity/consents.ts';
import type { Consent, Token, User } from '../../../core/identity/model.ts';
import { users } from '../../../core/identity/people.ts';
import { originOf } from '../../../core/requests.ts';
import type { Store } from '../../../core/store.ts';
import { accessManagementPath } from '../api.ts';

const keyId = 'emulator-1';

/**
 * Who issues identity tokens. The value of the platform is not published; this one leads to the configuration, as
 * OpenID Connect Discovery wants it [docs/platform/unknown.md#openid-configuration].
 */
export function issuerOf(c: Call): string {
  return `${originOf(c)}${accessManagementPath}/v2/oauth2`;
}

/** The key that signs, made when it is needed first. */
function keyOf(store: Store) {
  if (store.of(signingKey) === '') {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    store.set(signingKey, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return createPrivateKey(store.of(signingKey));
}

/** The public key, as a JWK Set holds it. */
export function publicKeyOf(store: Store): Record<string, unknown> {
  return { ...createPublicKey(keyOf(store)).export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' };
}

/** What OpenID Connect tells about a user, as far as the scopes allow. */
export function claimsOf(user: User, scopes: readonly string[] | undefined): Record<string, unknown> {
  const allows = (scope: string): boolean => scopes === undefined || scopes.includes(scope);
  return {
    sub: user.id,
    ...(allows('profile')
      ? {
          name: `${user.firstName} ${user.lastName}`.trim(),
          given_name: user.firstName,
          family_name: user.lastName,
          preferred_username: user.username,
        }
      : {}),
    ...(allows('email') ? { email: user.email } : {}),
  };
}

/** The identity token of a consent, a JWT signed with RS256. */
export function identityToken(c: Call, { clientId, userId, scopes, nonce }: Consent, token: Token): string {
  const { store } = c.var.platform;
  const user = store.of(users).get(userId);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = [
    part({ alg: 'RS256', typ: 'JWT', kid: keyId }),
    part({
      iss: issuerOf(c),
      aud: clientId,
      iat: Math.floor(token.issuedAt / 1000),
      exp: Math.floor(token.expiresAt / 1000),
      ...(nonce === undefined ? {} : { nonce }),
      ...(user === undefined ? { sub: userId } : claimsOf(user, scopes)),
    }),
  ].join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), keyOf(store)).toString('base64url')}`;
}
