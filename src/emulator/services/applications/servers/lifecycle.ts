import { processIn, propertyNames, runtimeState } from '../../../core/data-plane/processes.ts';
import { Derived } from '../../../core/derived.ts';
import { clients, environments } from '../../../core/identity/organizations.ts';
import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import type { Store } from '../../../core/store.ts';
import { durations, hasPassed, lastStage, staged, steady } from '../../../core/transitions.ts';
import { serversOfTarget, takeId } from '../../runtime/index.ts';
import { logDeployment } from '../logs.ts';
import type { ArmDeployment, HybridApplication } from '../model.ts';
import { hybridApplications } from './application.ts';
import type { ApplicationRequest } from './body.ts';

/**
 * What a process on a server starts with: the credentials that the registration of the server wrote into its
 * configuration [docs/platform/autodiscovery.md#servers], and the properties of the application over them. Which of the
 * two wins is not known [docs/platform/unknown.md#credentials-as-properties-of-an-application-on-a-server].
 */
export function propertiesOnServer(
  store: Store,
  environmentId: string,
  properties: Readonly<Record<string, string>>,
): Record<string, string> {
  const client = store.of(clients).get(store.of(environments).get(environmentId)?.clientId ?? '');
  if (client === undefined) return { ...properties };
  const { clientId, clientSecret } = client;
  return { [propertyNames.clientId]: clientId, [propertyNames.clientSecret]: clientSecret, ...properties };
}

/** An application with its deployment. */
export type DeployedHybridApplication = HybridApplication & { deployed: ArmDeployment };

/** A deployment before the agents have reported anything; the caller adds the artifact. */
export function newDeployment(
  { organization, environment }: Place,
  now: number,
): Omit<ArmDeployment, 'fileName' | 'file'> {
  return {
    organizationId: organization.id,
    environmentId: environment.id,
    properties: {},
    secureKeys: [],
    runtime: steady(runtimeState('UNDEPLOYED')),
    desiredStatus: steady('STARTED'),
    deployments: [],
    logs: [],
    timeCreated: now,
    timeUpdated: now,
    deletedAt: null,
  };
}

/** Adds a deployment to an application that has none, before it is changed. */
export function withDeployment(
  { clock, store }: Platform,
  place: Place,
  application: HybridApplication,
): DeployedHybridApplication {
  const deployed = application.deployed ?? {
    ...newDeployment(place, clock.now()),
    runtime: steady(runtimeState('STARTED', processIn(clock, 0, propertiesOnServer(store, place.environment.id, {})))),
    fileName: `${application.name}.jar`,
    file: new Uint8Array(),
  };
  return Object.assign(application, { deployed });
}

/** Starts or restarts an application. `first` is the reported status until the agent reports another one. */
export function startArm(platform: Platform, application: DeployedHybridApplication, first: string): void {
  const { clock, store } = platform;
  const { deployed } = application;
  const { armStarts } = durations;
  const id = `${application.id}-${deployed.deployments.length + 1}`;
  const end =
    deployed.failure === undefined
      ? runtimeState(
          'STARTED',
          processIn(clock, armStarts, propertiesOnServer(store, deployed.environmentId, deployed.properties)),
        )
      : runtimeState('DEPLOYMENT_FAILED');
  // Without a server the deployment waits.
  const reachable = serversOfTarget(platform, application.targetId).length > 0;
  deployed.runtime = reachable
    ? staged(clock, runtimeState(first), [armStarts / 4, runtimeState('STARTING')], [armStarts, end])
    : steady(runtimeState(first));
  deployed.deployments.push({ id, createdAt: clock.now(), startedAt: clock.after(armStarts) });
  deployed.desiredStatus = steady('STARTED');
  deployed.timeUpdated = clock.now();
  logDeployment(clock, deployed, { name: application.name, deploymentId: id, ms: armStarts });
}

/** Stops an application. The reported status changes when the agent has stopped it. */
export function stopArm({ clock }: Platform, { deployed }: DeployedHybridApplication): void {
  deployed.desiredStatus = steady('STOPPED');
  deployed.timeUpdated = clock.now();
  const { status } = lastStage(deployed.runtime);
  deployed.runtime = staged(clock, runtimeState(status), [durations.armStops, runtimeState('STOPPED')]);
}

/**
 * Redeploys an application. Meanwhile `desiredStatus` is UPDATED, which the Maven plugin waits for
 * [docs/platform/applications.md#states-on-servers].
 */
export function redeployArm(
  platform: Platform,
  application: DeployedHybridApplication,
  { artifact, properties, configuration }: Pick<ApplicationRequest, 'artifact' | 'properties' | 'configuration'>,
): void {
  const { deployed } = application;
  Object.assign(deployed, artifact);
  if (Object.keys(configuration).length > 0) deployed.configuration = { ...deployed.configuration, ...configuration };
  deployed.properties = properties ?? deployed.properties;
  startArm(platform, application, 'DEPLOYING');
  deployed.desiredStatus = staged(platform.clock, 'UPDATED', [durations.armStarts, 'STARTED']);
}

/** Deletes an application. It stays listed until the agents have undeployed it. */
export function removeArm({ store, clock }: Platform, { id, deployed }: HybridApplication): void {
  if (deployed === undefined) {
    store.delete(hybridApplications, id);
    return;
  }
  deployed.deletedAt = clock.after(durations.armDeletes);
  deployed.desiredStatus = steady('UNDEPLOYED');
  deployed.runtime = steady(runtimeState('UNDEPLOYING'));
}

/**
 * The applications of a server group go on without it: each of its servers has them by itself
 * [docs/platform/runtime.md#server-groups].
 */
export function keepOnServers({ store }: Platform, groupId: number, members: readonly { id: number }[]): void {
  const applications = [...store.look(hybridApplications)].filter(([, { targetId }]) => targetId === groupId);
  for (const [, application] of applications) {
    for (const { id: targetId } of members) {
      const id = takeId(store);
      store.of(hybridApplications).set(id, { ...structuredClone(application), id, targetId });
    }
  }
}

/** The applications whose deletion is finished. */
const deleted = new Derived<readonly number[]>();

/** Removes applications whose deletion is finished; until then they block changes of their target. */
export function purgeDeleted(platform: Platform): void {
  const { store } = platform;
  const ids = deleted.of(platform, '', (now) =>
    [...store.look(hybridApplications)].flatMap(([id, { deployed }]) =>
      deployed?.deletedAt != null && hasPassed(deployed.deletedAt, now) ? [id] : [],
    ),
  );
  for (const id of ids) store.delete(hybridApplications, id);
}
