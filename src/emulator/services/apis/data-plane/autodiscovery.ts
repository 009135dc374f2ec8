import type { DeployedApplication, RuntimeProcess } from '../../../core/data-plane/model.ts';
import { propertyNames } from '../../../core/data-plane/processes.ts';
import { Derived } from '../../../core/derived.ts';
import { clients, environments, organizations } from '../../../core/identity/organizations.ts';
import type { Platform } from '../../../core/platform.ts';
import { hasPassed, stageAt } from '../../../core/transitions.ts';
import { applicationsOf } from '../../applications/index.ts';
import { managedGateways, phaseOf, selfManagedGateways, selfManagedStatusOf } from '../../gateways/index.ts';
import { isUp, serversOfTarget } from '../../runtime/index.ts';
import { privateSpaces } from '../../runtime-fabric/index.ts';
import { apis } from '../instances/instance.ts';
import type { ApiInstance } from '../model.ts';

/** The gatekeeper mode; default `flexible`, as from Mule 4.1 on [docs/platform/autodiscovery.md#properties]. */
export function gatekeeperOf({ properties }: RuntimeProcess): string {
  return (properties[propertyNames.gatekeeper] ?? 'flexible').toLowerCase();
}

/**
 * The instances whose id is the value of any property: the property may have any name
 * [docs/platform/autodiscovery.md#properties].
 */
function namedApis({ store }: Platform, { properties }: RuntimeProcess): ApiInstance[] {
  const found: ApiInstance[] = [];
  for (const value of Object.values(properties)) {
    const api = /^\d{1,10}$/.test(value) ? store.of(apis).get(Number(value)) : undefined;
    if (api !== undefined) found.push(api);
  }
  return found;
}

/** Whether an application uses autodiscovery: it names an instance, or has a property with the usual name. */
export function usesAutodiscovery(platform: Platform, process: RuntimeProcess): boolean {
  return (
    Object.keys(process.properties).some((name) => /^api\.?id$/i.test(name)) || namedApis(platform, process).length > 0
  );
}

/**
 * The environments that a process has credentials for. Credentials of an environment are for that one, those of an
 * organization for all of its own and those of its business groups. Undefined when id and secret do not match
 * [docs/platform/autodiscovery.md#which-credentials-track-which-apis].
 */
export function environmentsOfCredentials(
  { store }: Platform,
  { properties }: RuntimeProcess,
): ReadonlySet<string> | undefined {
  const client = store.of(clients).get(properties[propertyNames.clientId] ?? '');
  if (client === undefined || client.clientSecret !== properties[propertyNames.clientSecret]) return undefined;
  const known = store.of(organizations);
  const covered = [...store.of(environments).values()].filter((environment) => {
    if (environment.clientId === client.clientId) return true;
    const owner = known.get(environment.organizationId);
    if (owner === undefined) return false;
    return [owner.id, ...owner.parentOrganizationIds].some((id) => known.get(id)?.clientId === client.clientId);
  });
  return new Set(covered.map(({ id }) => id));
}

/** The instance that a process tracks: it names the id and has credentials for the environment. */
export function trackedApi(platform: Platform, process: RuntimeProcess): ApiInstance | undefined {
  const covered = environmentsOfCredentials(platform, process);
  if (covered === undefined) return undefined;
  return namedApis(platform, process).find(
    ({ environmentId, technology }) => covered.has(environmentId) && technology !== 'flexGateway',
  );
}

/** The active instances by id, with the application that tracks each, if one does. */
export type ActiveApis = ReadonlyMap<number, DeployedApplication | undefined>;

/** Whether the target of a deployment runs: a gateway or servers of ARM. Other targets count as running. */
function isTargetRunning(platform: Platform, targetId: string): boolean {
  const { store, clock } = platform;
  const now = clock.now();
  const managed = store.of(managedGateways).get(targetId);
  if (managed !== undefined) return phaseOf(managed, now).running;
  const selfManaged = store.of(selfManagedGateways).get(targetId);
  if (selfManaged !== undefined) return selfManagedStatusOf(selfManaged, now) === 'CONNECTED';
  if (/^\d+$/.test(targetId)) return serversOfTarget(platform, Number(targetId)).some((server) => isUp(server, now));
  return !/^[0-9a-f-]{36}$/.test(targetId) || store.of(privateSpaces).has(targetId);
}

/** Whether an instance is served through its deployment [docs/platform/apis.md#deployments]. */
export function isServed(platform: Platform, { deployment }: ApiInstance): boolean {
  if (deployment === null || stageAt(deployment.status, platform.clock.now()) !== 'deployed') return false;
  return isTargetRunning(platform, deployment.targetId);
}

/**
 * The active instances [docs/platform/apis.md#active-and-inactive], each with the application that tracks it, if one
 * does.
 */
export function activeApis(platform: Platform): ActiveApis {
  return active.of(platform, '', (now) => findActive(platform, now));
}

const active = new Derived<ActiveApis>();

function findActive(platform: Platform, now: number): ActiveApis {
  const found = new Map<number, DeployedApplication | undefined>();
  for (const [id, api] of platform.store.look(apis)) {
    if (isServed(platform, api)) found.set(id, undefined);
  }
  for (const application of applicationsOf(platform)) {
    const { process } = application;
    if (process === null || !hasPassed(process.trackedAt, now)) continue;
    const api = trackedApi(platform, process);
    if (api !== undefined) found.set(api.id, application);
  }
  return found;
}
