import { environments } from '../../core/identity/organizations.ts';
import { defineKind, sameId } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';

/** Registration tokens of servers, by the id of their environment. */
export const serverRegistrationTokens = defineKind({
  name: 'serverRegistrationTokens',
  noun: 'registration token',
  empty: () => new Map<string, string>(),
  deletedWith: [sameId(environments)],
});

/** The registration token of an environment, created when first read [docs/platform/runtime.md#registration]. */
export function registrationTokenOf({ store }: Platform, environmentId: string): string {
  const existing = store.of(serverRegistrationTokens).get(environmentId);
  if (existing !== undefined) return existing;
  const token = `${crypto.randomUUID()}---1`;
  store.of(serverRegistrationTokens).set(environmentId, token);
  return token;
}
