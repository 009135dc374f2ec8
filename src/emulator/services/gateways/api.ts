import type { Scope } from '../../core/identity/permissions.ts';
import { routesBelow } from '../../core/routes.ts';
import { gatewayManagerError as fail } from './errors.ts';

/**
 * Scopes to read and to manage managed gateways. Those of Gateway Manager are not published
 * [docs/platform/unknown.md#scopes-of-gateway-manager], so the emulator has names of its own and also accepts the
 * server scopes of Runtime Manager, whose pages show these gateways.
 */
export const gatewayScopes = {
  read: ['read:gateways', 'manage:gateways', 'read:servers', 'manage:servers'],
  manage: ['manage:gateways', 'manage:servers'],
} as const satisfies Record<string, readonly Scope[]>;

/** Gateway Manager [docs/platform/gateways.md#operations]. */
export const gatewayManager = routesBelow('/gatewaymanager/api/v1', { fail });

/** The path of the gateways of an environment, in all gateway APIs. */
export const gatewaysPath = '/organizations/{organizationId}/environments/{environmentId}/gateways';

/** The path of a gateway. */
export const gatewayPath = `${gatewaysPath}/{gatewayId}` as const;
