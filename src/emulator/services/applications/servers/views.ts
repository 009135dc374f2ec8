import { createHash } from 'node:crypto';
import type { Platform } from '../../../core/platform.ts';
import { hasPassed, stageAt } from '../../../core/transitions.ts';
import {
  type ArmCluster,
  type ArmServer,
  type ArmServerGroup,
  clusters,
  isUp,
  serverGroups,
  servers,
  serversOfTarget,
  serverView,
} from '../../runtime/index.ts';
import { applicationUrl } from '../deployed-applications.ts';
import type { HybridApplication } from '../model.ts';
import { hybridStateOf } from './application.ts';

function targetView({ store }: Platform, id: number, up: number, all: number) {
  const status = up === 0 ? 'DISCONNECTED' : 'RUNNING';
  const partly = up > 0 && up < all ? 'PARTIAL' : status;
  const server = store.of(servers).get(id);
  if (server !== undefined) return { ...basicsOf(server), type: 'SERVER', status };
  const cluster = store.of(clusters).get(id);
  if (cluster !== undefined) return { ...basicsOf(cluster), type: 'CLUSTER', status: partly };
  const group = store.of(serverGroups).get(id);
  return { ...(group === undefined ? { id, name: '' } : basicsOf(group)), type: 'SERVER_GROUP', status: partly };
}

function basicsOf({ id, name, timeCreated, timeUpdated }: ArmServer | ArmServerGroup | ArmCluster) {
  return { id, name, timeCreated, timeUpdated };
}

/** Whether a server runs the applications of its target: it is up, and has got those of a group that it joined. */
function runsOn(server: ArmServer, now: number): boolean {
  return isUp(server, now) && hasPassed(server.groupRunsAt ?? 0, now);
}

/** What the agents of an application's servers report together. */
export function reportedStatusOf(platform: Platform, application: HybridApplication): string {
  const now = platform.clock.now();
  const { status } = hybridStateOf(platform, application);
  const members = serversOfTarget(platform, application.targetId);
  const up = members.filter((server) => runsOn(server, now)).length;
  return status === 'STARTED' && up < members.length && up > 0 ? 'PARTIALLY_STARTED' : status;
}

/** What one of the servers reports. */
function reportedBy(server: ArmServer, status: string, now: number): string {
  if (!isUp(server, now)) return 'UNDEPLOYED';
  return runsOn(server, now) ? status : 'DEPLOYING';
}

/** An application on a server, group or cluster [docs/platform/applications.md#the-application-object]. */
export function hybridApplicationView(platform: Platform, application: HybridApplication, baseUrl: string) {
  const now = platform.clock.now();
  const { id, name, targetId, deployed } = application;
  const { status, process } = hybridStateOf(platform, application);
  const desiredStatus = deployed === undefined ? 'STARTED' : stageAt(deployed.desiredStatus, now);
  const members = serversOfTarget(platform, targetId);
  const up = members.filter((server) => isUp(server, now)).length;
  const lastReportedStatus = reportedStatusOf(platform, application);
  const file = deployed?.file ?? new Uint8Array();
  const artifact = {
    id,
    storageId: id,
    type: 'APPLICATION',
    name,
    fileName: deployed?.fileName ?? `${name}.jar`,
    fileChecksum: createHash('sha1').update(file).digest('hex'),
    fileSize: file.length,
    timeUpdated: deployed?.timeUpdated ?? 0,
  };
  return {
    id,
    name,
    timeCreated: deployed?.timeCreated ?? 0,
    timeUpdated: deployed?.timeUpdated ?? 0,
    desiredStatus,
    lastReportedStatus,
    started: process !== null,
    uptime: process === null ? 0 : Math.max(0, now - process.startedAt),
    artifact,
    target: {
      ...targetView(platform, targetId, up, members.length),
      servers: members.map((server) => serverView(platform, server)),
      // What was deployed past Runtime Manager; here nothing can be.
      discoveredArtifactNames: [],
    },
    serverArtifacts: members.map((server) => ({
      id: id * 100 + (server.id % 100),
      timeCreated: deployed?.timeCreated ?? 0,
      timeUpdated: deployed?.timeUpdated ?? 0,
      artifactName: name,
      artifact,
      applicationId: id,
      deploymentId: deployed?.deployments.length ?? 0,
      serverId: server.id,
      desiredStatus,
      lastReportedStatus: reportedBy(server, status, now),
      message: deployed?.failure ?? '',
      discovered: false,
    })),
    configuration: {
      ...deployed?.configuration,
      'mule.agent.application.properties.service': {
        applicationName: name,
        // In plain text: applications on servers have no protected properties
        // [docs/platform/applications.md#on-servers].
        properties: deployed?.properties ?? {},
      },
    },
    // Emulator only: its address on the data plane.
    dataPlaneUrl: applicationUrl(baseUrl, application),
  };
}
