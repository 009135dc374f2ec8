import { publicAddresses } from '../../core/data-plane/addresses.ts';
import { gatekeepers } from '../../core/data-plane/gatekeepers.ts';
import { dataPlanePath } from '../../core/data-plane/hosts.ts';
import { defineService } from '../../core/service.ts';
import { runtimeLog } from '../applications/index.ts';
import { assetInstances } from '../exchange/index.ts';
import { clientApplications, clientApplicationsSection } from './contracts/client-application.ts';
import { contractRoutes } from './contracts/contract-routes.ts';
import { tierRoutes } from './contracts/tier-routes.ts';
import { activeApiIds, activeApisSeenAt, recordActivity } from './data-plane/activity.ts';
import { autodiscoveryLog, gatekeeper } from './data-plane/gatekeeper.ts';
import { requestCounts } from './data-plane/rate-limits.ts';
import { dataPlaneRoutes } from './data-plane/routes.ts';
import { gatewayAddressesAt } from './data-plane/urls.ts';
import { gatewayTargetRoutes } from './deployments/gateway-target-routes.ts';
import { deploymentTargetRoutes, proxyRoutes } from './deployments/proxy-routes.ts';
import { emulated } from './emulated.ts';
import { apiIds } from './ids.ts';
import { apis as instances, instancesOfAsset } from './instances/instance.ts';
import { instanceRoutes } from './instances/instance-routes.ts';
import { apisSection } from './instances/scenario.ts';
import { upstreamRoutes } from './instances/upstream-routes.ts';
import { automatedPolicies } from './policies/automated-policy.ts';
import { automatedPolicyRoutes } from './policies/automated-policy-routes.ts';
import { policyRoutes } from './policies/policy-routes.ts';
import { templateRoutes } from './policies/template-routes.ts';

export type { ApiInstance } from './model.ts';

/**
 * API Manager, deployments of instances, and their data plane [docs/platform/apis.md, docs/platform/policies.md,
 * docs/platform/autodiscovery.md].
 */
export const apis = defineService({
  name: 'apis',
  product: 'API Manager',
  emulates: emulated,
  scopes: {
    'view:api_configuration': { name: 'View APIs Configuration', level: 'environment' },
    'manage:api_configuration': { name: 'Manage APIs Configuration', level: 'environment' },
    'view:policies': { name: 'View Policies', level: 'environment' },
    'manage:policies': { name: 'Manage Policies', level: 'environment' },
    'view:contracts': { name: 'View Contracts', level: 'environment' },
    'manage:contracts': { name: 'Manage Contracts', level: 'environment' },
  },
  state: [instances, automatedPolicies, clientApplications, requestCounts, apiIds, activeApiIds, activeApisSeenAt],
  scenario: [clientApplicationsSection, apisSection],
  routes: [
    ...instanceRoutes,
    ...policyRoutes,
    ...tierRoutes,
    ...contractRoutes,
    ...upstreamRoutes,
    ...automatedPolicyRoutes,
    ...templateRoutes,
    ...gatewayTargetRoutes,
    ...proxyRoutes,
    ...deploymentTargetRoutes,
    ...dataPlaneRoutes,
  ],
  extensions: [
    assetInstances.provide(instancesOfAsset),
    gatekeepers.provide(gatekeeper),
    publicAddresses.provide(gatewayAddressesAt),
    runtimeLog.provide(autodiscoveryLog),
  ],
  before: [
    {
      // A change may deactivate an instance, so its activity is recorded first.
      matches: ({ method, path }) => method !== 'GET' && !path.startsWith(dataPlanePath),
      run: recordActivity,
    },
  ],
});
