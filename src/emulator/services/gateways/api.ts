import type { Scope } from '../../core/identity/permissions.ts';
import { routesBelow } from '../../core/routes.ts';
import { gatewayManagerError as fail } from './errors.ts';

/**
 * Scopes to see managed gateways, and to change them. Nothing published names those of Gateway Manager [docs/platform/unknown.md#scopes-of-gateway-manager]:
 * the scopes for servers in Runtime Manager, whose page shows these gateways, do here as well as scopes of their own.
 */
export const gatewayScopes = {
  read: ['read:gateways', 'manage:gateways', 'read:servers', 'manage:servers'],
  manage: ['manage:gateways', 'manage:servers'],
} as const satisfies Record<string, readonly Scope[]>;

/** Gateway Manager [docs/platform/gateways.md#operations]. */
export const gatewayManager = routesBelow('/gatewaymanager/api/v1', { fail });

/** The gateways of an environment, in the paths of all gateway APIs. */
export const gatewaysPath = '/organizations/{organizationId}/environments/{environmentId}/gateways';

/** One of them. */
export const gatewayPath = `${gatewaysPath}/{gatewayId}` as const;
