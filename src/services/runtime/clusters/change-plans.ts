import { isIP } from 'node:net';
import type { Thing } from '../../../core/dependents.ts';
import { call, tool } from '../../../core/operations.ts';
import { affectedBy } from '../../../core/plan/affected.ts';
import type { Plan, Step, StepThing } from '../../../core/plan/plan.ts';
import { back, type Undo } from '../../../core/plan/undo.ts';
import { called, quote } from '../../../core/text/quote.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { type Advice, advice } from '../../../platform/advice.ts';
import type { Cluster, Server } from '../client.ts';
import { addressesOf, findServer, isUp, ownerOf } from '../servers.ts';
import { clusteringIpOf, clusterSettings, findCluster, modeOf, serverThing, versionWarnings } from './clusters.ts';
import {
  absenceWarnings,
  addressProblems,
  addressWarnings,
  type Candidate,
  maxMembers,
  memberFacts,
  ownershipProblems,
  type Problem,
  refusal,
} from './members.ts';

/**
 * Plans to delete a cluster, naming the servers that it frees.
 * @throws Failure (input) when it is unknown
 */
export async function planClusterDeletion(reference: string, ctx: EnvironmentContext): Promise<Plan<Cluster>> {
  const cluster = await findCluster(reference, ctx);
  const { servers } = cluster;
  const { affected, warnings } = await affectedBy(thingOf(cluster), 'loses the cluster that it runs on', ctx);
  const freed = servers.length === 0 ? 'It has no servers' : `It frees ${servers.map(called).join(', ')}`;
  return {
    summary: `delete cluster ${called(cluster)}. ${freed}.`,
    steps: [
      {
        kind: 'remove',
        thing: stepThing(cluster),
        action: `Delete cluster ${called(cluster)}`,
        changes: [
          { setting: 'name', before: cluster.name },
          { setting: 'id', before: cluster.id },
          { setting: 'mode', before: modeOf(cluster) },
        ],
      },
      ...servers.map(
        (server): Step => ({
          kind: 'update',
          thing: serverThing(server),
          action: `Free server ${called(server)}`,
          changes: [{ setting: 'cluster', before: cluster.name }],
        }),
      ),
    ],
    affected,
    warnings,
    undo: undoOfDeletion(cluster),
    settings: clusterSettings(modeOf(cluster), servers),
    intent: cluster,
  };
}

/** A cluster without servers cannot be made. */
function undoOfDeletion(cluster: Cluster): Undo {
  const { name, servers } = cluster;
  if (servers.length === 0) return { lost: 'The cluster; one without servers cannot be created.' };
  const multicast = modeOf(cluster) === 'multicast';
  const ips = servers.map(clusteringIpOf);
  if (!multicast && ips.includes(undefined)) {
    return { lost: 'The cluster; the addresses of its servers are not known, so that it has to be created by hand.' };
  }
  return {
    calls: [
      back('cluster.create', {
        name,
        servers: servers.map(({ id }) => id),
        multicast,
        ...(multicast ? {} : { serverIps: ips.filter((ip) => ip !== undefined) }),
      }),
    ],
    differs: 'The cluster gets a new id, and the applications that ran on it have to be deployed to it again.',
  };
}

function stepThing({ id, name }: Cluster): StepThing {
  return { kind: 'cluster', id, name };
}

/** What `apply` needs to change who is in a cluster. */
export interface MembershipChange extends Candidate {
  cluster: Cluster;
}

/**
 * Plans to add a server to a cluster; empty when it is a member already. Unicast takes the first address that the server
 * reports where no IP is given.
 * @throws Failure (input) that names every objection
 */
export async function planServerAddition(
  request: { cluster: string; server: string; serverIp?: string | undefined },
  ctx: EnvironmentContext,
): Promise<Plan<MembershipChange>> {
  const [cluster, server] = await Promise.all([findCluster(request.cluster, ctx), findServer(request.server, ctx)]);
  const multicast = modeOf(cluster) === 'multicast';
  const given = request.serverIp?.trim();
  const ip = multicast ? undefined : (given ?? addressesOf(server)[0]);
  const member: MembershipChange = { cluster, server, ip };
  const current = memberOf(cluster, server);
  if (current !== undefined) {
    const summary = `server ${called(server)} is already a member of cluster ${called(cluster)}.`;
    return { summary, steps: [], warnings: otherAddress(current, given), undo: 'nothing', intent: member };
  }
  const problems = additionProblems(member, multicast);
  if (problems.length > 0) throw refusal(problems);
  return {
    summary: `add server ${called(server)} to cluster ${called(cluster)}.`,
    steps: [
      {
        kind: 'update',
        thing: stepThing(cluster),
        also: [serverThing(server)],
        action: `Add server ${called(server)} to ${modeOf(cluster)} cluster ${called(cluster)}; the applications of the cluster are deployed to it`,
        changes: [{ setting: `servers.${cluster.servers.length + 1}`, after: memberFacts(member) }],
      },
    ],
    warnings: [
      ...versionWarnings([...cluster.servers, server]),
      ...absenceWarnings([server], multicast),
      ...choiceWarnings(member, given, multicast),
      ...addressWarnings([...cluster.servers.map(asCandidate), member]),
    ],
    undo: { calls: [back('cluster.removeServer', { cluster: cluster.id, server: server.id })] },
    intent: member,
  };
}

/** The member as the cluster shows it, or as the server shows it when the cluster does not yet. */
function memberOf(cluster: Cluster, server: Server): Server | undefined {
  const listed = cluster.servers.find(({ id }) => id === server.id);
  return listed ?? (server.clusterId === cluster.id ? server : undefined);
}

function otherAddress(member: Server, given: string | undefined): string[] {
  const current = clusteringIpOf(member);
  if (given === undefined || current === undefined || given === current) return [];
  return [
    `It has the IP ${quote(current)} in the cluster, not ${quote(given)}. To change that, remove the server and add it again with serverIp.`,
  ];
}

function additionProblems(member: MembershipChange, multicast: boolean): Problem[] {
  const { cluster, server, ip } = member;
  const full = cluster.servers.length >= maxMembers;
  return [
    ...(full
      ? [
          {
            what: `Cluster ${called(cluster)} has ${cluster.servers.length} servers; a cluster holds at most ${maxMembers}.`,
            next: advice`Remove one first with ${call('cluster.removeServer', { cluster: cluster.id, server: '<server>' })}, or form another cluster with ${tool('cluster.create')}.`,
          },
        ]
      : []),
    ...ownershipProblems([server]),
    ...(multicast ? [] : addressProblems([member], 'serverIp')),
    ...(multicast || ip !== undefined
      ? []
      : [
          {
            what: `Server ${called(server)} has reported no address yet, but cluster ${called(cluster)} is unicast, which needs one.`,
            next: 'Give the IP of its machine in the argument serverIp, or start its runtime first.',
          },
        ]),
  ];
}

/** What to know about the IP that is sent or not. */
function choiceWarnings({ server, ip }: MembershipChange, given: string | undefined, multicast: boolean): string[] {
  if (multicast)
    return given === undefined ? [] : ['The cluster is multicast and needs no IP, so serverIp is ignored.'];
  const others = addressesOf(server).filter((address) => address !== ip);
  if (given !== undefined || ip === undefined || others.length === 0) return [];
  return [
    `Server ${called(server)} reports several addresses; ${ip} is used. To use ${others.join(' or ')}, give it in serverIp.`,
  ];
}

function asCandidate(server: Server): Candidate {
  const ip = server.currentClusteringIp;
  // Whether a member's IP is one that it reports was asked when it joined; here only a collision with it matters.
  return { server: { ...server, addresses: [] }, ip: ip !== undefined && isIP(ip) !== 0 ? ip : undefined };
}

/**
 * Plans to take a server out of a cluster; empty when it is not a member.
 * @throws Failure (input) when either is unknown
 */
export async function planServerRemoval(
  request: { cluster: string; server: string },
  ctx: EnvironmentContext,
): Promise<Plan<MembershipChange>> {
  const [cluster, server] = await Promise.all([findCluster(request.cluster, ctx), findServer(request.server, ctx)]);
  const member = memberOf(cluster, server);
  if (member === undefined) {
    const owner = ownerOf(server);
    const belongs = owner === undefined ? 'it is free' : `it belongs to ${owner.kind} ${called(owner)}`;
    const summary = `server ${called(server)} is not a member of cluster ${called(cluster)}; ${belongs}.`;
    return { summary, steps: [], warnings: [], undo: 'nothing', intent: { cluster, server, ip: undefined } };
  }
  const ip = clusteringIpOf(member);
  const left = cluster.servers.filter(({ id }) => id !== server.id);
  const consequence = left.length === 0 ? 'has no server to run on' : 'no longer runs on that server';
  const { affected, warnings } = await affectedBy(thingOf(cluster), consequence, ctx);
  return {
    summary: `remove server ${called(server)} from cluster ${called(cluster)}.`,
    steps: [
      {
        kind: 'remove',
        thing: stepThing(cluster),
        also: [serverThing(server)],
        action: `Remove server ${called(server)} from cluster ${called(cluster)}; the applications of the cluster are undeployed from it`,
        changes: [{ setting: 'servers', before: cluster.servers.map(nameOf), after: left.map(nameOf) }],
      },
    ],
    affected,
    warnings: [...warnings, ...primaryWarnings(cluster, server), ...remainderWarnings(cluster, left)],
    undo: {
      calls: [
        back('cluster.addServer', {
          cluster: cluster.id,
          server: server.id,
          ...(ip === undefined || modeOf(cluster) === 'multicast' ? {} : { serverIp: ip }),
        }),
      ],
    },
    intent: { cluster, server, ip },
  };
}

function thingOf(cluster: Cluster): Thing {
  const members = cluster.servers.map((server) => ({ id: server.id, name: server.name, isUp: isUp(server) }));
  return { kind: 'cluster', id: cluster.id, name: cluster.name, members };
}

function primaryWarnings({ primaryNodeId }: Cluster, server: Server): string[] {
  return primaryNodeId === server.id
    ? [
        `Server ${called(server)} is the primary of the cluster: another member takes over the work that runs on one only, such as schedulers.`,
      ]
    : [];
}

function nameOf({ name }: Server): string {
  return name;
}

function remainderWarnings(cluster: Cluster, left: readonly Server[]): Advice[] {
  const [only] = left;
  if (only === undefined) {
    return [
      advice`It is the last server of cluster ${called(cluster)}, which is then empty: ${call('cluster.delete', { cluster: cluster.id })} deletes it.`,
    ];
  }
  if (left.length > 1) return [];
  return [`Only ${called(only)} stays in the cluster: if it fails, nothing takes over.`];
}
