import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { planServerRemoval } from '../clusters/change-plans.ts';
import { observeLeave } from '../clusters/clusters.ts';
import { cluster, server } from './arguments.ts';
import { clusterPresentation } from './presentations.ts';
import { clusterRow, named, toClusterRow } from './rows.ts';

const input = { cluster, server };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.removeServer': typeof input;
  }
}

export const removeClusterServer = defineWriteTool({
  name: 'anypoint_remove_cluster_server',
  title: 'Remove a cluster server',
  toolset: 'runtime',
  operation: 'cluster.removeServer',
  effect: 'delete',
  description:
    "Takes a Mule server out of a cluster and undeploys the cluster's applications from it. The server stays registered and is free.",
  scope: 'environment',
  input,
  output: z.object({ cluster: clusterRow, server: named }),
  example: { arguments: { cluster: 'catalog-cluster', server: 'mule-catalog-2' }, answers: 'mule-catalog-2' },
  plan: (args, ctx) => planServerRemoval(args, ctx),
  async apply({ intent }, ctx) {
    const { id, name } = intent.server;
    await ctx.platform.runtimeManager.removeClusterServer(ctx.place, intent.cluster.id, id, ctx.signal);
    return { cluster: toClusterRow(intent.cluster), server: { id, name } };
  },
  follow: {
    async observe(result, ctx) {
      const { cluster: left, server: removed } = result;
      const { value, ...seen } = await observeLeave(left.id, removed.id, ctx);
      return { ...seen, value: { ...result, cluster: toClusterRow(value) } };
    },
    readAgain: (result) => call('cluster.get', { cluster: result.cluster.id }),
  },
  present: ({ cluster: row, server: removed }) =>
    clusterPresentation(
      row,
      row.servers.some(({ id }) => id === removed.id)
        ? `Server ${called(removed)} was still a member when last checked.`
        : `Server ${called(removed)} is free.`,
    ),
});
