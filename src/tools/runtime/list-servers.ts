import * as z from 'zod';
import { filterServers, memberships, serverStatuses } from '../../domain/servers.ts';
import { defineReadTool } from '../define.ts';
import { defaultLimit, limit, nameContains } from '../params.ts';
import { count, cutNote, table } from '../present.ts';
import { inEnvironment, place, placeOf } from './place.ts';
import { ownerCell, serverRow, toServerRow } from './rows.ts';

export const listServers = defineReadTool({
  name: 'anypoint_list_servers',
  title: 'List servers',
  toolset: 'runtime',
  effect: 'read',
  description: 'Mule runtimes registered in an environment: status, versions, address, cluster or group.',
  scope: 'environment',
  input: {
    status: z.enum(serverStatuses).describe('Status').optional(),
    membership: z.enum(memberships).describe('free: in neither').optional(),
    nameContains,
    limit,
  },
  output: z.object({ environment: place, total: z.number(), registered: z.number(), servers: z.array(serverRow) }),
  async run({ limit: most = defaultLimit, ...filter }, { platform, scope, signal }) {
    const servers = await platform.runtimeManager.servers(scope, signal);
    const fitting = filterServers(servers, filter);
    return {
      environment: placeOf(scope),
      total: fitting.length,
      registered: servers.length,
      servers: fitting.slice(0, most).map(toServerRow),
    };
  },
  present: ({ environment, servers, total, registered }) => ({
    headline: `${registered === 0 ? 'No servers' : total === registered ? count(total, 'server') : `${total} of ${count(registered, 'server')}`} in ${inEnvironment(environment)}${total === registered ? '' : ' fit'}.${
      registered === 0 ? ' anypoint_get_server_registration shows how to register one.' : cutNote(servers.length, total)
    }`,
    data: table(
      servers.map((server) => ({ ...server, belongsTo: ownerCell(server) })),
      ['name', 'id', 'status', 'muleVersion', 'agentVersion', 'address', 'belongsTo'],
    ),
  }),
});
