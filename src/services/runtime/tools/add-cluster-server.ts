import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { planServerAddition } from '../clusters/change-plans.ts';
import { observeJoin } from '../clusters/clusters.ts';
import { cluster, server } from './arguments.ts';
import { clusterPresentation } from './presentations.ts';
import { clusterRow, named, toClusterRow } from './rows.ts';

const input = {
  cluster,
  server,
  serverIp: shortText('Unicast: IP at which the other members reach it; default the one that it reports').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.addServer': typeof input;
  }
}

export const addClusterServer = defineWriteTool({
  name: 'anypoint_add_cluster_server',
  title: 'Add a cluster server',
  toolset: 'runtime',
  operation: 'cluster.addServer',
  effect: 'update',
  description: "Adds a free Mule server to a cluster and deploys the cluster's applications to it.",
  scope: 'environment',
  input,
  output: z.object({ cluster: clusterRow, server: named }),
  example: { arguments: { cluster: 'catalog-cluster', server: 'mule-orders-3' }, answers: 'mule-orders-3' },
  plan: (args, ctx) => planServerAddition(args, ctx),
  async apply({ intent }, ctx) {
    const member = { serverId: intent.server.id, serverIp: intent.ip };
    await ctx.platform.runtimeManager.addClusterServer(ctx.place, intent.cluster.id, member, ctx.signal);
    const { id, name } = intent.server;
    return { cluster: toClusterRow(intent.cluster), server: { id, name } };
  },
  follow: {
    async observe(result, ctx) {
      const { cluster: joined, server: added } = result;
      const { value, ...seen } = await observeJoin(joined.id, added.id, ctx);
      return { ...seen, value: { ...result, cluster: toClusterRow(value) } };
    },
    readAgain: (result) => call('cluster.get', { cluster: result.cluster.id }),
    whenFailed: ({ cluster: { id: cluster }, server: { id: server } }) =>
      advice`The server is a member all the same. ${call('cluster.diagnose', { cluster })} says what is wrong, ${call('cluster.removeServer', { cluster, server })} takes it out again.`,
    whenLate: ({ cluster: { id: cluster } }) =>
      advice`If it is the same after some minutes, ${call('cluster.diagnose', { cluster })} finds out why.`,
  },
  present: ({ cluster: row, server: added }) =>
    clusterPresentation(
      row,
      row.servers.some(({ id }) => id === added.id)
        ? `Server ${called(added)} is a member.`
        : `Server ${called(added)} was not a member yet when last checked.`,
    ),
});
