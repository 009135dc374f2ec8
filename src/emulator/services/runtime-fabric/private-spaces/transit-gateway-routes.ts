import * as z from 'zod';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { changing, durations, stateAt } from '../../../core/transitions.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { PrivateSpace, TransitGateway } from '../model.ts';
import { transitGatewayName } from '../network-rules.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { requirePart, spaceApi, spaceOf, spacePath } from './api.ts';

const all = `${spacePath}/transitgateways` as const;
const one = `${all}/{tgwId}` as const;
const { read, manage } = spaceScopes;

const networks = z.array(z.cidrv4());

const createBody = z.strictObject({
  name: transitGatewayName,
  resourceShareId: z.string().min(1),
  resourceShareAccount: z.string().min(1),
  routes: networks,
});
const changeBody = createBody.pick({ name: true });

/** Transit gateways of a private space [docs/platform/runtime-fabric.md#transit-gateways]. */
export const transitGatewayRoutes: readonly Route[] = [
  spaceApi.organization('GET', all, read, (c, organization) => {
    const space = spaceOf(c, organization);
    const now = c.var.platform.clock.now();
    return c.json((space.transitGateways ?? []).map((gateway) => gatewayView(space, gateway, now)));
  }),

  spaceApi.organization('POST', all, manage, async (c, organization) => {
    const { clock } = c.var.platform;
    const space = spaceOf(c, organization);
    requireJson(c);
    const sent = await readBody(c, createBody, fail);
    requireFreeName(space, sent.name);
    const gateway: TransitGateway = {
      id: crypto.randomUUID(),
      ...sent,
      isAttached: changing(clock, false, true, durations.vpnConnects),
    };
    space.transitGateways = [...(space.transitGateways ?? []), gateway];
    return c.json(gatewayView(space, gateway, clock.now()), 201);
  }),

  // Before the route of one gateway: `routes` is no id.
  spaceApi.organization('GET', `${all}/routes`, read, (c, organization) =>
    c.json((spaceOf(c, organization).transitGateways ?? []).flatMap(({ routes }) => routes)),
  ),

  spaceApi.organization('GET', one, read, (c, organization) => {
    const space = spaceOf(c, organization);
    return c.json(gatewayView(space, gatewayIn(space, c.req.param('tgwId')), c.var.platform.clock.now()));
  }),

  spaceApi.organization('PATCH', one, manage, async (c, organization) => {
    const space = spaceOf(c, organization);
    const gateway = gatewayIn(space, c.req.param('tgwId'));
    const { name } = await readBody(c, changeBody, fail);
    if (name !== gateway.name) requireFreeName(space, name);
    gateway.name = name;
    return c.json(gatewayView(space, gateway, c.var.platform.clock.now()));
  }),

  spaceApi.organization('DELETE', one, manage, (c, organization) => {
    const space = spaceOf(c, organization);
    const { id } = gatewayIn(space, c.req.param('tgwId'));
    space.transitGateways = (space.transitGateways ?? []).filter((other) => other.id !== id);
    return c.json({});
  }),

  spaceApi.organization('GET', `${one}/routes`, read, (c, organization) =>
    c.json(gatewayIn(spaceOf(c, organization), c.req.param('tgwId')).routes),
  ),

  // The whole list, as Terraform sends it.
  spaceApi.organization('PATCH', `${one}/routes`, manage, async (c, organization) => {
    const gateway = gatewayIn(spaceOf(c, organization), c.req.param('tgwId'));
    gateway.routes = await readBody(c, networks, fail);
    return c.json(gateway.routes);
  }),
];

function gatewayIn({ transitGateways }: PrivateSpace, id: string): TransitGateway {
  return requirePart(transitGateways, id, 'Transit gateway');
}

/** @throws PlatformError 409 */
function requireFreeName({ transitGateways = [] }: PrivateSpace, name: string): void {
  if (transitGateways.some((other) => other.name === name)) {
    throw fail(409, `A transit gateway named ${name} already exists`);
  }
}

function gatewayView(space: PrivateSpace, gateway: TransitGateway, now: number) {
  const { id, name, resourceShareId, resourceShareAccount, routes } = gateway;
  const isAttached = stateAt(gateway.isAttached, now);
  return {
    id,
    name,
    spec: {
      resourceShare: { id: resourceShareId, account: resourceShareAccount },
      region: space.region,
      spaceName: space.name,
    },
    status: {
      gateway: isAttached ? 'available' : 'unknown',
      attachment: isAttached ? 'attached' : 'Pending PrivateSpace Attachment',
      tgwResource: `tgw-${id.replaceAll('-', '').slice(0, 17)}`,
      routes,
    },
  };
}
