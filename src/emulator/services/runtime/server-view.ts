import type { Platform } from '../../core/platform.ts';
import { clusters } from './cluster.ts';
import type { ArmServer } from './model.ts';
import { servers, statusOf } from './server.ts';
import { serverGroups } from './server-group.ts';
import { basicsView, type TargetType } from './targets.ts';

/** The target type of servers [docs/platform/runtime.md#servers]. */
export const serverType: TargetType<ArmServer> = { kind: servers, notFound: 'server not found', view: serverView };

/**
 * A server as ARM shows it [docs/platform/runtime.md#servers]. Members about a cluster or group are present only while
 * it belongs to one.
 */
export function serverView({ store, clock }: Platform, server: ArmServer) {
  const { clusterId, serverGroupId } = server;
  const cluster = clusterId === undefined ? undefined : store.of(clusters).get(clusterId);
  const member = cluster?.members.find(({ serverId }) => serverId === server.id);
  const group = serverGroupId === undefined ? undefined : store.of(serverGroups).get(serverGroupId);
  return {
    ...basicsView(server, 'SERVER'),
    serverType: server.serverType,
    muleVersion: server.muleVersion,
    gatewayVersion: server.gatewayVersion,
    agentVersion: server.agentVersion,
    licenseExpirationDate: server.licenseExpirationDate,
    certificateExpirationDate: server.certificateExpirationDate,
    status: statusOf(server, clock.now()),
    addresses: server.addresses,
    runtimeInformation: {
      jvmInformation: {
        runtime: { name: 'OpenJDK Runtime Environment', version: '17.0.12+7' },
        specification: { vendor: 'Oracle Corporation', name: 'Java Platform API Specification', version: '17' },
      },
      osInformation: { name: 'Linux', version: '6.1.0', architecture: 'amd64' },
      muleLicenseExpirationDate: server.licenseExpirationDate,
    },
    ...(cluster === undefined || member === undefined
      ? {}
      : {
          serverIp: member.serverIp ?? server.addresses[0]?.ip ?? null,
          currentClusteringIp: member.serverIp ?? server.addresses[0]?.ip ?? null,
          currentClusteringPort: member.serverPort,
          clusterId: cluster.id,
          clusterName: cluster.name,
        }),
    ...(group === undefined ? {} : { serverGroupId: group.id, serverGroupName: group.name }),
  };
}
