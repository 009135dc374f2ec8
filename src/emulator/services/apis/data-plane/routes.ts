import type { Call } from '../../../core/call.ts';
import { dataPlanePath, hostIn } from '../../../core/data-plane/hosts.ts';
import { echo, incomingRequest, notFound, pathBelow, unavailable } from '../../../core/data-plane/requests.ts';
import { openRoutesBelow, type Route } from '../../../core/routes.ts';
import { managedGateways, selfManagedGateways } from '../../gateways/index.ts';
import { apis } from '../instances/instance.ts';
import type { ApiInstance } from '../model.ts';
import { isServed } from './autodiscovery.ts';
import { rejectionByPolicies } from './gatekeeper.ts';
import { basePathOf } from './urls.ts';

const dataPlane = openRoutesBelow(dataPlanePath);

/** Instances on gateways, and proxies. */
export const dataPlaneRoutes: readonly Route[] = [
  dataPlane.open('ALL', '/gateways/{host}/*', (c) => {
    const { platform } = c.var;
    const { store } = platform;
    const host = c.req.param('host');
    const gateways = [...store.of(managedGateways).values(), ...store.of(selfManagedGateways).values()];
    const gateway = gateways.find((one) => hostIn(one) === host);
    if (gateway === undefined) return notFound(`No gateway answers at ${host}`);
    const path = pathBelow(c, `/gateways/${host}`);
    const api = [...store.of(apis).values()]
      .filter(({ deployment }) => deployment?.targetId === gateway.id)
      .filter((one) => `${path}/`.startsWith(`${basePathOf(one)}/`))
      .sort((a, b) => basePathOf(b).length - basePathOf(a).length)[0];
    if (api === undefined) return notFound(`No API listens on ${path}`);
    if (!isServed(platform, api)) return unavailable(`API ${api.id} is not being served`);
    return throughPolicies(c, api, path.slice(basePathOf(api).length) || '/');
  }),

  dataPlane.open('ALL', '/proxies/{apiId}/*', (c) => {
    const { platform } = c.var;
    const apiId = c.req.param('apiId');
    const api = platform.store.of(apis).get(Number(apiId));
    if (api === undefined || api.deployment === null) return notFound(`No proxy answers for API ${apiId}`);
    if (!isServed(platform, api)) return unavailable(`The proxy of API ${apiId} is not running`);
    return throughPolicies(c, api, pathBelow(c, `/proxies/${apiId}`));
  }),
];

function throughPolicies(c: Call, api: ApiInstance, path: string): Response {
  const request = incomingRequest(c, path);
  return rejectionByPolicies(c.var.platform, api, request) ?? echo(api.assetId, request);
}
