import type { ApiInstance } from '../../services/apis/model.ts';
import type { AmcDeployment, CloudHubApplication } from '../../services/applications/model.ts';
import { appUniqueIdOf } from '../../services/runtime-fabric/availability.ts';
import type { HybridApplication, Store } from '../store.ts';
import type { DeployedApplication } from './processes.ts';
import { amcHostOf, armHostOf } from './processes.ts';

/** Where applications and APIs answer, below the emulator's own address. */
export const dataPlanePath = '/data-plane';

/** The path under which an instance listens, from its proxy address: `http://0.0.0.0:8081/orders` is `/orders`. */
export function basePathOf({ endpoint }: Pick<ApiInstance, 'endpoint'>): string {
  const proxyUri = endpoint['proxyUri'];
  if (typeof proxyUri !== 'string' || !URL.canParse(proxyUri)) return '';
  return new URL(proxyUri).pathname.replace(/\/+$/, '');
}

/** The path segment of a gateway: its names are unique in their environment only. */
export function gatewayHostOf({ name, environmentId }: { name: string; environmentId: string }): string {
  return `${name}-${appUniqueIdOf({ id: environmentId })}`;
}

/**
 * Where an application, or an instance that is deployed to a gateway or as a proxy, answers on an emulator's data
 * plane. An instance that an application tracks answers where that application does; for one that is not deployed
 * there is no address of its own.
 */
export function dataPlaneUrl(
  { baseUrl, store }: { baseUrl: string; store: Store },
  thing: CloudHubApplication | AmcDeployment | HybridApplication | ApiInstance,
): string | undefined {
  if ('domain' in thing) return `${baseUrl}${dataPlanePath}/apps/${thing.domain}/`;
  if ('ref' in thing) return `${baseUrl}${dataPlanePath}/apps/${amcHostOf(thing)}/`;
  if (!('technology' in thing)) return `${baseUrl}${dataPlanePath}/apps/${armHostOf(thing)}/`;
  const { deployment } = thing;
  if (deployment === null) return undefined;
  const gateway = store.managedGateways.get(deployment.targetId) ?? store.selfManagedGateways.get(deployment.targetId);
  if (gateway === undefined) return `${baseUrl}${dataPlanePath}/proxies/${thing.id}/`;
  return `${baseUrl}${dataPlanePath}/gateways/${gatewayHostOf(gateway)}${basePathOf(thing)}/`;
}

/** Where an instance can be called at this moment: through the application that tracks it, or through its deployment. */
export function instanceUrl(
  at: { baseUrl: string; store: Store },
  api: ApiInstance,
  application: DeployedApplication | undefined,
): string | null {
  if (application !== undefined) return `${at.baseUrl}${dataPlanePath}/apps/${application.host}/`;
  return dataPlaneUrl(at, api) ?? null;
}
