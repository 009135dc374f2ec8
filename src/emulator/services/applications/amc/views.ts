import type { Platform } from '../../../core/platform.ts';
import { isRecord } from '../../../core/requests.ts';
import { stageAt } from '../../../core/transitions.ts';
import { applicationUrl } from '../deployed-applications.ts';
import type { AmcDeployment } from '../model.ts';
import { masked, selectProperties } from '../properties.ts';
import { propertiesService } from './body.ts';

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
    application: { status: process === null ? 'NOT_RUNNING' : 'RUNNING' },
    currentRuntimeVersion: runtimeVersionOf(deployment),
  };
}

/** The runtime of a deployment, by either of its two settings. */
function runtimeVersionOf({ target }: AmcDeployment): unknown {
  const settings = recordOf(target['deploymentSettings']);
  return settings['runtimeVersion'] ?? recordOf(settings['runtime'])['version'] ?? null;
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The id of a replica of one version of a deployment. */
export function replicaIdOf(name: string, version: string, index: number): string {
  return `${name}-${version.slice(0, 8)}-${index}`;
}

/**
 * A deployment in full [docs/platform/cloudhub-2.md#answer]. `publicUrl` is what was sent, by default its address on the
 * data plane.
 */
export function detailView(platform: Platform, deployment: AmcDeployment, baseUrl: string) {
  const now = platform.clock.now();
  const { status, process } = stageAt(deployment.runtime, now);
  const item = itemView(platform, deployment);
  const settings = recordOf(deployment.target['deploymentSettings']);
  const runtime = recordOf(settings['runtime']);
  const http = recordOf(settings['http']);
  const inbound = recordOf(http['inbound']);
  const replicas = Number(deployment.target['replicas'] ?? 1);
  const { properties, secureKeys } = deployment;
  return {
    ...item,
    labels: deployment.labels,
    ...(deployment.upgradeData == null ? {} : { upgradeData: deployment.upgradeData }),
    // Emulator only: its address on the data plane, also when `publicUrl` is another one.
    dataPlaneUrl: applicationUrl(baseUrl, deployment),
    target: {
      ...deployment.target,
      provider: 'MC',
      targetId: deployment.targetId,
      replicas,
      deploymentSettings: {
        clustered: false,
        updateStrategy: 'rolling',
        ...settings,
        runtimeVersion: runtimeVersionOf(deployment),
        runtime,
        http: {
          ...http,
          inbound: {
            lastMileSecurity: false,
            forwardSslSession: false,
            pathRewrite: null,
            ...inbound,
            publicUrl: inbound['publicUrl'] ?? applicationUrl(baseUrl, deployment),
          },
        },
      },
    },
    application: {
      ...deployment.settings,
      ...item.application,
      desiredState: deployment.desiredState,
      ref: deployment.ref,
      configuration: {
        ...recordOf(deployment.settings['configuration']),
        [propertiesService]: {
          applicationName: deployment.name,
          properties: selectProperties(properties, secureKeys, false),
          secureProperties: masked(selectProperties(properties, secureKeys, true), secureKeys),
        },
      },
    },
    desiredVersion: deployment.desiredVersion,
    lastSuccessfulVersion: stageAt(deployment.lastSuccessfulVersion, now),
    replicas:
      deployment.desiredState === 'STOPPED'
        ? []
        : Array.from({ length: replicas }, (_, index) => ({
            id: replicaIdOf(deployment.name, deployment.desiredVersion, index),
            state: replicaState(status, process !== null),
            deploymentLocation: deployment.targetId,
            currentDeploymentVersion: deployment.desiredVersion,
            reason: status === 'FAILED' ? (deployment.failure ?? 'The deployment failed') : null,
          })),
  };
}

function replicaState(status: string, runs: boolean): string {
  if (status === 'FAILED') return 'FAILED';
  return runs ? 'STARTED' : 'STARTING';
}
