import * as z from 'zod';
import { defineKind } from '../../core/kinds.ts';
import { name, number, place, reference, times } from '../../core/scenario/fields.ts';
import type { LoadContext } from '../../core/scenario/load-context.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { runtimeIds } from './ids.ts';
import type { ArmCluster, ArmServer, ClusterMember } from './model.ts';
import { loadMultiServerTarget } from './server-group.ts';

/** Clusters. */
export const clusters = defineKind({ name: 'clusters', noun: 'cluster', empty: () => new Map<number, ArmCluster>() });

/** The default port of clustering [docs/platform/runtime.md#cluster-ports]. */
export const clusterPort = 5701;

/** The scenario section for clusters, whose servers have already joined. */
export const clustersSection = defineList({
  name: 'clusters',
  entry: z.strictObject({
    ...place,
    name,
    id: number,
    multicast: z.boolean().default(false),
    servers: z.array(reference).min(1),
    ...times,
  }),
  sequence: runtimeIds,
  idsOf: ({ id }) => [id],
  load: (entry, at) => {
    const { basics, members } = loadMultiServerTarget(at, clusters, entry);
    at.store.of(clusters).set(basics.id, {
      ...basics,
      multicastEnabled: entry.multicast,
      members: members.map((server, index) => memberOf(server, entry.multicast, at.at('servers', index))),
    });
    for (const server of members) server.clusterId = basics.id;
  },
});

function memberOf(server: ArmServer, isMulticast: boolean, at: LoadContext): ClusterMember {
  const serverIp = server.addresses[0]?.ip;
  if (serverIp === undefined && !isMulticast) {
    throw at.problem(`a unicast cluster needs an ip for server ${server.name}`);
  }
  return { serverId: server.id, ...(serverIp === undefined ? {} : { serverIp }), serverPort: clusterPort, joinsAt: 0 };
}
