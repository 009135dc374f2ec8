import type { Scope } from '../../core/identity/permissions.ts';

/** Scopes of applications of all kinds [docs/platform/authentication.md#scopes]. */
export const applicationScopes = {
  read: ['read:applications', 'create:applications', 'manage:settings'],
  create: ['create:applications'],
  change: ['create:applications', 'manage:settings'],
  remove: ['delete:applications', 'create:applications'],
} as const satisfies Record<string, readonly Scope[]>;
