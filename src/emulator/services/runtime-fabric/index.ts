import { defineService } from '../../core/service.ts';
import { privateSpaces, privateSpacesSection } from './private-space.ts';
import { privateSpaceRoutes } from './private-space-routes.ts';
import { associationRoutes } from './private-spaces/association-routes.ts';
import { connectionRoutes } from './private-spaces/connection-routes.ts';
import { detachedTransitGateways } from './private-spaces/detached-transit-gateway.ts';
import { egressRoutes } from './private-spaces/egress-routes.ts';
import { factsRoutes } from './private-spaces/facts-routes.ts';
import { ingressLogs } from './private-spaces/ingress-log.ts';
import { routeTableRoutes } from './private-spaces/route-table-routes.ts';
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
export { leasedPorts, tcpPorts } from './private-spaces/facts-routes.ts';
/** @internal */
export { logIngress } from './private-spaces/ingress-log.ts';
/** @internal */
export { type SharedSpace, sharedSpacesFor } from './shared-space.ts';
/** @internal */
export { type DeploymentTarget, targetsForEnvironment, targetsForOrganization } from './targets.ts';

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
      lacks: 'domains, which the platform does not list either',
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
        'transit gateways of an organization': 'GET /organizations/{organizationId}/transitgateways',
        'egress rules with their default group': 'POST /privatespaces/{privateSpaceId}/egress',
        'the route table': 'PATCH /privatespaces/{privateSpaceId}/routes',
        'rules for firewall rules': 'behaviour',
        'TCP ports': 'GET /privatespaces/{privateSpaceId}/ports',
        'the ingress log by its level': 'GET /privatespaces/{privateSpaceId}/logs/ingress',
        'service roles': 'GET /privatespaces/{privateSpaceId}/iamroles',
        'log forwarding, without which applications have no logs': 'behaviour',
        upgrades: 'PATCH /privatespaces/{privateSpaceId}/upgrade',
        domains: 'GET /targets/{targetId}/environments/{environmentId}/domains',
        targets: 'GET /runtimefabric/api/organizations/{organizationId}/targets',
      },
      lacks: 'private links, migration of VPCs, key stores as JKS; firewall and egress rules let every request pass',
      facts: ['runtime-fabric.md'],
    },
  ],
  scopes: {
    'read:private_spaces': { name: 'CloudHub Network Viewer', level: 'organization' },
    'manage:private_spaces': { name: 'CloudHub Network Administrator', level: 'organization' },
  },
  state: [controlPlane, privateSpaces, detachedTransitGateways, ingressLogs],
  scenario: [controlPlaneSection, privateSpacesSection],
  routes: [
    ...targetRoutes,
    // Addresses of their own come before the single private space, whose path would match as well.
    ...factsRoutes,
    ...connectionRoutes,
    ...privateSpaceRoutes,
    ...associationRoutes,
    ...tlsContextRoutes,
    ...upgradeRoutes,
    ...routeTableRoutes,
    ...transitGatewayRoutes,
    ...egressRoutes,
  ],
});
