import type { Call } from '../../core/call.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { type Place, requirePlace } from '../../core/identity/places.ts';
import { routesBelow } from '../../core/routes.ts';
import { armError as fail } from './errors.ts';

/** The path of ARM, the API of Runtime Manager [docs/platform/runtime.md#arm-in-general]. */
export const armPath = '/hybrid/api/v1';

/** Scopes of servers, server groups and clusters. */
export const serverScopes = {
  read: ['read:servers', 'manage:servers'],
  manage: ['manage:servers'],
} as const satisfies Record<string, readonly Scope[]>;

/**
 * ARM requires both headers on every operation [docs/platform/runtime.md#arm-in-general]. The error text is not
 * documented [docs/platform/unknown.md#wrong-headers].
 */
export function placeFromHeaders(c: Call, scopes: readonly Scope[]): Place {
  const organizationId = c.req.header('x-anypnt-org-id');
  const environmentId = c.req.header('x-anypnt-env-id');
  if (!organizationId) throw fail(400, 'Missing required header: X-ANYPNT-ORG-ID');
  if (!environmentId) throw fail(400, 'Missing required header: X-ANYPNT-ENV-ID');
  return requirePlace(c, { organizationId, environmentId }, scopes, fail);
}

/** ARM: organization and environment are in headers, answers are `{data}`. */
export const arm = routesBelow(armPath, { fail, place: placeFromHeaders });
