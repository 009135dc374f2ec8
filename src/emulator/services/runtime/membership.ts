import { armError } from '../../core/errors.ts';
import type { Place } from '../../core/places.ts';
import type { ArmServer, Store } from '../../core/store.ts';
import { serverKind } from './server-view.ts';
import { requireTarget, type TargetType } from './targets.ts';

/** The server group or cluster that a server is in. */
export interface Membership {
  type: Exclude<TargetType, 'SERVER'>;
  /** as a text names it, with its id */
  called: string;
}

/** What a server belongs to: to one group or cluster at the most [spec:arm]. */
export function membershipOf(store: Store, { clusterId, serverGroupId }: ArmServer): Membership | undefined {
  if (clusterId !== undefined) {
    return { type: 'CLUSTER', called: `Cluster ${store.clusters.get(clusterId)?.name} (id: ${clusterId})` };
  }
  if (serverGroupId === undefined) return undefined;
  const { name } = store.serverGroups.get(serverGroupId) ?? {};
  return { type: 'SERVER_GROUP', called: `Server Group ${name} (id: ${serverGroupId})` };
}

/** Servers that may come together into a new group or cluster, by the ids of a request. */
export function requireCandidates(store: Store, place: Place, serverIds: readonly number[]): ArmServer[] {
  if (new Set(serverIds).size !== serverIds.length) throw armError(400, 'A server is listed more than once');
  const servers = serverIds.map((id) => requireTarget(store, serverKind, place, id));
  for (const server of servers) requireCanJoin(store, server);
  return servers;
}

/** A server that may come into a group or cluster that is there. */
export function requireCandidate(store: Store, place: Place, serverId: string | number): ArmServer {
  const server = requireTarget(store, serverKind, place, serverId);
  requireCanJoin(store, server);
  return server;
}

/** A server joins only while it is in no other, and has no applications of its own; that text is of [spec:arm]. */
function requireCanJoin(store: Store, server: ArmServer): void {
  const current = membershipOf(store, server);
  if (current !== undefined) {
    throw armError(409, `Server ${server.name} (id: ${server.id}) already belongs to ${current.called}`);
  }
  for (const { targetId } of store.hybridApplications.values()) {
    if (targetId === server.id) {
      throw armError(409, 'There are applications already deployed on the servers to be added');
    }
  }
}

/** Takes a server out of its group or cluster, if it is in one. */
export function release(store: Store, server: ArmServer): void {
  const cluster = server.clusterId === undefined ? undefined : store.clusters.get(server.clusterId);
  if (cluster !== undefined) cluster.members = cluster.members.filter(({ serverId }) => serverId !== server.id);
  delete server.clusterId;
  delete server.serverGroupId;
}
