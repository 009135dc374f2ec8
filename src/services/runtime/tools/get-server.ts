import * as z from 'zod';
import { called } from '../../../core/text/quote.ts';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { addressesOf, findServer, serverProblems } from '../servers.ts';
import { server } from './arguments.ts';
import { ownerCell, serverRow, toServerRow } from './rows.ts';

const input = { server };

declare module '../../../core/operations.ts' {
  interface Operations {
    'server.get': typeof input;
  }
}

export const getServer = defineReadTool({
  name: 'anypoint_get_server',
  title: 'Show a server',
  toolset: 'runtime',
  operation: 'server.get',
  effect: 'read',
  description:
    'Returns a Mule server in full: versions, all addresses, cluster or server group, expiry of certificate and licence, and what is wrong with it.',
  scope: 'environment',
  input,
  output: z.object({
    server: serverRow.extend({
      serverType: z.string().optional(),
      addresses: z.array(z.string()),
      clusteringIp: z.string().optional(),
      certificateExpiresAt: z.string().optional(),
      licenseExpiresAt: z.string().optional(),
      updatedAt: z.string().optional(),
    }),
    problems: z.array(z.string()),
  }),
  example: { arguments: { server: 'mule-orders-1' }, answers: '4.9.6' },
  async run(args, ctx) {
    const { id } = await findServer(args.server, ctx);
    const found = await ctx.platform.runtimeManager.server(ctx.place, id, ctx.signal);
    const { serverType, currentClusteringIp, certificateExpirationDate, licenseExpirationDate, timeUpdated } = found;
    return {
      server: {
        ...toServerRow(found),
        addresses: addressesOf(found),
        ...(serverType === undefined ? {} : { serverType }),
        ...(currentClusteringIp === undefined ? {} : { clusteringIp: currentClusteringIp }),
        ...(certificateExpirationDate === undefined ? {} : { certificateExpiresAt: certificateExpirationDate }),
        ...(licenseExpirationDate === undefined ? {} : { licenseExpiresAt: licenseExpirationDate }),
        ...(timeUpdated === undefined ? {} : { updatedAt: timeUpdated }),
      },
      problems: serverProblems(found, ctx.clock.now()),
    };
  },
  present: ({ server: found, problems }) => ({
    headline: [`Server ${called(found)} is ${found.status}.`, ...problems].join(' '),
    data: lines([
      ['type', found.serverType],
      ['Mule version', found.muleVersion],
      ['agent version', found.agentVersion],
      ['addresses', found.addresses.join(', ')],
      ['belongs to', ownerCell(found) ?? 'nothing (free)'],
      ['clustering IP', found.clusteringIp],
      ['certificate expires', found.certificateExpiresAt],
      ['licence expires', found.licenseExpiresAt],
      ['last changed', found.updatedAt],
    ]),
  }),
});
