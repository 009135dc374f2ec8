import { environments } from '../../core/identity/organizations.ts';
import { defineKind, sameId } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';

/** The servers' registration tokens, by the id of their environment. */
export const serverRegistrationTokens = defineKind({
  name: 'serverRegistrationTokens',
  noun: 'registration token',
  empty: () => new Map<string, string>(),
  deletedWith: [sameId(environments)],
});

/** The registration token of an environment; there is always one [docs/platform/runtime.md#registration]. */
export function registrationTokenOf({ store }: Platform, environmentId: string): string {
  const existing = store.of(serverRegistrationTokens).get(environmentId);
  if (existing !== undefined) return existing;
  const token = `${crypto.randomUUID()}---1`;
  store.of(serverRegistrationTokens).set(environmentId, token);
  return token;
}
