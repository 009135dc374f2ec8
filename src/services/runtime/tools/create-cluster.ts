import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { observeFormation } from '../clusters/clusters.ts';
import { createCluster as create, planClusterCreation } from '../clusters/create-plan.ts';
import { clusterPresentation } from './presentations.ts';
import { clusterRow, toClusterRow, toMemberRow } from './rows.ts';

const input = {
  name: shortText('Name of the new cluster'),
  servers: z.array(shortText()).describe('Free servers to put in, ids or names').meta({ separable: true }),
  serverIps: z
    .array(shortText())
    .describe('Unicast: IP of each server, in the order of servers')
    .meta({ separable: true })
    .optional(),
  multicast: z
    .boolean()
    .describe('How members find each other: true for multicast, false for unicast; default true without serverIps')
    .optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.create': typeof input;
  }
}

export const createCluster = defineWriteTool({
  name: 'anypoint_create_cluster',
  title: 'Create a cluster',
  toolset: 'runtime',
  operation: 'cluster.create',
  effect: 'create',
  description:
    'Forms a cluster of 1 to 8 free Mule servers and waits until it runs. Multicast needs a network that passes it; unicast needs running servers and the IP of each. All run the same Mule version.',
  scope: 'environment',
  input,
  output: z.object({ cluster: clusterRow }),
  example: { arguments: { name: 'orders', servers: ['mule-orders-1', 'mule-orders-2'] }, answers: 'RUNNING' },
  plan: (args, ctx) => planClusterCreation(args, ctx),
  async apply({ intent }, ctx) {
    const id = await create(intent, ctx);
    // Of the answer only the id is sure [docs/platform/unknown.md#answers-of-cluster-writes]; the rest is what was sent. Waiting reads it.
    const servers = intent.members.map(({ server, ip }) => ({ ...toMemberRow(server), ...(ip ? { ip } : {}) }));
    const mode = intent.multicast ? ('multicast' as const) : ('unicast' as const);
    return { cluster: { id, name: intent.name, status: 'CREATED', mode, servers } };
  },
  follow: {
    async observe({ cluster }, ctx) {
      const { value, ...seen } = await observeFormation(cluster.id, ctx);
      return { ...seen, value: { cluster: toClusterRow(value) } };
    },
    readAgain: (result) => call('cluster.get', { cluster: result.cluster.id }),
    whenFailed: ({ cluster: { id, name } }) =>
      advice`The cluster exists all the same: it keeps the name ${quote(name)} and its servers. ${call('cluster.diagnose', { cluster: id })} finds out why it does not run, ${call('cluster.delete', { cluster: id })} deletes it and frees its servers.`,
    whenLate: ({ cluster: { id } }) =>
      advice`If it is the same after some minutes, ${call('cluster.diagnose', { cluster: id })} finds out why.`,
  },
  present: ({ cluster }) => clusterPresentation(cluster),
});
