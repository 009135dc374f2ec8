import type { Call } from '../../core/call.ts';
import type { Organization } from '../../core/identity/model.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import type { Platform } from '../../core/platform.ts';
import { runtimeFabricError as fail } from './errors.ts';
import type { PrivateSpace } from './model.ts';
import { isOpenToOrganization, privateSpaces } from './private-space.ts';

/** Scopes of private spaces. Callers that may deploy, or see servers or the network, can list the targets. */
export const spaceScopes = {
  targets: [
    'read:servers',
    'read:gateways',
    'manage:gateways',
    'read:applications',
    'create:applications',
    'read:private_spaces',
  ],
  read: ['read:private_spaces', 'manage:private_spaces'],
  manage: ['manage:private_spaces'],
} as const satisfies Record<string, readonly Scope[]>;

/** A private space that an organization may use. @throws PlatformError 404 with `text` */
export function requireSpace(
  { store }: Platform,
  organization: Organization,
  id: string,
  text = 'Private space not found',
): PrivateSpace {
  const space = store.of(privateSpaces).get(id);
  if (space === undefined || !isOpenToOrganization(space, organization)) throw fail(404, text);
  return space;
}

/**
 * A private space that an organization owns. Those that others share with it, it may use and not change
 * [docs/platform/runtime-fabric.md#private-spaces]. @throws PlatformError 403, 404
 */
export function requireOwnSpace(platform: Platform, organization: Organization, id: string): PrivateSpace {
  const space = requireSpace(platform, organization, id);
  if (space.organizationId !== organization.id) {
    throw fail(403, `Private space ${space.name} belongs to another organization`);
  }
  return space;
}

/** The service takes JSON only: 415 is documented [docs/platform/conventions.md#error-shapes]. @throws PlatformError */
export function requireJson(c: Call): void {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) throw fail(415, 'Unsupported Media Type');
}
