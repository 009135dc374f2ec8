import * as z from 'zod';
import { cell } from '../../../core/text/table.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import type { Cluster, Server } from '../client.ts';
import { clusteringIpOf, modeOf } from '../clusters/clusters.ts';
import { addressesOf, ownerOf } from '../servers.ts';

/** Something that is named by id and name. */
export const named = z.object({ id: z.string(), name: platformText });

/** A server as listings and writes show it. */
export const serverRow = z.object({
  id: z.string(),
  name: platformText,
  status: z.string(),
  muleVersion: z.string().optional(),
  agentVersion: z.string().optional(),
  address: z.string().optional(),
  cluster: named.optional(),
  serverGroup: named.optional(),
});
export type ServerRow = z.output<typeof serverRow>;

/** A server in a listing, which also has what it belongs to in short: `cluster orders`. */
export const listedServerRow = serverRow.extend({ belongsTo: z.string().optional(), updatedAt: z.string().optional() });

/** A member of a cluster; `ip` is the address with which it takes part. */
export const memberRow = z.object({
  id: z.string(),
  name: platformText,
  status: z.string(),
  ip: z.string().optional(),
  muleVersion: z.string().optional(),
});

/** A cluster as listings and writes show it. */
export const clusterRow = z.object({
  id: z.string(),
  name: platformText,
  status: z.string(),
  mode: z.enum(['multicast', 'unicast', 'unknown']),
  servers: z.array(memberRow),
});
export type ClusterRow = z.output<typeof clusterRow>;

/** A cluster in a listing, which also has its members in short: their names, and the status of those that do not run. */
export const listedClusterRow = clusterRow.extend({ members: z.array(z.string()), updatedAt: z.string().optional() });

/** A server as a row; `address` is the first that it reports. */
export function toServerRow(server: Server): ServerRow {
  const { id, name, status, muleVersion, agentVersion } = server;
  const [address] = addressesOf(server);
  const owner = ownerOf(server);
  return {
    id,
    name,
    status,
    ...(muleVersion === undefined ? {} : { muleVersion }),
    ...(agentVersion === undefined ? {} : { agentVersion }),
    ...(address === undefined ? {} : { address }),
    ...(owner?.kind === 'cluster' ? { cluster: { id: owner.id, name: owner.name } } : {}),
    ...(owner?.kind === 'server group' ? { serverGroup: { id: owner.id, name: owner.name } } : {}),
  };
}

/** A server as a row of a listing. */
export function toListedServerRow(server: Server): z.output<typeof listedServerRow> {
  const owner = ownerOf(server);
  return {
    ...toServerRow(server),
    ...(owner === undefined ? {} : { belongsTo: `${owner.kind} ${inData(owner.name)}` }),
    ...(server.timeUpdated === undefined ? {} : { updatedAt: server.timeUpdated }),
  };
}

/** A server as the member of a cluster. */
export function toMemberRow(server: Server): z.output<typeof memberRow> {
  const { id, name, status, muleVersion } = server;
  const ip = clusteringIpOf(server);
  return {
    id,
    name,
    status,
    ...(ip === undefined ? {} : { ip }),
    ...(muleVersion === undefined ? {} : { muleVersion }),
  };
}

/** A cluster as a row, with its members. */
export function toClusterRow(cluster: Cluster): ClusterRow {
  const { id, name, status, servers } = cluster;
  return { id, name, status, mode: modeOf(cluster), servers: servers.map(toMemberRow) };
}

/** A cluster as a row of a listing. */
export function toListedClusterRow(cluster: Cluster): z.output<typeof listedClusterRow> {
  const row = toClusterRow(cluster);
  return {
    ...row,
    members: row.servers.map(({ name, status }) => (status === 'RUNNING' ? name : `${inData(name)} ${status}`)),
    ...(cluster.timeUpdated === undefined ? {} : { updatedAt: cluster.timeUpdated }),
  };
}

/** `cluster orders (4)`, one cell; empty for a free server. */
export function ownerCell({ cluster, serverGroup }: Pick<ServerRow, 'cluster' | 'serverGroup'>): string | undefined {
  if (cluster) return `cluster ${inData(cell(cluster.name))} (${cluster.id})`;
  return serverGroup && `server group ${inData(cell(serverGroup.name))} (${serverGroup.id})`;
}
