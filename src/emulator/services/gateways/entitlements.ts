import { Hono } from 'hono';
import { gatewayManagerError as fail } from '../../core/errors.ts';
import { type Place, requireOrganization } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import type { Store } from '../../core/store.ts';
import { gatewayScopes } from './access.ts';
import { gatewaySizes } from './versions.ts';

/** How much of its entitlements an organization uses (reference 4.5). */
export function gatewayUsageRoutes({ store }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.get('/organizations/:organizationId/usage/managed-gateways', (c) => {
    const { organizationId } = c.req.param();
    const size = c.req.query('size');
    const organization = requireOrganization(store, c.get('principal'), organizationId, gatewayScopes.read, fail);
    if (size !== undefined && !Object.hasOwn(gatewaySizes, size)) throw fail(400, 'size: must be small or large');
    const sizes = (['small', 'large'] as const).filter((known) => size === undefined || size === known);
    return c.json(
      sizes.map((known) => ({ resource: resourceOf(known), value: usedGateways(store, organization.id, known) })),
    );
  });

  return app;
}

/** The entitlement that a size uses up (reference 4.5). */
function resourceOf(size: 'small' | 'large'): 'managedGatewaySmall' | 'managedGatewayLarge' {
  return size === 'small' ? 'managedGatewaySmall' : 'managedGatewayLarge';
}

function usedGateways(store: Store, organizationId: string, size: 'small' | 'large'): number {
  let used = 0;
  for (const gateway of store.managedGateways.values()) {
    if (gateway.organizationId === organizationId && gateway.size === size) used += 1;
  }
  return used;
}

/** Refuses a gateway for which no entitlement is left. */
export function requireEntitlement(store: Store, { organization }: Place, size: 'small' | 'large'): void {
  const { assigned } = organization.entitlements[resourceOf(size)];
  const used = usedGateways(store, organization.id, size);
  if (used >= assigned) {
    throw fail(403, `The organization has no managed gateway of size ${size} left: ${used} of ${assigned} are in use`);
  }
}
