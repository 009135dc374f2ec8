import { applicationsOf, type DeployedApplication } from '../../core/data-plane/processes.ts';
import type { Platform } from '../../core/platform.ts';
import type { Store } from '../../core/store.ts';
import { stageAt } from '../../core/transitions.ts';
import type { RuntimeProcess } from '../applications/model.ts';
import { phaseOf, selfManagedStatusOf } from '../gateways/views.ts';
import { isUp } from '../runtime/server-status.ts';
import { serversOfTarget } from '../runtime/targets.ts';
import type { ApiInstance } from './model.ts';

/** Names of the properties that pair an application with API Manager (reference 9). */
export const propertyNames = {
  clientId: 'anypoint.platform.client_id',
  clientSecret: 'anypoint.platform.client_secret',
  gatekeeper: 'anypoint.platform.gatekeeper',
} as const;

/** `flexible` unless said otherwise, as from Mule 4.1 on (reference 9). */
export function gatekeeperOf({ properties }: RuntimeProcess): string {
  return (properties[propertyNames.gatekeeper] ?? 'flexible').toLowerCase();
}

/** The instances whose number is the value of some property: an application may name that property as it likes (reference 9). */
function namedApis(store: Store, properties: Record<string, string>): ApiInstance[] {
  const found: ApiInstance[] = [];
  for (const value of Object.values(properties)) {
    const api = /^\d{1,10}$/.test(value) ? store.apis.get(Number(value)) : undefined;
    if (api !== undefined) found.push(api);
  }
  return found;
}

/** Whether an application takes part in autodiscovery: it names an instance, or has the property most of them use. */
export function isPaired(store: Store, { properties }: RuntimeProcess): boolean {
  return Object.keys(properties).some((name) => /^api\.?id$/i.test(name)) || namedApis(store, properties).length > 0;
}

/**
 * The environments that credentials are good for: those of an environment for that one, those of an organization for
 * all of its own and those of its business groups; undefined when id and secret do not belong together (reference 9).
 */
export function environmentsOfCredentials(
  store: Store,
  properties: Record<string, string>,
): ReadonlySet<string> | undefined {
  const client = store.clients.get(properties[propertyNames.clientId] ?? '');
  if (client === undefined || client.clientSecret !== properties[propertyNames.clientSecret]) return undefined;
  const covered = [...store.environments.values()].filter((environment) => {
    if (environment.clientId === client.clientId) return true;
    const owner = store.organizations.get(environment.organizationId);
    if (owner === undefined) return false;
    const line = [owner.id, ...owner.parentOrganizationIds];
    return line.some((id) => store.organizations.get(id)?.clientId === client.clientId);
  });
  return new Set(covered.map(({ id }) => id));
}

/** The instance that a process is paired with: the number is right, and so are the credentials. */
export function trackedApi(store: Store, process: RuntimeProcess): ApiInstance | undefined {
  const environments = environmentsOfCredentials(store, process.properties);
  if (environments === undefined) return undefined;
  return namedApis(store, process.properties).find(
    ({ environmentId, technology }) => environments.has(environmentId) && technology !== 'flexGateway',
  );
}

/** Whether what an instance is deployed to runs: a gateway, or servers of ARM; other targets are taken to. */
export function isTargetRunning(store: Store, targetId: string, now: number): boolean {
  const managed = store.managedGateways.get(targetId);
  if (managed !== undefined) return phaseOf(managed, now).running;
  const own = store.selfManagedGateways.get(targetId);
  if (own !== undefined) return selfManagedStatusOf(own, now) === 'CONNECTED';
  if (/^\d+$/.test(targetId)) return serversOfTarget(store, Number(targetId)).some((server) => isUp(server, now));
  return !/^[0-9a-f-]{36}$/.test(targetId) || store.privateSpaces.has(targetId);
}

/** Whether an instance is served through its deployment at a moment (reference 5.4). */
export function isServed(store: Store, { deployment }: ApiInstance, now: number): boolean {
  if (deployment === null || stageAt(deployment.status, now) !== 'deployed') return false;
  return isTargetRunning(store, deployment.targetId, now);
}

/** The instances that are active at a moment (reference 5.3), each with the application that tracks it, if one does. */
export function activeApis(store: Store, now: number): Map<number, DeployedApplication | undefined> {
  const active = new Map<number, DeployedApplication | undefined>();
  for (const api of store.apis.values()) {
    if (isServed(store, api, now)) active.set(api.id, undefined);
  }
  for (const application of applicationsOf(store, now)) {
    const { process } = application;
    if (process === null || process.trackedAt > now) continue;
    const api = trackedApi(store, process);
    if (api !== undefined) active.set(api.id, application);
  }
  return active;
}

/** Notes who is active now, so that the time is known once they are not. Called before anything changes. */
export function noteActivity({ store, clock }: Platform): void {
  const now = clock.now();
  for (const id of activeApis(store, now).keys()) {
    const api = store.apis.get(id);
    if (api !== undefined) api.lastActiveAt = now;
  }
}
