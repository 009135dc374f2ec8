import { defineService } from '../../core/service.ts';
import { privateSpaces, privateSpacesSection } from './private-space.ts';
import { privateSpaceRoutes } from './private-space-routes.ts';
import { associationRoutes } from './private-spaces/association-routes.ts';
import { connectionRoutes } from './private-spaces/connection-routes.ts';
import { egressRoutes } from './private-spaces/egress-routes.ts';
import { tlsContextRoutes } from './private-spaces/tls-context-routes.ts';
import { transitGatewayRoutes } from './private-spaces/transit-gateway-routes.ts';
import { upgradeRoutes } from './private-spaces/upgrade-routes.ts';
import { controlPlane, controlPlaneSection } from './shared-space.ts';
import { targetRoutes } from './target-routes.ts';

export type { PrivateSpace } from './model.ts';
/** @internal */
export { hasMuleVersion, supportOf } from './mule-runtimes.ts';
/** @internal */
export { privateSpaces, servesEnvironment, spaceIn, spacesForEnvironment } from './private-space.ts';
/** @internal */
export { sharedSpacesFor } from './shared-space.ts';
/** @internal */
export { type DeploymentTarget, targetsForEnvironment } from './targets.ts';

/** Deployment targets and private spaces, `/runtimefabric/api` [docs/platform/runtime-fabric.md]. */
export const runtimeFabric = defineService({
  name: 'runtime-fabric',
  product: 'CloudHub',
  emulates: [
    {
      subject: 'Shared spaces',
      has: {
        'those of a control plane (`controlPlane` in a scenario) as targets of applications and proxies':
          'GET /runtimefabric/api/organizations/{organizationId}/targets',
        'by the entitlement to deploy globally': 'behaviour',
      },
      lacks: 'managed gateways there, domains',
      facts: ['runtime-fabric.md#shared-spaces'],
    },
    {
      subject: 'Private spaces',
      has: {
        'list, read, create, change, delete': 'PATCH /organizations/{organizationId}/privatespaces/{privateSpaceId}',
        associations: 'POST /privatespaces/{privateSpaceId}/associations',
        'TLS contexts (PEM)': 'POST /privatespaces/{privateSpaceId}/tlsContexts',
        'connections and VPN': 'POST /privatespaces/{privateSpaceId}/connections',
        'transit gateways': 'POST /privatespaces/{privateSpaceId}/transitgateways',
        'egress rules': 'POST /privatespaces/{privateSpaceId}/egress',
        upgrades: 'PATCH /privatespaces/{privateSpaceId}/upgrade',
        domains: 'GET /targets/{targetId}/environments/{environmentId}/domains',
        targets: 'GET /runtimefabric/api/organizations/{organizationId}/targets',
      },
      lacks: 'guides of connections, routes of the network, key stores as JKS; settings are kept and change nothing',
      facts: ['runtime-fabric.md'],
    },
  ],
  scopes: {
    'read:private_spaces': { name: 'CloudHub Network Viewer', level: 'organization' },
    'manage:private_spaces': { name: 'CloudHub Network Administrator', level: 'organization' },
  },
  state: [controlPlane, privateSpaces],
  scenario: [controlPlaneSection, privateSpacesSection],
  routes: [
    ...targetRoutes,
    ...privateSpaceRoutes,
    ...associationRoutes,
    ...tlsContextRoutes,
    ...upgradeRoutes,
    ...connectionRoutes,
    ...transitGatewayRoutes,
    ...egressRoutes,
  ],
});
