import { dataPlanePath, hostIn } from '../../../core/data-plane/hosts.ts';
import type { DeployedApplication } from '../../../core/data-plane/model.ts';
import type { Store } from '../../../core/store.ts';
import {
  type AmcDeployment,
  applicationUrl,
  type CloudHubApplication,
  type HybridApplication,
  hostUrl,
} from '../../applications/index.ts';
import { managedGateways, selfManagedGateways } from '../../gateways/index.ts';
import type { ApiInstance } from '../model.ts';

/**
 * The path under which an instance listens, from its proxy address: `http://0.0.0.0:8081/orders` is `/orders`.
 * @internal
 */
export function basePathOf({ endpoint }: Pick<ApiInstance, 'endpoint'>): string {
  const proxyUri = endpoint['proxyUri'];
  if (typeof proxyUri !== 'string' || !URL.canParse(proxyUri)) return '';
  return new URL(proxyUri).pathname.replace(/\/+$/, '');
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
  if (!('technology' in thing)) return applicationUrl(baseUrl, thing);
  const { deployment } = thing;
  if (deployment === null) return undefined;
  const { targetId } = deployment;
  const gateway = store.of(managedGateways).get(targetId) ?? store.of(selfManagedGateways).get(targetId);
  if (gateway === undefined) return `${baseUrl}${dataPlanePath}/proxies/${thing.id}/`;
  return `${baseUrl}${dataPlanePath}/gateways/${hostIn(gateway)}${basePathOf(thing)}/`;
}

/**
 * Where an instance can be called at this moment: through the application that tracks it, or through its deployment.
 * @internal
 */
export function instanceUrl(
  at: { baseUrl: string; store: Store },
  api: ApiInstance,
  application: DeployedApplication | undefined,
): string | null {
  return application === undefined ? (dataPlaneUrl(at, api) ?? null) : hostUrl(at.baseUrl, application.host);
}
