import { addressOf, type PublicAddress } from '../../../core/data-plane/addresses.ts';
import { dataPlanePath, hostIn } from '../../../core/data-plane/hosts.ts';
import type { DeployedApplication } from '../../../core/data-plane/model.ts';
import type { Platform } from '../../../core/platform.ts';
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
 * The path at which an instance listens, from its proxy URI: `/orders` for `http://0.0.0.0:8081/orders`.
 * @internal
 */
export function basePathOf({ endpoint }: Pick<ApiInstance, 'endpoint'>): string {
  const proxyUri = endpoint['proxyUri'];
  if (typeof proxyUri !== 'string' || !URL.canParse(proxyUri)) return '';
  return new URL(proxyUri).pathname.replace(/\/+$/, '');
}

/**
 * The address, on an emulator's data plane, of an application or of an instance on a gateway or proxy. Undefined for an
 * instance without a deployment: when an application tracks it, the address of the application serves it.
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
 * The public addresses of managed gateways at a host [docs/platform/gateways.md#target-and-public-url].
 * @internal
 */
export function* gatewayAddressesAt({ store }: Pick<Platform, 'store'>, host: string): Generator<PublicAddress> {
  for (const [, gateway] of store.look(managedGateways)) {
    for (const given of gateway.configuration.ingress?.publicUrl?.split(',') ?? []) {
      const address = addressOf(given);
      if (address?.host === host) yield { ...address, answeredBy: `/gateways/${hostIn(gateway)}` };
    }
  }
}

/**
 * The current address of an instance: that of the application that tracks it, or of its deployment.
 * @internal
 */
export function instanceUrl(
  at: { baseUrl: string; store: Store },
  api: ApiInstance,
  application: DeployedApplication | undefined,
): string | null {
  return application === undefined ? (dataPlaneUrl(at, api) ?? null) : hostUrl(at.baseUrl, application.host);
}
