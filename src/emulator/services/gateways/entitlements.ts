import type { Organization } from '../../core/identity/model.ts';
import type { Platform } from '../../core/platform.ts';
import { oneOf } from '../../core/queries.ts';
import type { Route } from '../../core/routes.ts';
import { gatewayManager, gatewayScopes } from './api.ts';
import { gatewayManagerError as fail } from './errors.ts';
import { managedGateways } from './managed-gateway.ts';
import type { ManagedGateway } from './model.ts';

type Size = ManagedGateway['size'];

/** How much of its entitlements an organization uses [docs/platform/gateways.md#operations]. */
export const usageRoutes: readonly Route[] = [
  gatewayManager.organization(
    'GET',
    '/organizations/{organizationId}/usage/managed-gateways',
    { scopes: gatewayScopes.read, query: { size: oneOf(['small', 'large']) } },
    (c, organization, { size }) => {
      const sizes = (['small', 'large'] as const).filter((known) => size === undefined || size === known);
      return c.json(
        sizes.map((known) => ({
          resource: resourceOf(known),
          value: usedGateways(c.var.platform, organization, known),
        })),
      );
    },
  ),
];

/** The entitlement that a gateway of a size uses [docs/platform/gateways.md#sizes-and-entitlements]. */
function resourceOf(size: Size): 'managedGatewaySmall' | 'managedGatewayLarge' {
  return size === 'small' ? 'managedGatewaySmall' : 'managedGatewayLarge';
}

function usedGateways({ store }: Platform, organization: Organization, size: Size): number {
  let used = 0;
  for (const [, gateway] of store.look(managedGateways)) {
    if (gateway.organizationId === organization.id && gateway.size === size) used += 1;
  }
  return used;
}

/** Checks that an organization has an entitlement left. @throws PlatformError 403 */
export function requireEntitlement(platform: Platform, organization: Organization, size: Size): void {
  const { assigned, reassigned } = organization.entitlements[resourceOf(size)];
  const own = assigned - reassigned;
  const used = usedGateways(platform, organization, size);
  if (used >= own) {
    throw fail(403, `The organization has no managed gateway of size ${size} left: ${used} of ${own} are in use`);
  }
}
