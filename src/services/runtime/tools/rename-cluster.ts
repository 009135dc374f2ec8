import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { cluster, newName } from '../../../core/tools/params.ts';
import { planClusterRename } from '../clusters/change-plans.ts';
import { observeClusterName } from '../clusters/clusters.ts';
import { nameState } from './presentations.ts';
import { clusterRow, toClusterRow } from './rows.ts';

const input = { cluster, newName };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.rename': typeof input;
  }
}

export const renameCluster = defineWriteTool({
  name: 'anypoint_rename_cluster',
  title: 'Rename a cluster',
  toolset: 'runtime',
  operation: 'cluster.rename',
  effect: 'update',
  description: 'Changes the name of a cluster.',
  scope: 'environment',
  input,
  output: z.object({ cluster: clusterRow, previousName: z.string(), newName: z.string() }),
  example: { arguments: { cluster: 'catalog-cluster', newName: 'catalog' }, answers: 'catalog' },
  plan: (args, ctx) => planClusterRename(args.cluster, args.newName, ctx),
  async apply({ intent }, ctx) {
    await ctx.platform.runtimeManager.renameCluster(ctx.place, intent.cluster.id, intent.newName, ctx.signal);
    return { cluster: toClusterRow(intent.cluster), previousName: intent.cluster.name, newName: intent.newName };
  },
  follow: {
    async observe(result, ctx) {
      const { id } = result.cluster;
      const { value, ...seen } = await observeClusterName(id, result.newName, ctx);
      return { ...seen, value: { ...result, cluster: toClusterRow(value) } };
    },
    readAgain: (result) => call('cluster.get', { cluster: result.cluster.id }),
  },
  present: (result) => ({
    headline: `Cluster ${called(result.cluster)} ${nameState(result.cluster.name, result)}; it is ${result.cluster.status}.`,
  }),
});
