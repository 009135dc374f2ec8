import { hostIn } from '../../../core/data-plane/hosts.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { recordOf } from '../../../core/requests.ts';
import { hasPassed, stageAt } from '../../../core/transitions.ts';
import { applicationUrl, hostUrl } from '../deployed-applications.ts';
import type { AmcDeployment, AmcSpec, DeploymentRecord } from '../model.ts';
import { masked, selectProperties } from '../properties.ts';
import { propertiesService } from './body.ts';
import { replicaCount, replicaStateAt, replicasAt } from './replicas.ts';

/** A row of the list [docs/platform/cloudhub-2.md#operations]. */
export function itemView({ clock }: Platform, deployment: AmcDeployment) {
  const { status, process } = stageAt(deployment.runtime, clock.now());
  return {
    id: deployment.id,
    name: deployment.name,
    // Epoch milliseconds, as in recorded answers; the document says ISO 8601
    // [docs/platform/disagreements.md#amc-dates].
    creationDate: deployment.creationDate,
    lastModifiedDate: deployment.lastModifiedDate,
    target: { provider: 'MC', targetId: deployment.targetId },
    status,
    application: { status: applicationStatus(deployment, process !== null, clock.now()) },
    currentRuntimeVersion: runtimeVersionOf(deployment),
  };
}

function applicationStatus({ scalesUntil = 0 }: AmcDeployment, runs: boolean, now: number): string {
  if (!runs) return 'NOT_RUNNING';
  return hasPassed(scalesUntil, now) ? 'RUNNING' : 'SCALING';
}

/** The runtime of a deployment, by either of its two settings. */
function runtimeVersionOf({ target }: Pick<AmcDeployment, 'target'>): unknown {
  const settings = recordOf(target['deploymentSettings']);
  return settings['runtimeVersion'] ?? recordOf(settings['runtime'])['version'] ?? null;
}

/** The members of a specification that the target and the application of an answer show. */
type Shown = AmcSpec & { environmentId: string };

function targetView(shown: Shown, baseUrl: string) {
  const settings = recordOf(shown.target['deploymentSettings']);
  const http = recordOf(settings['http']);
  const inbound = recordOf(http['inbound']);
  return {
    ...shown.target,
    provider: 'MC',
    targetId: shown.targetId,
    replicas: replicaCount(shown),
    deploymentSettings: {
      clustered: false,
      updateStrategy: 'rolling',
      ...settings,
      runtimeVersion: runtimeVersionOf(shown),
      runtime: recordOf(settings['runtime']),
      http: {
        ...http,
        inbound: {
          lastMileSecurity: false,
          forwardSslSession: false,
          pathRewrite: null,
          ...inbound,
          publicUrl: inbound['publicUrl'] ?? hostUrl(baseUrl, hostIn(shown)),
        },
      },
    },
  };
}

function applicationView({ name, settings, desiredState, ref, properties, secureKeys }: Shown) {
  return {
    ...settings,
    desiredState,
    ref,
    configuration: {
      ...recordOf(settings['configuration']),
      [propertiesService]: {
        applicationName: name,
        properties: selectProperties(properties, secureKeys, false),
        secureProperties: masked(selectProperties(properties, secureKeys, true), secureKeys),
      },
    },
  };
}

/** A version of a deployment, with what was deployed [docs/platform/cloudhub-2.md#operations]. */
export function specView({ id, createdAt }: DeploymentRecord, shown: Shown, baseUrl: string) {
  return {
    version: id,
    createdAt: isoDate(createdAt),
    target: targetView(shown, baseUrl),
    application: applicationView(shown),
  };
}

/**
 * A deployment in full [docs/platform/cloudhub-2.md#answer]. `publicUrl` is what was sent, by default its address on the
 * data plane.
 */
export function detailView(platform: Platform, deployment: AmcDeployment, baseUrl: string) {
  const now = platform.clock.now();
  const item = itemView(platform, deployment);
  return {
    ...item,
    labels: deployment.labels,
    ...(deployment.upgradeData == null ? {} : { upgradeData: deployment.upgradeData }),
    // Emulator only: its address on the data plane, also when `publicUrl` is another one.
    dataPlaneUrl: applicationUrl(baseUrl, deployment),
    target: targetView(deployment, baseUrl),
    application: { ...applicationView(deployment), ...item.application },
    desiredVersion: deployment.desiredVersion,
    lastSuccessfulVersion: stageAt(deployment.lastSuccessfulVersion, now),
    replicas: replicasAt(deployment, now).map((replica) => ({
      id: replica.id,
      ...replicaStateAt(replica, now),
      deploymentLocation: deployment.targetId,
      currentDeploymentVersion: replica.version,
    })),
  };
}
