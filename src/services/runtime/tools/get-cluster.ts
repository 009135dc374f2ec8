import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { called, count } from '../../../core/text/quote.ts';
import { cell, lines, table } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { advice } from '../../../platform/advice.ts';
import { inData } from '../../../platform/text.ts';
import type { Cluster } from '../client.ts';
import { clusterProblems, findCluster, seenBy } from '../clusters/clusters.ts';
import { cluster } from './arguments.ts';
import { clusterRow, memberRow, named, toClusterRow, toMemberRow } from './rows.ts';

const input = { cluster };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.get': typeof input;
  }
}

export const getCluster = defineReadTool({
  name: 'anypoint_get_cluster',
  title: 'Show a cluster',
  toolset: 'runtime',
  operation: 'cluster.get',
  effect: 'read',
  description: advice`Returns a cluster in full: mode, primary, each member with its IP and the members it sees, and what is wrong. ${tool('cluster.diagnose')} finds the causes.`,
  scope: 'environment',
  input,
  output: z.object({
    cluster: clusterRow.extend({
      servers: z.array(memberRow.extend({ sees: z.array(z.string()).optional() })),
      primaryServer: named.optional(),
      updatedAt: z.string().optional(),
    }),
    problems: z.array(z.string()),
  }),
  example: { arguments: { cluster: 'catalog-cluster' }, answers: 'mule-catalog-2' },
  async run(args, ctx) {
    const found = await findCluster(args.cluster, ctx);
    const primary = found.servers.find(({ id }) => id === found.primaryNodeId);
    return {
      cluster: {
        ...toClusterRow(found),
        servers: found.servers.map((server) => {
          const sees = seenBy(found, server.id)?.map((id) => nameIn(found, id));
          return { ...toMemberRow(server), ...(sees === undefined ? {} : { sees }) };
        }),
        ...(primary === undefined ? {} : { primaryServer: { id: primary.id, name: primary.name } }),
        ...(found.timeUpdated === undefined ? {} : { updatedAt: found.timeUpdated }),
      },
      problems: clusterProblems(found).map(ctx.say),
    };
  },
  present: ({ cluster: { servers, ...found }, problems }) => ({
    headline: [
      `Cluster ${called(found)} is ${found.status}, ${found.mode}, with ${count(servers.length, 'server')}.`,
      ...problems,
    ].join(' '),
    data: [
      table(servers, ['name', 'id', 'status', 'ip', 'muleVersion', 'sees']),
      lines([
        [
          'primary server',
          found.primaryServer && `${inData(cell(found.primaryServer.name))} (${found.primaryServer.id})`,
        ],
        ['last changed', found.updatedAt],
      ]),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  }),
});

function nameIn({ servers }: Cluster, serverId: string): string {
  return servers.find(({ id }) => id === serverId)?.name ?? serverId;
}
