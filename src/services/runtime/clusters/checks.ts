import { quote } from '../../../core/text/quote.ts';
import type { Server } from '../client.ts';
import { isUp } from '../servers.ts';
import { byMuleVersion, modeOf, seenBy } from './clusters.ts';
import type { ClusterEvidence } from './diagnosis.ts';

/** What a diagnosis of a cluster checked and its state, a few words each. */
export function describeClusterChecks({ cluster, dependents }: ClusterEvidence): string[] {
  const { servers } = cluster;
  const up = servers.filter(isUp);
  const versions = byMuleVersion(servers).map(([version]) => version);
  const primary = servers.find(({ id }) => id === cluster.primaryNodeId);
  return [
    `members connected: ${up.length} of ${servers.length}`,
    ...(up.length > 1 && up.every(({ id }) => seenBy(cluster, id) !== undefined)
      ? ['which members see each other']
      : []),
    ...(primary === undefined ? [] : [`primary ${quote(primary.name)}`]),
    ...(modeOf(cluster) === 'unicast' && servers.length > 0
      ? [`IPs: ${servers.map(({ currentClusteringIp }) => currentClusteringIp ?? 'none').join(', ')}`]
      : []),
    ...(versions.length === 0 ? [] : [`Mule ${versions.join(', ')}`]),
    ...earliest('certificates', servers, ({ certificateExpirationDate }) => certificateExpirationDate),
    ...earliest('licences', servers, ({ licenseExpirationDate }) => licenseExpirationDate),
    ...(dependents === undefined ? [] : [`applications: ${dependents.length}`]),
  ];
}

function earliest(things: string, servers: readonly Server[], endOf: (server: Server) => string | undefined): string[] {
  const [first] = servers
    .map(endOf)
    .filter((end) => end !== undefined)
    .sort();
  return first === undefined ? [] : [`${things} until ${first}`];
}
