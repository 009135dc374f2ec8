import { found } from '../../../core/text/table.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { listedClusterRow, toListedClusterRow } from './rows.ts';

const filters = { nameContains };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.list': typeof filters;
  }
}

export const listClusters = defineListTool({
  name: 'anypoint_list_clusters',
  title: 'List clusters',
  toolset: 'runtime',
  operation: 'cluster.list',
  description:
    'Lists the clusters of Mule servers in an environment with status, mode (multicast or unicast) and members.',
  scope: 'environment',
  reach: 'every',
  filters,
  rows: {
    key: 'clusters',
    thing: { argument: 'cluster', noun: 'cluster' },
    row: listedClusterRow,
    identity: ['name', 'id'],
    order: 'name',
    brief: ['status', 'mode', 'members'],
    full: ['status', 'mode', 'servers'],
  },
  facts: {},
  example: { arguments: {}, answers: 'catalog-cluster' },
  async read({ nameContains: part = '' }, { platform, place, signal }) {
    const clusters = await platform.runtimeManager.clusters(place, signal);
    const folded = part.toLowerCase();
    return {
      rows: clusters.filter(({ name }) => name.toLowerCase().includes(folded)).map(toListedClusterRow),
      facts: {},
      of: clusters.length,
    };
  },
  headline: (_facts, counted, where) => found(counted, 'cluster', where),
});
