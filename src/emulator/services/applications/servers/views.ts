import { createHash } from 'node:crypto';
import { armStateAt } from '../../../core/data-plane/processes.ts';
import { dataPlaneUrl } from '../../../core/data-plane/urls.ts';
import type { Platform } from '../../../core/platform.ts';
import type { HybridApplication, Store } from '../../../core/store.ts';
import { stageAt } from '../../../core/transitions.ts';
import { isUp } from '../../runtime/server-status.ts';
import { serversOfTarget } from '../../runtime/targets.ts';

function targetView(store: Store, id: number, up: number, all: number) {
  const status = up === 0 ? 'DISCONNECTED' : 'RUNNING';
  const server = store.servers.get(id);
  if (server !== undefined) return { id, name: server.name, type: 'SERVER', status };
  const cluster = store.clusters.get(id);
  const partly = up > 0 && up < all ? 'PARTIAL' : status;
  if (cluster !== undefined) return { id, name: cluster.name, type: 'CLUSTER', status: partly };
  return { id, name: store.serverGroups.get(id)?.name ?? '', type: 'SERVER_GROUP', status: partly };
}

/** An application on a server, group or cluster (reference 3.5). */
export function armApplicationView({ store, clock }: Platform, application: HybridApplication, baseUrl: string) {
  const now = clock.now();
  const { id, name, targetId, deployed } = application;
  const { status, process } = armStateAt(store, application, now);
  const desiredStatus = deployed === undefined ? 'STARTED' : stageAt(deployed.desiredStatus, now);
  const servers = serversOfTarget(store, targetId);
  const up = servers.filter((server) => isUp(server, now)).length;
  const lastReportedStatus = status === 'STARTED' && up < servers.length && up > 0 ? 'PARTIALLY_STARTED' : status;
  const file = deployed?.file ?? new Uint8Array();
  return {
    id,
    name,
    timeCreated: deployed?.timeCreated ?? 0,
    timeUpdated: deployed?.timeUpdated ?? 0,
    desiredStatus,
    lastReportedStatus,
    started: process !== null,
    artifact: {
      id,
      name,
      fileName: deployed?.fileName ?? `${name}.jar`,
      fileChecksum: createHash('sha1').update(file).digest('hex'),
      fileSize: file.length,
      timeUpdated: deployed?.timeUpdated ?? 0,
    },
    target: {
      ...targetView(store, targetId, up, servers.length),
      servers: servers.map((server) => ({ id: server.id })),
    },
    serverArtifacts: servers.map((server) => ({
      id: id * 100 + (server.id % 100),
      serverId: server.id,
      desiredStatus,
      lastReportedStatus: isUp(server, now) ? status : 'UNDEPLOYED',
      message: deployed?.fault ?? '',
      discovered: false,
    })),
    configuration: {
      'mule.agent.application.properties.service': {
        applicationName: name,
        // In plain: applications on servers have no secure properties (reference 3.5 knows none).
        properties: deployed?.properties ?? {},
      },
    },
    // Emulator only: where it answers on loopback.
    dataPlaneUrl: dataPlaneUrl({ baseUrl, store }, application),
  };
}
