import type { Context } from 'hono';
import * as z from 'zod';
import { gatewayManagerError as fail } from '../../core/errors.ts';
import type { Scope } from '../../core/permissions.ts';
import { type Place, requirePlace } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import type { ManagedGateway, Store } from '../../core/store.ts';

/**
 * Scopes to see managed gateways, and to change them. Nothing published names those of Gateway Manager (reference 2.5):
 * the scopes for servers in Runtime Manager, whose page shows these gateways, do here as well as scopes of their own.
 */
export const gatewayScopes = {
  read: ['read:gateways', 'manage:gateways', 'read:servers', 'manage:servers'],
  manage: ['manage:gateways', 'manage:servers'],
} as const satisfies Record<string, readonly Scope[]>;

/** The managed gateways of an environment, in paths. */
export const gatewaysPath = '/organizations/:organizationId/environments/:environmentId/gateways';

/** The place of a request; a principal that holds none of `scopes` there is refused. */
export function placeOf({ store }: Platform, c: Context<PlatformEnv>, scopes: readonly Scope[]): Place {
  const { organizationId = '', environmentId = '' } = c.req.param();
  return requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, fail);
}

/** The managed gateway of a request; a principal that holds none of `scopes` in its place is refused. */
export function gatewayOf(platform: Platform, c: Context<PlatformEnv>, scopes: readonly Scope[]): ManagedGateway {
  return requireManagedGateway(platform.store, placeOf(platform, c, scopes), c.req.param('gatewayId') ?? '');
}

/** The managed gateways of an environment. */
export function managedGatewaysAt(store: Store, { environment }: Place): ManagedGateway[] {
  return [...store.managedGateways.values()].filter(({ environmentId }) => environmentId === environment.id);
}

/** A managed gateway of the environment. */
export function requireManagedGateway(store: Store, { environment }: Place, id: string): ManagedGateway {
  if (!z.guid().safeParse(id).success) throw fail(400, 'gatewayId: must be a UUID');
  const gateway = store.managedGateways.get(id);
  if (gateway === undefined || gateway.environmentId !== environment.id) throw fail(404, 'Gateway not found');
  return gateway;
}
