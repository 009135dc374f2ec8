import type { ArmServer, Store } from '../../core/store.ts';
import { statusOf } from './server-status.ts';
import { basicsView, type TargetKind } from './targets.ts';

/** Servers among the targets (reference 3.1). */
export const serverKind: TargetKind<ArmServer> = {
  collection: 'servers',
  noun: 'server',
  notFound: 'server not found',
  all: ({ servers }) => servers,
  view: serverView,
};

/** A server as ARM shows it (reference 3.1): cluster and group are there only while it belongs to one. */
export function serverView(store: Store, server: ArmServer, now: number) {
  const { clusterId, serverGroupId } = server;
  const cluster = clusterId === undefined ? undefined : store.clusters.get(clusterId);
  const member = cluster?.members.find(({ serverId }) => serverId === server.id);
  const group = serverGroupId === undefined ? undefined : store.serverGroups.get(serverGroupId);
  return {
    ...basicsView(server, 'SERVER'),
    serverType: server.serverType,
    muleVersion: server.muleVersion,
    gatewayVersion: server.gatewayVersion,
    agentVersion: server.agentVersion,
    licenseExpirationDate: server.licenseExpirationDate,
    certificateExpirationDate: server.certificateExpirationDate,
    status: statusOf(server, now),
    addresses: server.addresses,
    ...(cluster === undefined || member === undefined
      ? {}
      : {
          currentClusteringIp: member.serverIp ?? server.addresses[0]?.ip ?? null,
          currentClusteringPort: member.serverPort,
          clusterId: cluster.id,
          clusterName: cluster.name,
        }),
    ...(group === undefined ? {} : { serverGroupId: group.id, serverGroupName: group.name }),
  };
}
