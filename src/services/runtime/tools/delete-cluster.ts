import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { textsOf } from '../../../core/resolve.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { planClusterDeletion } from '../clusters/change-plans.ts';
import { observeDeletion } from '../clusters/clusters.ts';
import { cluster } from './arguments.ts';
import { named } from './rows.ts';

const input = { cluster };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.delete': typeof input;
  }
}

export const deleteCluster = defineWriteTool({
  name: 'anypoint_delete_cluster',
  title: 'Delete a cluster',
  toolset: 'runtime',
  operation: 'cluster.delete',
  effect: 'delete',
  steps: ['remove', 'update'],
  description: 'Deletes a cluster. Its applications stop running; its servers stay registered and become free.',
  scope: 'environment',
  input,
  output: z.object({
    deleted: named,
    gone: z.boolean(),
    servers: z.array(named.extend({ free: z.boolean() })),
  }),
  example: { arguments: { cluster: 'catalog-cluster' }, answers: 'catalog-cluster' },
  plan: (args, ctx) => planClusterDeletion(args.cluster, ctx),
  async apply({ intent }, ctx) {
    await ctx.platform.runtimeManager.deleteCluster(ctx.place, intent.id, ctx.signal);
    const servers = intent.servers.map(({ id, name }) => ({ id, name, free: false }));
    return { deleted: { id: intent.id, name: intent.name }, gone: false, servers };
  },
  removes: (removed) => ({ title: `cluster ${called(removed)}`, named: { cluster: textsOf(removed) } }),
  follow: {
    async observe(result, ctx) {
      const { value, ...seen } = await observeDeletion(result.deleted.id, ctx);
      const held = new Set(value.held.map(({ id }) => id));
      const servers = result.servers.map((member) => ({ ...member, free: !held.has(member.id) }));
      return { ...seen, value: { ...result, gone: value.gone, servers } };
    },
    readAgain: () => call('cluster.list', {}),
  },
  present({ deleted, gone, servers }) {
    const free = servers.filter((member) => member.free).map(called);
    return {
      headline: [
        `Cluster ${called(deleted)} ${gone ? 'is deleted' : 'still existed when last checked'}.`,
        ...(free.length > 0 ? [`Free now: ${free.join(', ')}.`] : []),
        ...(free.length < servers.length
          ? [`Not free yet: ${servers.length - free.length} of ${servers.length}.`]
          : []),
      ].join(' '),
    };
  },
});
