import { defineService } from '../../core/service.ts';
import { emulated } from './emulated.ts';
import { usageRoutes } from './entitlements.ts';
import { gatewayEvents } from './events.ts';
import { experienceRoutes } from './experience-routes.ts';
import { gatewaysSection, managedGateways } from './managed-gateway.ts';
import { managedGatewayRoutes } from './managed-gateway-routes.ts';
import { gatewayOutcomes, outcomesSection } from './outcomes.ts';
import { runtimeConfigurations } from './runtime-configuration.ts';
import { runtimeConfigurationRoutes } from './runtime-configuration-routes.ts';
import { gatewayTokens, selfManagedGateways, selfManagedGatewaysSection } from './self-managed-gateway.ts';
import { selfManagedGatewayRoutes } from './self-managed-gateway-routes.ts';

/** @internal */
export { managedGateways, managedGatewaysAt } from './managed-gateway.ts';
/** @internal */
export { phaseOf } from './phases.ts';
/** @internal */
export { selfManagedGateways, selfManagedStatusOf } from './self-managed-gateway.ts';

/** Managed and self-managed gateways [docs/platform/gateways.md]. */
export const gateways = defineService({
  name: 'gateways',
  product: 'Runtime Manager',
  emulates: emulated,
  scopes: {
    'read:gateways': { name: 'View Managed Gateways', level: 'environment' },
    'manage:gateways': { name: 'Manage Managed Gateways', level: 'environment' },
  },
  state: [managedGateways, selfManagedGateways, runtimeConfigurations, gatewayTokens, gatewayOutcomes],
  scenario: [gatewaysSection, selfManagedGatewaysSection, outcomesSection],
  events: gatewayEvents,
  routes: [
    ...managedGatewayRoutes,
    ...runtimeConfigurationRoutes,
    ...usageRoutes,
    ...experienceRoutes,
    ...selfManagedGatewayRoutes,
  ],
});
