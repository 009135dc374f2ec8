import { ExtensionPoint } from '../../core/extensions.ts';
import type { Place } from '../../core/identity/places.ts';
import type { Platform } from '../../core/platform.ts';
import { integer } from '../../core/queries.ts';
import { originOf } from '../../core/requests.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { placeFromHeaders, serverScopes } from './api.ts';
import { clusterType } from './cluster-view.ts';
import { armError as fail } from './errors.ts';
import type { ArmServer, ArmTarget } from './model.ts';
import { groupType } from './server-group-routes.ts';
import { serverType, serverView } from './server-view.ts';
import { serversOfTarget, targetsAt } from './targets.ts';

/** An application of a target, in the list of the web UI. */
export interface WebDeployment {
  id: number;
  lastReportedStatus: string;
  artifact: { name: string; fileName: string; fileChecksum: string; lastUpdateTime: number };
}

/** The applications of a target. */
export const webDeployments = new ExtensionPoint<
  (platform: Platform, target: ArmTarget, baseUrl: string) => WebDeployment[]
>('applications in the list of the web UI');

/** The web UI appends the time as `_`, so that nothing is taken from a cache. */
const list = { scopes: serverScopes.read, query: { _: integer } };

/** The list of Runtime Manager's web UI, which scripts use as well [docs/platform/runtime.md#the-list-of-the-web-ui]. */
export const webRoutes: readonly Route[] = ['/armui/api/v1', '/armui/api/v2'].map((prefix) =>
  routesBelow(prefix, { fail, place: placeFromHeaders }).environment('GET', '/servers', list, (c, place) => {
    const data = rowsOf(c.var.platform, place, originOf(c));
    return c.json({ data, total: data.length });
  }),
);

/** Servers that belong to nothing, groups, and clusters. Those with several servers have these in their details. */
function rowsOf(platform: Platform, place: Place, baseUrl: string) {
  const deploymentsOf = (target: ArmTarget): WebDeployment[] =>
    webDeployments.of(platform).flatMap((deployments) => deployments(platform, target, baseUrl));
  const membersOf = ({ id }: ArmTarget) => ({
    servers: serversOfTarget(platform, id).map((server) => ({
      id: server.id,
      name: server.name,
      status: serverView(platform, server).status,
      details: detailsOf(server),
    })),
  });
  const free = targetsAt(platform, serverType.kind, place).filter(
    ({ clusterId, serverGroupId }) => clusterId === undefined && serverGroupId === undefined,
  );
  return [
    ...free.map((server) => ({
      ...serverView(platform, server),
      details: detailsOf(server),
      deployments: deploymentsOf(server),
    })),
    ...targetsAt(platform, groupType.kind, place).map((group) => ({
      ...groupType.view(platform, group),
      details: membersOf(group),
      deployments: deploymentsOf(group),
    })),
    ...targetsAt(platform, clusterType.kind, place).map((cluster) => ({
      ...clusterType.view(platform, cluster),
      details: membersOf(cluster),
      deployments: deploymentsOf(cluster),
    })),
  ];
}

function detailsOf({ agentVersion, muleVersion, serverType: type, addresses }: Readonly<ArmServer>) {
  return {
    agentVersion,
    runtimeVersion: muleVersion,
    serverType: type,
    addresses,
    currentClusteringIp: addresses[0]?.ip ?? null,
  };
}
