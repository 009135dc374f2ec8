import * as z from 'zod';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { cluster, newName } from '../../../core/tools/params.ts';
import { planClusterRename } from '../clusters/change-plans.ts';
import { observeClusterName } from '../clusters/clusters.ts';
import { nameState } from './presentations.ts';
import { clusterRow, toClusterRow } from './rows.ts';

export const renameCluster = defineWriteTool({
  name: 'anypoint_rename_cluster',
  title: 'Rename a cluster',
  toolset: 'runtime',
  effect: 'update',
  description: 'Changes the name of a cluster.',
  scope: 'environment',
  input: { cluster, newName },
  output: z.object({ cluster: clusterRow, previousName: z.string(), newName: z.string() }),
  plan: (args, { platform, place, signal }) =>
    planClusterRename(platform.runtimeManager, place, args.cluster, args.newName, signal),
  async apply({ intent }, { platform, place, signal }) {
    await platform.runtimeManager.renameCluster(place, intent.cluster.id, intent.newName, signal);
    return { cluster: toClusterRow(intent.cluster), previousName: intent.cluster.name, newName: intent.newName };
  },
  follow: {
    async observe(result, { platform, place, signal }) {
      const { id } = result.cluster;
      const { value, ...seen } = await observeClusterName(platform.runtimeManager, place, id, result.newName, signal);
      return { ...seen, value: { ...result, cluster: toClusterRow(value) } };
    },
    readAgain: (result) => ['anypoint_get_cluster', { cluster: result.cluster.id }],
  },
  present: (result) => ({
    headline: `Cluster ${called(result.cluster)} ${nameState(result.cluster.name, result)}; it is ${result.cluster.status}.`,
  }),
});
