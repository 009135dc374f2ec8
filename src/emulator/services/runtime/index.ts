import { defineService } from '../../core/service.ts';
import { clusters, clustersSection } from './cluster.ts';
import { clusterRoutes } from './cluster-routes.ts';
import { componentRoutes, components } from './components.ts';
import { serverEvents } from './events.ts';
import { runtimeIds } from './ids.ts';
import { clusterRule, clusterRuleSection } from './member-rules.ts';
import { registrationRoutes } from './registration-routes.ts';
import { serverRegistrationTokens } from './registration-token.ts';
import { servers, serversSection } from './server.ts';
import { serverGroups, serverGroupsSection } from './server-group.ts';
import { serverGroupRoutes } from './server-group-routes.ts';
import { serverRoutes } from './server-routes.ts';
import { webRoutes } from './web-routes.ts';

/** @internal */
export { armPath, placeFromHeaders } from './api.ts';
/** @internal */
export { clusters } from './cluster.ts';
/** @internal */
export { armError } from './errors.ts';
/** @internal */
export { runtimeIds, takeId } from './ids.ts';
/** @internal */
export { membershipOf } from './membership.ts';
export type { ArmCluster, ArmServer, ArmServerGroup } from './model.ts';
/** @internal */
export { isUp, servers } from './server.ts';
/** @internal */
export { serverGroups } from './server-group.ts';
/** @internal */
export { serverView } from './server-view.ts';
/** @internal */
export { groupDissolution } from './target-routes.ts';
/** @internal */
export { idInBody, isTarget, serversOfTarget, targetOf, targetsAt } from './targets.ts';
/** @internal */
export { type WebDeployment, webDeployments } from './web-routes.ts';

/**
 * Runtime Manager's servers, server groups and clusters, in ARM, `/hybrid/api/v1`
 * [docs/platform/runtime.md#arm-in-general].
 */
export const runtime = defineService({
  name: 'runtime',
  product: 'Runtime Manager',
  emulates: [
    {
      subject: 'Servers, groups, clusters',
      has: {
        'list, read, rename': 'PATCH /hybrid/api/v1/servers/{targetId}',
        'delete (with their applications)': 'DELETE /hybrid/api/v1/servers/{serverId}',
        actions: 'POST /servers/{serverId}/actions',
        registration: 'POST /hybrid/api/v1/servers',
        'rules for members (409, 400)': 'POST /clusters/{clusterId}/servers',
        'applications follow the servers of a group': 'DELETE /serverGroups/{targetId}',
        'status over time': 'behaviour',
        'visibility between members': 'behaviour',
        'the list of the web UI': 'GET /armui/api/v1/servers',
        'agent components': 'PATCH /targets/{targetId}/components/{componentId}',
      },
      lacks: 'metrics, schedulers, plugins; the protocol of a real agent (one request takes its place)',
      facts: ['runtime.md'],
    },
  ],
  scopes: {
    'read:servers': { name: 'Read Servers', level: 'environment' },
    'manage:servers': { name: 'Manage Servers', level: 'environment' },
  },
  state: [servers, serverGroups, clusters, clusterRule, components, serverRegistrationTokens, runtimeIds],
  scenario: [clusterRuleSection, serversSection, serverGroupsSection, clustersSection],
  events: serverEvents,
  routes: [
    ...registrationRoutes,
    ...serverRoutes,
    ...serverGroupRoutes,
    ...clusterRoutes,
    ...componentRoutes,
    ...webRoutes,
  ],
});
