import type { Dependent, Member } from '../../../core/dependents.ts';
import { partReader, type UnreadPart } from '../../../core/reading/partial.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import type { Cluster, Server } from '../client.ts';
import { isUp, ownerOf } from '../servers.ts';
import { findCluster, seenBy } from './clusters.ts';

/** Everything the findings are drawn from; what could not be read is missing, and named in `unreadable`. */
export interface ClusterEvidence {
  /** With all that is known of its members. */
  cluster: Cluster;
  /** When it was read, ms since the epoch. */
  now: number;
  /** What runs on the cluster, and on one of its members alone. */
  dependents?: readonly Dependent[] | undefined;
  /** Free servers of the environment that could be added, the running ones first. */
  free?: Server[] | undefined;
  unreadable: UnreadPart[];
}

/**
 * Reads a cluster, its members and what runs on them. A part that may not be read leaves the others.
 * @throws Failure when the cluster itself cannot be found or read
 */
export async function gatherClusterEvidence(reference: string, ctx: EnvironmentContext): Promise<ClusterEvidence> {
  const { platform, place, signal, clock } = ctx;
  const { part, unreadable } = partReader(ctx);
  const [found, servers, dependentsOf] = await Promise.all([
    findCluster(reference, ctx),
    part('servers', platform.runtimeManager.servers(place, signal)),
    ctx.dependents.on('cluster', ctx, part),
  ]);
  const cluster = {
    ...found,
    // The cluster may leave out facts of its members, such as expiry dates; the list adds them.
    servers: found.servers.map((member) => ({
      ...servers?.find(({ id }) => id === member.id),
      ...withoutUndefined(member),
    })),
  };
  const up = cluster.servers.filter(isUp);
  if (up.length > 1 && up.every(({ id }) => seenBy(cluster, id) === undefined)) {
    unreadable.push({ part: 'visibility of the members', reason: 'The API returned no visibility of any member.' });
  }
  return {
    cluster,
    now: clock.now(),
    dependents: dependentsOf?.({ kind: 'cluster', ...cluster, members: cluster.servers.map(memberOf) }),
    free: servers && freeServers(servers, cluster),
    unreadable,
  };
}

function memberOf(server: Server): Member {
  return { id: server.id, name: server.name, isUp: isUp(server) };
}

function freeServers(servers: readonly Server[], cluster: Cluster): Server[] {
  const members = new Set(cluster.servers.map(({ id }) => id));
  return servers
    .filter((server) => ownerOf(server) === undefined && !members.has(server.id))
    .sort((a, b) => Number(isUp(b)) - Number(isUp(a)));
}
