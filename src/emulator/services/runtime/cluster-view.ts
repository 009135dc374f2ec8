import type { ArmCluster, ArmServer, Store } from '../../core/store.ts';
import { isUp, statusTogether } from './server-status.ts';
import { serverView } from './server-view.ts';
import { basicsView, type TargetKind } from './targets.ts';

/** Clusters among the targets (reference 3.3). */
export const clusterKind: TargetKind<ArmCluster> = {
  collection: 'clusters',
  noun: 'cluster',
  notFound: 'cluster not found',
  all: ({ clusters }) => clusters,
  view: clusterView,
};

function membersOf(store: Store, cluster: ArmCluster): ArmServer[] {
  return cluster.members.map(({ serverId }) => store.servers.get(serverId)).filter((server) => server !== undefined);
}

/** The members that take part: they have joined and are up. */
function activeIds(store: Store, cluster: ArmCluster, now: number): number[] {
  return cluster.members
    .filter(({ serverId, joinsAt }) => {
      const server = store.servers.get(serverId);
      return joinsAt <= now && server !== undefined && isUp(server, now);
    })
    .map(({ serverId }) => serverId);
}

function clusterStatus(store: Store, cluster: ArmCluster, now: number): string {
  if (cluster.members.length === 0) return 'EMPTY';
  const joined = cluster.members.filter(({ joinsAt }) => joinsAt <= now).length;
  if (joined === 0) return 'CREATED';
  const together = statusTogether(membersOf(store, cluster), now);
  return together === 'RUNNING' && joined < cluster.members.length ? 'PARTIAL' : together;
}

function visibilityMap(store: Store, cluster: ArmCluster, active: readonly number[]) {
  const partition = (id: number): number => cluster.partitions?.findIndex((ids) => ids.includes(id)) ?? 0;
  // Ids are above any index: each isolated server is a side of its own.
  const side = (id: number): number => (store.servers.get(id)?.isolated === true ? id : partition(id));
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

/** A cluster as ARM shows it: its servers, and which of them see each other. */
export function clusterView(store: Store, cluster: ArmCluster, now: number) {
  const active = activeIds(store, cluster, now);
  return {
    ...basicsView(cluster, 'CLUSTER'),
    status: clusterStatus(store, cluster, now),
    multicastEnabled: cluster.multicastEnabled,
    // Null until nodes see each other [spec:arm].
    primaryNodeId: active[0] ?? null,
    servers: membersOf(store, cluster).map((server) => serverView(store, server, now)),
    visibilityMap: visibilityMap(store, cluster, active),
  };
}
