import type { Platform } from '../../core/platform.ts';
import { clusters } from './cluster.ts';
import type { ArmCluster, ArmServer } from './model.ts';
import { combinedStatus, isUp, servers } from './server.ts';
import { serverView } from './server-view.ts';
import { basicsView, type MultiServerType, multiServerName } from './targets.ts';

/** The target type of clusters [docs/platform/runtime.md#cluster-view]. */
export const clusterType: MultiServerType<ArmCluster> = {
  kind: clusters,
  notFound: 'cluster not found',
  name: multiServerName,
  view: clusterView,
  membership: 'clusterId',
};

function membersOf({ store }: Platform, cluster: ArmCluster): ArmServer[] {
  return cluster.members
    .map(({ serverId }) => store.of(servers).get(serverId))
    .filter((server) => server !== undefined);
}

/** The members that have joined and are up. */
function activeIds({ store, clock }: Platform, cluster: ArmCluster): number[] {
  const now = clock.now();
  return cluster.members
    .filter(({ serverId, joinsAt }) => {
      const server = store.of(servers).get(serverId);
      return joinsAt <= now && server !== undefined && isUp(server, now);
    })
    .map(({ serverId }) => serverId);
}

function clusterStatus(platform: Platform, cluster: ArmCluster): string {
  const now = platform.clock.now();
  if (cluster.members.length === 0) return 'EMPTY';
  const joined = cluster.members.filter(({ joinsAt }) => joinsAt <= now).length;
  if (joined === 0) return 'CREATED';
  const together = combinedStatus(membersOf(platform, cluster), now);
  return together === 'RUNNING' && joined < cluster.members.length ? 'PARTIAL' : together;
}

function visibilityMap({ store }: Platform, cluster: ArmCluster, active: readonly number[]) {
  const partition = (id: number): number => cluster.partitions?.findIndex((ids) => ids.includes(id)) ?? 0;
  // Ids are greater than any index, so each isolated server is on a side of its own.
  const side = (id: number): number => (store.of(servers).get(id)?.isolated === true ? id : partition(id));
  return {
    mapNodes: cluster.members.map(({ serverId }) => ({
      serverId,
      visibleNodeIds: active.includes(serverId)
        ? active.filter((other) => other !== serverId && side(other) === side(serverId))
        : [],
      unknownNodeIps: [],
    })),
  };
}

/** A cluster as ARM shows it, with its servers and which of them see each other. */
function clusterView(platform: Platform, cluster: ArmCluster) {
  const active = activeIds(platform, cluster);
  return {
    ...basicsView(cluster, 'CLUSTER'),
    status: clusterStatus(platform, cluster),
    multicastEnabled: cluster.multicastEnabled,
    // Null until the nodes see each other [docs/platform/runtime.md#cluster-view].
    primaryNodeId: active[0] ?? null,
    servers: membersOf(platform, cluster).map((server) => serverView(platform, server)),
    visibilityMap: visibilityMap(platform, cluster, active),
  };
}
