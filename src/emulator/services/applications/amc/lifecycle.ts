import type { Clock } from '../../../core/clock.ts';
import type { RuntimeProcess, RuntimeState } from '../../../core/data-plane/model.ts';
import { processIn, runtimeState } from '../../../core/data-plane/processes.ts';
import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { recordOf } from '../../../core/requests.ts';
import { durations, lastStage, stageAt, staged, steady } from '../../../core/transitions.ts';
import { hasMuleVersion, privateSpaces, targetsForEnvironment } from '../../runtime-fabric/index.ts';
import { logDeployment } from '../logs.ts';
import type { AmcDeployment } from '../model.ts';
import { type DeploymentBody, merged, mergeProperties, requireRef } from './body.ts';
import { amcDeployments } from './deployment.ts';
import { amcError as fail } from './errors.ts';
import { replaceReplicas, replicaCount, replicaIdOf, scaleReplicas, stopReplicas } from './replicas.ts';
import { requireFreePorts } from './tcp-ports.ts';

function requireTarget(platform: Platform, place: Place, targetId: string | undefined): string {
  const target = targetsForEnvironment(platform, place).find(({ id }) => id === targetId);
  if (target === undefined) throw fail(400, `target.targetId: ${targetId} is not a target of this environment`);
  return target.id;
}

/** A new deployment of the environment that does not run yet. @throws PlatformError */
export function newDeployment(platform: Platform, place: Place, body: DeploymentBody): AmcDeployment {
  const { store, clock } = platform;
  const { name = '', application, target } = body;
  if (!/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(name)) {
    throw fail(400, 'name: must be 1 to 42 characters: lower-case letters, digits and dashes');
  }
  const targetId = requireTarget(platform, place, target?.targetId);
  const ref = requireRef(platform, application?.ref);
  for (const [, other] of store.look(amcDeployments)) {
    if (other.environmentId === place.environment.id && other.name === name) {
      throw fail(409, `A deployment named ${name} already exists in this environment`);
    }
  }
  const now = clock.now();
  const version = crypto.randomUUID();
  const deployment: AmcDeployment = {
    id: crypto.randomUUID(),
    name,
    organizationId: place.organization.id,
    environmentId: place.environment.id,
    labels: body.labels ?? [],
    target: {},
    targetId,
    ref,
    desiredState: 'STARTED',
    settings: {},
    properties: {},
    secureKeys: [],
    creationDate: now,
    lastModifiedDate: now,
    desiredVersion: version,
    lastSuccessfulVersion: steady<string | null>(null),
    runtime: steady(runtimeState('APPLYING')),
    deployments: [],
    logs: [],
  };
  changeDeployment(platform, deployment, body);
  return deployment;
}

/**
 * Applies a partial update: objects are merged member by member [docs/platform/cloudhub-2.md#update]. @throws
 * PlatformError
 */
export function changeDeployment(platform: Platform, deployment: AmcDeployment, body: DeploymentBody): void {
  const { ref, desiredState, configuration, status: _status, ...settings } = body.application ?? {};
  requireUnchanged(deployment, body);
  requireRuntime(body);
  const newRef = ref === undefined ? deployment.ref : requireRef(platform, ref);
  const { targetId: _target, provider: _provider, ...target } = body.target ?? {};
  const newTarget = merged(deployment.target, target);
  requireFreePorts(platform, { ...deployment, target: newTarget });
  deployment.ref = newRef;
  deployment.target = newTarget;
  deployment.settings = merged(deployment.settings, configuration ? { ...settings, configuration } : settings);
  deployment.desiredState = desiredState ?? deployment.desiredState;
  deployment.labels = body.labels ?? deployment.labels;
  deployment.upgradeData = body.upgradeData ?? deployment.upgradeData;
  mergeProperties(deployment, body);
  deployment.lastModifiedDate = platform.clock.now();
}

/**
 * What a deployment cannot be given: another name or target, and a version, which the platform counts by itself.
 * @throws PlatformError 400
 */
function requireUnchanged({ id, name, targetId, desiredVersion }: AmcDeployment, body: DeploymentBody): void {
  if (body.id !== undefined && body.id !== id) throw fail(400, 'id: the id of a deployment cannot be changed');
  const sentTarget = body.target?.targetId;
  if (body.name !== undefined && body.name !== name)
    throw fail(400, 'name: the name of a deployment cannot be changed');
  if (sentTarget !== undefined && sentTarget !== targetId) {
    throw fail(400, 'target.targetId: the target of a deployment cannot be changed');
  }
  if (body.desiredVersion !== undefined && body.desiredVersion !== desiredVersion) {
    throw fail(400, 'desiredVersion: a version cannot be chosen');
  }
}

/**
 * Refuses a runtime that the target does not have, as CloudHub 1.0 does. How the service words it is not known
 * [docs/platform/unknown.md#error-bodies-of-cloudhub-20]. @throws PlatformError 400
 */
function requireRuntime({ target }: DeploymentBody): void {
  const { runtimeVersion, runtime } = target?.deploymentSettings ?? {};
  for (const [name, version] of [
    ['runtimeVersion', runtimeVersion],
    ['runtime.version', runtime?.version],
  ] as const) {
    if (version != null && !hasMuleVersion(version)) {
      throw fail(400, `target.deploymentSettings.${name}: ${version} is not available on this target`);
    }
  }
}

/**
 * Rolls out the settings: APPLYING, then APPLIED, and a little later the new process replaces the old one. Where only the
 * number of replicas differs, the process stays.
 */
export function rollOut(platform: Platform, deployment: AmcDeployment, oldCount = replicaCount(deployment)): void {
  const { clock } = platform;
  const now = clock.now();
  const version = crypto.randomUUID();
  const old = stageAt(deployment.runtime, now).process;
  const successful = stageAt(deployment.lastSuccessfulVersion, now);
  deployment.desiredVersion = version;
  record(platform, deployment);
  deployment.lastSuccessfulVersion = staged<string | null>(clock, successful, [durations.amcStarts, version]);
  if (deployment.desiredState === 'STOPPED') stop(clock, deployment);
  else if (oldCount !== replicaCount(deployment) && old !== null && lastStage(deployment.runtime).process === old) {
    scale(clock, deployment, { old, oldCount });
  } else replace(clock, deployment, old);
  if (deployment.failure !== undefined && deployment.desiredState === 'STARTED') {
    deployment.lastSuccessfulVersion = steady(successful);
  }
}

/** History keeps the last ten configurations [docs/platform/cloudhub-2.md#update]. */
const maxSpecs = 10;

function record(platform: Platform, deployment: AmcDeployment): void {
  const { clock } = platform;
  const { name, target, targetId, ref, desiredState, settings, properties, secureKeys } = deployment;
  const spec = { name, target, targetId, ref, desiredState, settings, properties, secureKeys };
  const startedAt = clock.after(durations.amcStarts);
  deployment.deployments.push({
    id: deployment.desiredVersion,
    createdAt: clock.now(),
    startedAt,
    spec,
    ...(collectsLogs(platform, deployment) ? {} : { isLogged: false }),
  });
  const forgotten = deployment.deployments.at(-1 - maxSpecs);
  if (forgotten !== undefined) delete forgotten.spec;
}

function stop(clock: Clock, deployment: AmcDeployment): void {
  deployment.runtime = staged(clock, runtimeState('APPLYING'), [durations.amcStops, runtimeState('APPLIED')]);
  stopReplicas(clock, deployment);
}

function scale(
  clock: Clock,
  deployment: AmcDeployment,
  { old, oldCount }: { old: RuntimeProcess; oldCount: number },
): void {
  const { amcApplies, amcStarts } = durations;
  const version = deployment.desiredVersion;
  scaleReplicas(clock, deployment, version);
  const added = replicaCount(deployment) - oldCount;
  if (added > 0) logStarts(clock, deployment, added);
  const hasFailed = added > 0 && deployment.failure !== undefined;
  deployment.runtime = hasFailed
    ? staged(clock, runtimeState('APPLYING', old), [amcStarts, runtimeState('FAILED', old)])
    : staged(clock, runtimeState('APPLYING', old), [amcApplies, runtimeState('APPLIED', old)]);
}

function replace(clock: Clock, deployment: AmcDeployment, old: RuntimeProcess | null): void {
  const { amcApplies, amcStarts } = durations;
  const isRolling = updateStrategyOf(deployment) === 'rolling';
  const during = isRolling ? old : null;
  replaceReplicas(clock, deployment, deployment.desiredVersion, isRolling);
  logStarts(clock, deployment, replicaCount(deployment));
  if (deployment.failure !== undefined) {
    deployment.runtime = staged(clock, runtimeState('APPLYING', during), [amcStarts, runtimeState('FAILED', during)]);
    return;
  }
  const applied: [number, RuntimeState] = [amcApplies, runtimeState('APPLIED', during)];
  deployment.runtime =
    deployment.crashes === true
      ? staged(clock, runtimeState('APPLYING', during), applied)
      : staged(clock, runtimeState('APPLYING', during), applied, [
          amcStarts,
          runtimeState('APPLIED', processIn(clock, amcStarts, deployment.properties)),
        ]);
}

/**
 * Whether the logs of a version are collected: neither its own settings nor those of its private space say otherwise
 * [docs/platform/cloudhub-2.md#logs].
 */
function collectsLogs({ store }: Platform, { target, targetId }: AmcDeployment): boolean {
  if (recordOf(target['deploymentSettings'])['disableAmLogForwarding'] === true) return false;
  const { logForwarding } = store.of(privateSpaces).get(targetId)?.settings ?? {};
  return recordOf(logForwarding)['anypointMonitoring'] !== false;
}

/** The lines of new replicas, which are numbered from 0 within a version. */
function logStarts(clock: Clock, deployment: AmcDeployment, count: number): void {
  const { name, desiredVersion: deploymentId } = deployment;
  for (let index = 0; index < count; index += 1) {
    logDeployment(clock, deployment, {
      name,
      deploymentId,
      ms: durations.amcStarts,
      replicaId: replicaIdOf(name, deploymentId, index),
    });
  }
}

/** A rolling update is the default [docs/platform/cloudhub-2.md#create]. */
function updateStrategyOf({ target }: AmcDeployment): unknown {
  return recordOf(target['deploymentSettings'])['updateStrategy'] ?? 'rolling';
}
