import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { found } from '../../../core/text/table.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { filterServers, memberships, serverStatuses } from '../servers.ts';
import { listedServerRow, toListedServerRow } from './rows.ts';

const filters = {
  status: z.enum(serverStatuses).describe('Only servers with this status').optional(),
  membership: z
    .enum(memberships)
    .describe('Only servers in a cluster, in a server group, or free: in neither')
    .optional(),
  nameContains,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'server.list': typeof filters;
  }
}

export const listServers = defineListTool({
  name: 'anypoint_list_servers',
  title: 'List servers',
  toolset: 'runtime',
  operation: 'server.list',
  description:
    'Lists the Mule servers (runtimes) that are registered in an environment, with status, versions, address, and the cluster or server group that they belong to.',
  scope: 'environment',
  reach: 'every',
  filters,
  rows: {
    key: 'servers',
    thing: { argument: 'server', noun: 'server' },
    row: listedServerRow,
    identity: ['name', 'id'],
    order: 'name',
    brief: ['status', 'muleVersion', 'belongsTo'],
    full: ['status', 'muleVersion', 'agentVersion', 'address', 'cluster', 'serverGroup'],
  },
  facts: {},
  example: { arguments: { membership: 'free' }, answers: 'mule-orders-1' },
  async read(filter, { platform, place, signal }) {
    const servers = await platform.runtimeManager.servers(place, signal);
    return {
      rows: filterServers(servers, filter).map(toListedServerRow),
      facts: {},
      of: servers.length,
    };
  },
  headline(_facts, counted, where) {
    if (counted.total === 0 && counted.of === undefined)
      return advice`No servers in ${where}. ${tool('server.getRegistration')} shows how to register one.`;
    return found(counted, 'server', where);
  },
});
