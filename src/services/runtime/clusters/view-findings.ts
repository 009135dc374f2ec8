import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall } from '../../../core/operations.ts';
import { called } from '../../../core/text/quote.ts';
import { minutesSince } from '../../../core/text/time.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import { inData } from '../../../platform/text.ts';
import type { Cluster, Server } from '../client.ts';
import { isUp } from '../servers.ts';
import { clusteringIpOf, modeOf, seenBy } from './clusters.ts';
import type { ClusterEvidence } from './diagnosis.ts';

/** Members may need this long to connect to each other. */
export const clusterFreshMinutes = 5;

/** Whether the running members see each other and have a primary [docs/platform/runtime.md#cluster-view]. */
export function viewFindings(evidence: ClusterEvidence): Finding[] {
  const { cluster, now } = evidence;
  const up = cluster.servers.filter(isUp);
  if (up.length === 0) return [];
  const forming =
    cluster.status === 'CREATED' || (minutesSince(cluster.timeUpdated, now) ?? Infinity) < clusterFreshMinutes;
  const split = splitFinding(evidence, up, forming);
  if (split !== undefined) return [split];
  if (cluster.primaryNodeId !== undefined) return [];
  return [
    {
      severity: 'likely',
      what: forming
        ? 'It has no primary yet: the members are still connecting.'
        : 'It has no primary: work that runs on one member only, such as schedulers, does not run.',
      evidence: `status ${cluster.status}; primary: none; running members: ${up.map(called).join(', ')}`,
      fix: forming
        ? lookAgain(cluster)
        : 'Restart the runtimes of the members one after another, and read their logs for "cluster".',
    },
  ];
}

function splitFinding(evidence: ClusterEvidence, up: readonly Server[], forming: boolean): Finding | undefined {
  const { cluster } = evidence;
  const blind = up.flatMap((server) => {
    const seen = seenBy(cluster, server.id);
    if (seen === undefined) return [];
    const unseen = up.filter(({ id }) => id !== server.id && !seen.includes(id));
    return unseen.length === 0 ? [] : [`${called(server)} does not see ${unseen.map(called).join(', ')}`];
  });
  if (blind.length === 0) return undefined;
  const sides = sidesOf(cluster, up);
  const seen = `visibility map: ${blind.join('; ')}`;
  if (forming) {
    return {
      severity: 'likely',
      what: 'Not all members see each other yet; the cluster was changed a moment ago.',
      evidence: seen,
      fix: lookAgain(cluster),
    };
  }
  return {
    severity: 'cause',
    what:
      sides.length > 1
        ? `The cluster is split into ${sides.length} parts that do not see each other, and each acts as the whole cluster: ${sides.map((side) => side.map(called).join(' with ')).join(' / ')}.`
        : 'Some members do not see others that see them.',
    evidence: seen,
    fix: fixOf(evidence, up),
  };
}

const lookAgain = ({ id }: Cluster): Advice =>
  advise('Check again in a minute:', call('cluster.get', { cluster: id }), '.');

function fixOf(evidence: ClusterEvidence, up: readonly Server[]): Advice {
  const { cluster } = evidence;
  if (modeOf(cluster) === 'multicast') return multicastFix(evidence);
  const addresses = up.map((server) => `${clusteringIpOf(server) ?? 'an unknown IP'} of ${called(server)}`);
  return advise(
    `Check from each machine that it reaches the others' clustering port (TCP 5701 unless set otherwise): ${addresses.join(', ')}. Then restart the runtimes that were cut off;`,
    call('cluster.get', { cluster: cluster.id }),
    'shows which members see each other.',
  );
}

/** No call changes the mode of a cluster: the same members have to form another one. */
function multicastFix({ cluster, dependents }: ClusterEvidence): Advice {
  const { id, name, servers } = cluster;
  const there = dependents?.filter(({ on }) => on === id).map(({ title }) => title);
  const loss =
    there === undefined
      ? 'Its applications stop running'
      : there.length === 0
        ? 'No application is deployed to it'
        : `Its applications stop running, and have to be deployed to the new cluster in Runtime Manager: ${there.join(', ')}`;
  return advise(
    'Check whether the network between the machines passes multicast. If it does not, form a unicast cluster of the same servers:',
    call('cluster.delete', { cluster: id }),
    ', then',
    thenCall('cluster.create', {
      name,
      servers: servers.map((server) => server.id),
      serverIps: servers.map((server) => clusteringIpOf(server) ?? `<IP of ${inData(server.name)}>`),
    }),
    `. ${loss}.`,
  );
}

/** The members in groups that are connected by sight, in one direction at least. */
function sidesOf(cluster: Cluster, up: readonly Server[]): Server[][] {
  const sees = (a: Server, b: Server): boolean => {
    const seen = seenBy(cluster, a.id);
    // Nothing known of a member: it does not make a split.
    return seen === undefined || seen.includes(b.id);
  };
  const sides: Server[][] = [];
  for (const server of up) {
    const near = sides.filter((side) => side.some((other) => sees(server, other) || sees(other, server)));
    const merged = [...near.flat(), server];
    sides.splice(0, sides.length, ...sides.filter((side) => !near.includes(side)), merged);
  }
  return sides;
}
