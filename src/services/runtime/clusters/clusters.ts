import { call } from '../../../core/operations.ts';
import { placeName } from '../../../core/place/place.ts';
import type { StepThing, ThingSettings } from '../../../core/plan/plan.ts';
import { resolveReference, type Search } from '../../../core/resolve.ts';
import { called } from '../../../core/text/quote.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import type { Observation } from '../../../core/waiting/wait.ts';
import { type Advice, advice } from '../../../platform/advice.ts';
import { isNotFound } from '../../../platform/errors.ts';
import type { Cluster, Server } from '../client.ts';
import { addressesOf, isUp } from '../servers.ts';

/** How the members of a cluster find each other [docs/platform/runtime.md#cluster-rules]. */
export type ClusterMode = 'multicast' | 'unicast' | 'unknown';

/** How clusters are searched, for error texts. */
export function clusterSearch({ place, naming }: Pick<EnvironmentContext, 'place' | 'naming'>): Search {
  return { kind: 'cluster', naming, where: placeName(place), listed: 'cluster.list' };
}

/**
 * Resolves a cluster by id or name, with its current members.
 * @throws Failure (input) when it is unknown or ambiguous
 */
export async function findCluster(reference: string, ctx: EnvironmentContext): Promise<Cluster> {
  const { platform, place, signal } = ctx;
  const { id } = resolveReference(reference, await platform.runtimeManager.clusters(place, signal), clusterSearch(ctx));
  return platform.runtimeManager.cluster(place, id, signal);
}

/** The mode of a cluster; `unknown` where the platform does not say. */
export function modeOf({ multicastEnabled }: Cluster): ClusterMode {
  if (multicastEnabled === null || multicastEnabled === undefined) return 'unknown';
  return multicastEnabled ? 'multicast' : 'unicast';
}

/** What is set on a cluster, to be compared. */
export function clusterSettings(mode: ClusterMode, servers: readonly Pick<Server, 'id'>[]): ThingSettings {
  return { mode, servers: servers.map(({ id }) => id).sort() };
}

/** The address with which a member takes part: the one of the cluster, else the first it reports. */
export function clusteringIpOf(server: Server): string | undefined {
  return server.currentClusteringIp ?? addressesOf(server)[0];
}

/** The members that a member sees, by id; undefined where the platform shows nothing about it. */
export function seenBy(cluster: Cluster, serverId: string): string[] | undefined {
  return cluster.visibilityMap?.mapNodes?.find((node) => node.serverId === serverId)?.visibleNodeIds;
}

/** The servers by Mule version, the most frequent version first; those without a known one are left out. */
export function byMuleVersion(servers: readonly Server[]): [version: string, servers: Server[]][] {
  const versions = new Map<string, Server[]>();
  for (const server of servers) {
    if (server.muleVersion === undefined) continue;
    versions.set(server.muleVersion, [...(versions.get(server.muleVersion) ?? []), server]);
  }
  return [...versions].sort(([, a], [, b]) => b.length - a.length);
}

/** Says that servers run different Mule versions; empty when they do not. */
export function versionWarnings(servers: readonly Server[]): string[] {
  const versions = byMuleVersion(servers);
  if (versions.length < 2) return [];
  const parts = versions.map(([version, those]) => `${JSON.stringify(version)} on ${those.map(called).join(', ')}`);
  return [`The servers run different Mule versions: ${parts.join('; ')}. Members of a cluster have to run the same.`];
}

/** What is wrong with a cluster, as far as its state tells. */
export function clusterProblems(cluster: Cluster): Advice[] {
  if (cluster.servers.length === 0)
    return [
      advice`It has no members: ${call('cluster.addServer', { cluster: cluster.id, server: '<server>' })} adds one.`,
    ];
  const up = cluster.servers.filter(isUp);
  return [
    ...downMembers(cluster).map(
      (server) => `${downText(server)}: check its runtime and its connection to the platform.`,
    ),
    ...splitProblems(cluster, up),
    ...versionWarnings(cluster.servers),
  ];
}

/** In a split cluster, running members do not see each other [docs/platform/runtime.md#cluster-view]. */
function splitProblems(cluster: Cluster, up: readonly Server[]): string[] {
  // While it forms, nobody sees anybody yet.
  if (cluster.status === 'CREATED') return [];
  return up.flatMap((server) => {
    const seen = seenBy(cluster, server.id);
    if (seen === undefined) return [];
    const unseen = up.filter(({ id }) => id !== server.id && !seen.includes(id));
    if (unseen.length === 0) return [];
    const cause =
      modeOf(cluster) === 'multicast'
        ? 'whether the network between them passes multicast'
        : 'that they reach each other at their clustering addresses and ports';
    return [`Server ${called(server)} does not see ${unseen.map(called).join(', ')}: check ${cause}.`];
  });
}

function downMembers(cluster: Cluster): Server[] {
  return cluster.servers.filter((server) => !isUp(server));
}

function downText(server: Server): string {
  return `Server ${called(server)} is ${server.status}`;
}

/**
 * Observes whether a new cluster works. It fails when members are down: nothing in the cluster starts them.
 */
export async function observeFormation(id: string, ctx: EnvironmentContext): Promise<Observation<Cluster>> {
  const { platform, place, signal } = ctx;
  const cluster = await platform.runtimeManager.cluster(place, id, signal);
  const state = cluster.status;
  if (isUp(cluster)) return { value: cluster, state, isComplete: true };
  if (state === 'EMPTY') return { value: cluster, state, isComplete: true, failure: 'It has no members.' };
  const down = downMembers(cluster);
  if (down.length === 0 || (state !== 'PARTIAL' && state !== 'DISCONNECTED')) {
    return { value: cluster, state, isComplete: false };
  }
  const failure = `${down.map(downText).join('; ')}. The cluster is complete once every runtime is started.`;
  return { value: cluster, state, isComplete: true, failure };
}

/** Observes whether a server has joined a cluster. Other members that are down do not matter. */
export async function observeJoin(
  id: string,
  serverId: string,
  ctx: EnvironmentContext,
): Promise<Observation<Cluster>> {
  const { platform, place, signal } = ctx;
  const cluster = await platform.runtimeManager.cluster(place, id, signal);
  const member = cluster.servers.find((server) => server.id === serverId);
  if (member === undefined) return { value: cluster, state: 'not a member yet', isComplete: false };
  const state = `cluster ${cluster.status}`;
  if (isUp(cluster)) return { value: cluster, state, isComplete: true };
  if (!isUp(member)) {
    const failure = `${downText(member)}. It is a member, and joins once its runtime is started.`;
    return { value: cluster, state, isComplete: true, failure };
  }
  // With another member down the cluster stays PARTIAL, so that state says nothing about this one.
  return { value: cluster, state, isComplete: downMembers(cluster).length > 0 };
}

/** Observes whether a server has left a cluster. */
export async function observeLeave(
  id: string,
  serverId: string,
  ctx: EnvironmentContext,
): Promise<Observation<Cluster>> {
  const { platform, place, signal } = ctx;
  const cluster = await platform.runtimeManager.cluster(place, id, signal);
  const isComplete = !cluster.servers.some((server) => server.id === serverId);
  return { value: cluster, state: isComplete ? `cluster ${cluster.status}` : 'still a member', isComplete };
}

/** How far a deletion has come. */
export interface DeletionState {
  gone: boolean;
  /** Servers that still belong to the cluster. */
  held: Server[];
}

/** Observes whether a cluster is gone and its servers are free: the platform answers 202 at first [docs/platform/runtime.md#clusters]. */
export async function observeDeletion(id: string, ctx: EnvironmentContext): Promise<Observation<DeletionState>> {
  const { platform, place, signal } = ctx;
  try {
    const { servers } = await platform.runtimeManager.cluster(place, id, signal);
    return { value: { gone: false, held: servers }, state: 'being deleted', isComplete: false };
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const held = (await platform.runtimeManager.servers(place, signal)).filter(({ clusterId }) => clusterId === id);
  const isComplete = held.length === 0;
  return { value: { gone: true, held }, state: isComplete ? 'deleted' : 'freeing its servers', isComplete };
}

/** A server as a plan names it. */
export function serverThing({ id, name }: Server): StepThing {
  return { kind: 'server', id, name };
}
