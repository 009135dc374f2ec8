import * as z from 'zod';
import { defineReadTool } from '../define.ts';
import { defaultLimit, limit, nameContains } from '../params.ts';
import { cell, count, cutNote, table } from '../present.ts';
import { inEnvironment, place, placeOf } from './place.ts';
import { clusterRow, toClusterRow } from './rows.ts';

export const listClusters = defineReadTool({
  name: 'anypoint_list_clusters',
  title: 'List clusters',
  toolset: 'runtime',
  effect: 'read',
  description: 'Clusters of Mule servers with status, mode (multicast, unicast) and members.',
  scope: 'environment',
  input: { nameContains, limit },
  output: z.object({ environment: place, total: z.number(), clusters: z.array(clusterRow) }),
  async run({ nameContains: part, limit: most = defaultLimit }, { platform, scope, signal }) {
    const clusters = await platform.runtimeManager.clusters(scope, signal);
    const folded = part?.toLowerCase() ?? '';
    const fitting = clusters.filter(({ name }) => name.toLowerCase().includes(folded));
    return {
      environment: placeOf(scope),
      total: fitting.length,
      clusters: fitting.slice(0, most).map(toClusterRow),
    };
  },
  present: ({ environment, clusters, total }) => ({
    headline: `${total === 0 ? 'No clusters' : count(total, 'cluster')} in ${inEnvironment(environment)}.${cutNote(clusters.length, total)}`,
    data: table(
      clusters.map(({ servers, ...cluster }) => ({
        ...cluster,
        servers: servers.map(({ name, id, status }) => `${cell(name)} (${id}) ${status}`),
      })),
      ['name', 'id', 'status', 'mode', 'servers'],
    ),
  }),
});
