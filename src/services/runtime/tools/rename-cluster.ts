import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { resolveReference } from '../../../core/resolve.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { newName } from '../../../core/tools/params.ts';
import { platformText } from '../../../platform/reading.ts';
import { clusterSearch } from '../clusters/clusters.ts';
import { planRename, renameObservation } from '../rename-plan.ts';
import { cluster } from './arguments.ts';
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
  description: 'Changes the name of a cluster. Its members keep running.',
  scope: 'environment',
  input,
  output: z.object({ cluster: clusterRow, previousName: platformText, newName: platformText }),
  example: { arguments: { cluster: 'catalog-cluster', newName: 'catalog' }, answers: 'catalog' },
  async plan(args, ctx) {
    const { platform, place, signal } = ctx;
    const all = await platform.runtimeManager.clusters(place, signal);
    const thing = resolveReference(args.cluster, all, clusterSearch(ctx));
    return planRename({ kind: 'cluster', thing, all, newName: args.newName, place });
  },
  async apply({ intent }, ctx) {
    await ctx.platform.runtimeManager.renameCluster(ctx.place, intent.thing.id, intent.newName, ctx.signal);
    return { cluster: toClusterRow(intent.thing), previousName: intent.thing.name, newName: intent.newName };
  },
  follow: {
    async observe(result, ctx) {
      const { id } = result.cluster;
      const { value, ...seen } = renameObservation(
        await ctx.platform.runtimeManager.cluster(ctx.place, id, ctx.signal),
        result.newName,
      );
      return { ...seen, value: { ...result, cluster: toClusterRow(value) } };
    },
    readAgain: (result) => call('cluster.get', { cluster: result.cluster.id }),
  },
  present: (result) => ({
    headline: `Cluster ${called(result.cluster)} ${nameState(result.cluster.name, result)}; it is ${result.cluster.status}.`,
  }),
});
