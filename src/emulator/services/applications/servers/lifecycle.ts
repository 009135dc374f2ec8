import { processIn } from '../../../core/data-plane/processes.ts';
import type { Place } from '../../../core/places.ts';
import type { Platform } from '../../../core/platform.ts';
import type { HybridApplication, Store } from '../../../core/store.ts';
import { durations, lastStage, staged, steady } from '../../../core/transitions.ts';
import { serversOfTarget } from '../../runtime/targets.ts';
import { logDeployment } from '../logs.ts';
import type { ArmDeployment, RuntimeState } from '../model.ts';
import type { ArmArtifact } from './body.ts';

/** A deployment of which nobody has reported anything yet; what it consists of is still to come. */
export function newDeployment(
  { organization, environment }: Place,
  now: number,
): Omit<ArmDeployment, 'fileName' | 'file'> {
  return {
    organizationId: organization.id,
    environmentId: environment.id,
    properties: {},
    secureKeys: [],
    runtime: steady<RuntimeState>({ status: 'UNDEPLOYED', updateStatus: null, process: null }),
    desiredStatus: steady('STARTED'),
    deployments: [],
    logs: [],
    timeCreated: now,
    timeUpdated: now,
    goneAt: null,
  };
}

/** An application that a scenario put on a target without details gets them once it is changed. */
export function deploymentOf({ clock }: Platform, place: Place, application: HybridApplication): ArmDeployment {
  application.deployed ??= {
    ...newDeployment(place, clock.now()),
    runtime: steady<RuntimeState>({ status: 'STARTED', updateStatus: null, process: processIn(clock, 0, {}) }),
    fileName: `${application.name}.jar`,
    file: new Uint8Array(),
  };
  return application.deployed;
}

/** Starts or starts again: `first` is what is reported until the agent says more. */
export function startArm(
  { store, clock }: Platform,
  application: HybridApplication,
  deployed: ArmDeployment,
  first: string,
): void {
  const { armStarts } = durations;
  const id = `${application.id}-${deployed.deployments.length + 1}`;
  const state = (status: string, process: RuntimeState['process'] = null): RuntimeState => ({
    status,
    updateStatus: null,
    process,
  });
  const done =
    deployed.fault === undefined
      ? state('STARTED', processIn(clock, armStarts, deployed.properties))
      : state('DEPLOYMENT_FAILED');
  // With nobody there to take it, a deployment waits; the agent picks it up once it is connected.
  const reachable = serversOfTarget(store, application.targetId).length > 0;
  deployed.runtime = reachable
    ? staged(clock, state(first), [armStarts / 4, state('STARTING')], [armStarts, done])
    : steady(state(first));
  deployed.deployments.push({ id, createdAt: clock.now(), startedAt: clock.after(armStarts) });
  deployed.desiredStatus = steady('STARTED');
  deployed.timeUpdated = clock.now();
  logDeployment(clock, deployed, { name: application.name, deploymentId: id, ms: armStarts });
}

/** Stops: it is reported as it was until the agent has done it. */
export function stopArm({ clock }: Platform, deployed: ArmDeployment): void {
  deployed.desiredStatus = steady('STOPPED');
  deployed.timeUpdated = clock.now();
  const state = (status: string): RuntimeState => ({ status, updateStatus: null, process: null });
  deployed.runtime = staged(clock, state(lastStage(deployed.runtime).status), [durations.armStops, state('STOPPED')]);
}

/** `desiredStatus` is UPDATED while it goes on, by which the Maven plugin waits (reference 3.5). */
export function redeployArm(
  platform: Platform,
  application: HybridApplication,
  deployed: ArmDeployment,
  artifact: ArmArtifact | undefined,
  properties: Record<string, string> | undefined,
): void {
  Object.assign(deployed, artifact);
  deployed.properties = properties ?? deployed.properties;
  startArm(platform, application, deployed, 'DEPLOYING');
  deployed.desiredStatus = staged(platform.clock, 'UPDATED', [durations.armStarts, 'STARTED']);
}

/** Undeploys: the application is there until its agents have done it. */
export function removeArm({ clock }: Platform, deployed: ArmDeployment): void {
  deployed.goneAt = clock.after(durations.armDeletes);
  deployed.desiredStatus = steady('UNDEPLOYED');
  deployed.runtime = steady<RuntimeState>({ status: 'UNDEPLOYING', updateStatus: null, process: null });
}

/** Removes applications whose deletion is finished: until then they are in the way of their target's changes. */
export function forgetDeleted(store: Store, now: number): void {
  for (const { id, deployed } of store.hybridApplications.values()) {
    if (deployed?.goneAt != null && deployed.goneAt <= now) store.hybridApplications.delete(id);
  }
}
