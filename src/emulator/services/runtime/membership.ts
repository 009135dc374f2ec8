import type { Place } from '../../core/identity/places.ts';
import type { Platform } from '../../core/platform.ts';
import { clusters } from './cluster.ts';
import { armError } from './errors.ts';
import type { ArmCluster, ArmServer, ArmServerGroup } from './model.ts';
import { servers } from './server.ts';
import { serverGroups } from './server-group.ts';
import { serverType } from './server-view.ts';
import { type MultiServerType, requireTarget } from './targets.ts';

/** The server group or cluster that a server is in. */
export interface Membership {
  type: 'SERVER_GROUP' | 'CLUSTER';
  /** its type, name and id for messages */
  label: string;
}

/** What a server belongs to: at most one group or cluster [docs/platform/runtime.md#servers]. */
export function membershipOf({ store }: Platform, { clusterId, serverGroupId }: ArmServer): Membership | undefined {
  if (clusterId !== undefined) {
    return { type: 'CLUSTER', label: `Cluster ${store.of(clusters).get(clusterId)?.name} (id: ${clusterId})` };
  }
  if (serverGroupId === undefined) return undefined;
  const { name } = store.of(serverGroups).get(serverGroupId) ?? {};
  return { type: 'SERVER_GROUP', label: `Server Group ${name} (id: ${serverGroupId})` };
}

/** The servers of a request that may form a new group or cluster. @throws PlatformError */
export function requireFreeServers(platform: Platform, place: Place, serverIds: readonly number[]): ArmServer[] {
  if (new Set(serverIds).size !== serverIds.length) throw armError(400, 'A server is listed more than once');
  const candidates = serverIds.map((id) => requireTarget(platform, serverType, place, { id }));
  for (const server of candidates) requireFree(platform, server);
  return candidates;
}

/** A server that may join a group or cluster. @throws PlatformError */
export function requireFreeServer(platform: Platform, place: Place, serverId: string | number): ArmServer {
  const server = requireTarget(platform, serverType, place, { id: serverId });
  requireFree(platform, server);
  return server;
}

/**
 * A server can join only while it belongs to nothing else and runs no applications of its own. The second text is
 * published [docs/platform/runtime.md#server-groups].
 */
function requireFree(platform: Platform, server: ArmServer): void {
  const current = membershipOf(platform, server);
  if (current !== undefined) {
    throw armError(409, `Server ${server.name} (id: ${server.id}) already belongs to ${current.label}`);
  }
  if (platform.store.dependents(servers, server.id).length > 0) {
    throw armError(409, 'There are applications already deployed on the servers to be added');
  }
}

/** Stores a new group or cluster and assigns its servers to it. */
export function addTarget<Target extends ArmServerGroup | ArmCluster>(
  { store }: Platform,
  { kind, membership }: MultiServerType<Target>,
  target: Target,
  members: readonly ArmServer[],
): void {
  store.of(kind).set(target.id, target);
  for (const server of members) server[membership] = target.id;
}

/** Removes a server from its group or cluster, if it is in one. */
export function leaveTarget({ store }: Platform, server: ArmServer): void {
  const cluster = server.clusterId === undefined ? undefined : store.of(clusters).get(server.clusterId);
  if (cluster !== undefined) cluster.members = cluster.members.filter(({ serverId }) => serverId !== server.id);
  delete server.clusterId;
  delete server.serverGroupId;
  delete server.groupRunsAt;
}
