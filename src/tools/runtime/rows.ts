import * as z from 'zod';
import type { Cluster, Server } from '../../anypoint/runtime-manager.ts';
import { clusteringIpOf, modeOf } from '../../domain/clusters.ts';
import { addressesOf, ownerOf } from '../../domain/servers.ts';
import { cell } from '../present.ts';

/** Something that is named by id and name. */
export const named = z.object({ id: z.string(), name: z.string() });

/** A server as listings and writes show it. */
export const serverRow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  muleVersion: z.string().optional(),
  agentVersion: z.string().optional(),
  address: z.string().optional(),
  cluster: named.optional(),
  serverGroup: named.optional(),
});
export type ServerRow = z.output<typeof serverRow>;

/** A member of a cluster; `ip` is the address with which it takes part. */
export const memberRow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  ip: z.string().optional(),
  muleVersion: z.string().optional(),
});

/** A cluster as listings and writes show it. */
export const clusterRow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  mode: z.enum(['multicast', 'unicast', 'unknown']),
  servers: z.array(memberRow),
});
export type ClusterRow = z.output<typeof clusterRow>;

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

/** `cluster orders (4)`, one cell; empty for a free server. */
export function ownerCell({ cluster, serverGroup }: Pick<ServerRow, 'cluster' | 'serverGroup'>): string | undefined {
  if (cluster) return `cluster ${cell(cluster.name)} (${cluster.id})`;
  return serverGroup && `server group ${cell(serverGroup.name)} (${serverGroup.id})`;
}
