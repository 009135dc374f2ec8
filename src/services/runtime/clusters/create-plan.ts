import { call } from '../../../core/operations.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { backFromResult } from '../../../core/plan/undo.ts';
import { resolveItems } from '../../../core/resolve.ts';
import { called, quote } from '../../../core/text/quote.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import type { PlatformText } from '../../../platform/text.ts';
import type { Cluster, Server } from '../client.ts';
import { nameTaken } from '../rename-plan.ts';
import { serverSearch } from '../servers.ts';
import { clusterSettings, serverThing, versionWarnings } from './clusters.ts';
import {
  absenceWarnings,
  addressProblems,
  addressWarnings,
  type Candidate,
  maxMembers,
  memberFacts,
  ownAddresses,
  ownershipProblems,
  type Problem,
  refusal,
} from './members.ts';

/** The request for a new cluster. */
export interface ClusterRequest {
  name: PlatformText;
  /** Ids or names. */
  servers: readonly string[];
  /** In the order of `servers`. */
  serverIps?: readonly string[] | undefined;
  /** Undefined: unicast if IPs are given, otherwise multicast, which needs no further arguments. */
  multicast?: boolean | undefined;
}

/** What `apply` needs to create a cluster. */
export interface ClusterCreation {
  name: PlatformText;
  multicast: boolean;
  members: Candidate[];
}

interface Draft extends ClusterCreation {
  references: readonly string[];
  serverIps: readonly string[];
}

/**
 * Plans a new cluster; empty when a cluster of that name has these members and this mode already, so that a call may be
 * repeated after its answer was lost.
 * @throws Failure (input) that names every objection, before anything is sent
 */
export async function planClusterCreation(
  request: ClusterRequest,
  ctx: EnvironmentContext,
): Promise<Plan<ClusterCreation>> {
  const { platform, place, signal } = ctx;
  if (request.servers.length === 0) {
    throw refusal([
      {
        what: 'No server was named; a cluster needs at least one.',
        next: advice`Name servers in the argument servers: ${call('server.list', { membership: 'free' })} lists the free ones.`,
      },
    ]);
  }
  const [known, clusters] = await Promise.all([
    platform.runtimeManager.servers(place, signal),
    platform.runtimeManager.clusters(place, signal),
  ]);
  const draft = draftOf(request, known, ctx);
  const holder = clusters.find(({ name }) => name === draft.name);
  if (holder !== undefined && isAsDrafted(holder, draft)) {
    return {
      summary: `cluster ${called(holder)} already exists with these servers and is ${holder.status}.`,
      steps: [],
      warnings: [],
      undo: 'nothing',
      intent: draft,
    };
  }
  if (holder !== undefined) throw nameTaken('cluster', holder, place, 'name');
  const problems = problemsOf(draft);
  if (problems.length > 0) throw refusal(problems);
  return planOf(draft);
}

function draftOf(request: ClusterRequest, known: readonly Server[], ctx: EnvironmentContext): Draft {
  const serverIps = request.serverIps ?? [];
  const servers = resolveItems(request.servers, known, { ...serverSearch(ctx), argument: 'servers' });
  return {
    name: request.name,
    multicast: request.multicast ?? serverIps.length === 0,
    members: servers.map((server, index) => ({ server, ip: serverIps[index]?.trim() })),
    references: request.servers,
    serverIps,
  };
}

function isAsDrafted(cluster: Cluster, { members, multicast }: Draft): boolean {
  const drafted = new Set(members.map(({ server }) => server.id));
  return (
    cluster.multicastEnabled === multicast &&
    cluster.servers.length === drafted.size &&
    cluster.servers.every(({ id }) => drafted.has(id))
  );
}

function problemsOf(draft: Draft): Problem[] {
  // A server that is named twice is reported once.
  const servers = [...new Map(draft.members.map(({ server }) => [server.id, server])).values()];
  return [
    ...tooMany(servers),
    ...repeated(draft),
    ...ownershipProblems(servers),
    ...missingAddresses(draft, servers),
    ...addressProblems(draft.members, 'serverIps'),
  ];
}

function tooMany(servers: readonly Server[]): Problem[] {
  if (servers.length <= maxMembers) return [];
  return [
    {
      what: `${servers.length} servers are named; a cluster holds at most ${maxMembers}.`,
      next: `Name up to ${maxMembers} in the argument servers, and form another cluster of the others.`,
    },
  ];
}

/** The same server may be named by id and by name. */
function repeated({ members, references }: Draft): Problem[] {
  return members.flatMap(({ server }, index) => {
    const first = members.findIndex((earlier) => earlier.server.id === server.id);
    if (first === index) return [];
    return [
      {
        what: `Server ${called(server)} is named twice in servers, as ${quote(references[first] ?? '')} and as ${quote(references[index] ?? '')}.`,
        next: 'Name each server once.',
      },
    ];
  });
}

/** Unicast needs an IP for each server; given IPs must match the servers in both modes. */
function missingAddresses({ members, multicast, serverIps }: Draft, servers: readonly Server[]): Problem[] {
  const offer = `serverIps ${ownAddresses(servers)}`;
  if (serverIps.length === 0) {
    if (multicast) return [];
    return [
      {
        what: `A unicast cluster needs the IP of every server, and serverIps is missing for ${servers.map(called).join(', ')}.`,
        next: `Give the addresses at which the servers reach each other. They report: ${offer}.`,
      },
    ];
  }
  if (serverIps.length === members.length) return [];
  return [
    {
      what: `serverIps holds ${serverIps.length} and servers ${members.length}; they must match one to one.`,
      next: `Give one IP for each server, in the same order. They report: ${offer}.`,
    },
  ];
}

function planOf(draft: Draft): Plan<ClusterCreation> {
  const { name, multicast, members } = draft;
  const servers = members.map(({ server }) => server);
  return {
    summary: `create ${multicast ? 'multicast' : 'unicast'} cluster ${quote(name)} of ${servers.map(called).join(', ')}.`,
    steps: [
      {
        kind: 'create',
        thing: { kind: 'cluster', name },
        also: servers.map(serverThing),
        action: `Create cluster ${quote(name)}`,
        changes: [
          { setting: 'name', after: name },
          { setting: 'mode', after: multicast ? 'multicast' : 'unicast' },
          ...members.map((member, index) => ({ setting: `servers.${index + 1}`, after: memberFacts(member) })),
        ],
      },
    ],
    warnings: [
      ...versionWarnings(servers),
      ...absenceWarnings(servers, multicast),
      ...addressWarnings(members),
      ...(servers.length === 1 ? ['In a cluster of one server nothing takes over when it fails.'] : []),
    ],
    undo: { calls: [backFromResult('cluster.delete', {}, { cluster: 'cluster.id' })] },
    settings: clusterSettings(multicast ? 'multicast' : 'unicast', servers),
    intent: { name, multicast, members },
  };
}

/** Creates the cluster of a plan; returns its id. */
export async function createCluster(
  { name, multicast, members }: ClusterCreation,
  ctx: EnvironmentContext,
): Promise<string> {
  const { platform, place, signal } = ctx;
  const servers = members.map(({ server, ip }) => ({ serverId: server.id, serverIp: ip }));
  return platform.runtimeManager.createCluster(place, { name, multicastEnabled: multicast, servers }, signal);
}
