import * as z from 'zod';
import { defineKind, defineValue, relation } from '../kinds.ts';
import { defineSection } from '../scenario/sections.ts';
import type { Store } from '../store.ts';
import type { AuthorizationRequest, ConnectedApp, Consent, RefreshToken, User } from './model.ts';
import { connectedApps, tokens, users } from './people.ts';

/** Authorization requests that wait for their user, by id. */
export const authorizationRequests = defineKind({
  name: 'authorizationRequests',
  noun: 'authorization request',
  empty: () => new Map<string, AuthorizationRequest>(),
  deletedWith: [relation(connectedApps, ({ clientId }: AuthorizationRequest, app) => app.clientId === clientId)],
});

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
