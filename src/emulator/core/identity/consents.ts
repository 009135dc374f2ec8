import * as z from 'zod';
import { defineKind, defineValue, relation } from '../kinds.ts';
import { defineSection } from '../scenario/sections.ts';
import type { Store } from '../store.ts';
import type { ConnectedApp, User } from './model.ts';
import { connectedApps, tokens, users } from './people.ts';

/** What an app asks a user for [docs/platform/authentication.md#oauth-for-people]. */
export interface AuthorizationRequest {
  id: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  state?: string;
  nonce?: string;
  /** of PKCE with S256 (RFC 7636) */
  codeChallenge?: string;
  /** the browser that sent it, by the cookie that only this browser has */
  browser: string;
  /** in each form, so that no other page can send one */
  formToken: string;
  /** the user that has shown who they are, and waits for the second factor unless `isVerified` */
  userId?: string;
  isVerified: boolean;
  /** wrong passwords and codes so far */
  failures: number;
  /** epoch milliseconds */
  expiresAt: number;
}

/** Authorization requests that wait for their user, by id. */
export const authorizationRequests = defineKind({
  name: 'authorizationRequests',
  noun: 'authorization request',
  empty: () => new Map<string, AuthorizationRequest>(),
  deletedWith: [relation(connectedApps, ({ clientId }: AuthorizationRequest, app) => app.clientId === clientId)],
});

/** What a user allowed an app. Its code and its tokens are valid as long as it exists. */
export interface Consent {
  id: string;
  clientId: string;
  userId: string;
  scopes: string[];
  redirectUri: string;
  nonce?: string;
  codeChallenge?: string;
  code: string;
  isCodeUsed: boolean;
  /** epoch milliseconds */
  codeExpiresAt: number;
}

/** Consents, by id. */
export const consents = defineKind({
  name: 'consents',
  noun: 'consent',
  empty: () => new Map<string, Consent>(),
  deletedWith: [
    relation(connectedApps, ({ clientId }: Consent, app: ConnectedApp) => app.clientId === clientId),
    relation(users, ({ userId }: Consent, user: User) => user.id === userId),
  ],
});

/** A refresh token. One that was used stays known, so that its theft is noticed. */
export interface RefreshToken {
  value: string;
  consentId: string;
  isUsed: boolean;
  /** epoch milliseconds */
  issuedAt: number;
  /** epoch milliseconds */
  expiresAt: number;
}

/** Refresh tokens, by value. */
export const refreshTokens = defineKind({
  name: 'refreshTokens',
  noun: 'refresh token',
  empty: () => new Map<string, RefreshToken>(),
  deletedWith: [relation(consents, ({ consentId }: RefreshToken, consent) => consent.id === consentId)],
});

/** The private key that signs identity tokens, in PEM; empty until it is needed. */
export const signingKey = defineValue('signingKey', (): string => '');

/** Whether a refresh replaces its refresh token [docs/platform/unknown.md#rotation-of-refresh-tokens]. */
export const rotateRefreshTokens = defineValue('rotateRefreshTokens', (): boolean => true);

/** The scenario section that says whether refresh tokens can be used once. */
export const rotateRefreshTokensSection = defineSection({
  name: 'rotateRefreshTokens',
  schema: z
    .boolean()
    .default(true)
    .describe('Whether a refresh token can be used only once, and its refresh answers with the next'),
  load: (isOn, { store }) => {
    store.set(rotateRefreshTokens, isOn);
  },
});

/** Ends a consent: its code and all of its tokens become invalid. */
export function endConsent(store: Store, consentId: string): void {
  store.delete(consents, consentId);
  for (const [value, { consentId: own }] of [...store.look(tokens)]) if (own === consentId) store.delete(tokens, value);
}
