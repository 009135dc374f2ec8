import * as z from 'zod';
import type { Platform } from '../../../core/platform.ts';
import { text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { changing, durations, stateAt } from '../../../core/transitions.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { DetachedTransitGateway, PrivateSpace, TransitGateway } from '../model.ts';
import { transitGatewayName } from '../network-rules.ts';
import { privateSpaces } from '../private-space.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { requirePart, spaceApi, spaceOf, spacePath } from './api.ts';
import { detachedTransitGateways } from './detached-transit-gateway.ts';

const all = `${spacePath}/transitgateways` as const;
const one = `${all}/{tgwId}` as const;
const ofOrganization = '/organizations/{organizationId}/transitgateways';
const listQuery = { region: text, privateSpaceId: text };
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
      id: takeDetached(c.var.platform, organization.id, sent) ?? crypto.randomUUID(),
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
    const { isAttached: _isAttached, ...gateway } = gatewayIn(space, c.req.param('tgwId'));
    space.transitGateways = (space.transitGateways ?? []).filter(({ id }) => id !== gateway.id);
    // It stays in the organization, where it can be attached again or removed.
    const { organizationId, region } = space;
    c.var.platform.store
      .of(detachedTransitGateways)
      .set(gateway.id, { ...gateway, routes: [], organizationId, region });
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

  // All transit gateways of an organization, also those that no private space is attached to.
  spaceApi.organization('GET', ofOrganization, { scopes: read, query: listQuery }, (c, organization, sent) => {
    const found = gatewaysOf(c.var.platform, organization.id).filter(
      ({ spaceId, view: { spec } }) =>
        (sent.region === undefined || spec.region === sent.region) &&
        (sent.privateSpaceId === undefined || spaceId === sent.privateSpaceId),
    );
    return c.json(found.map(({ view: shown }) => shown));
  }),

  spaceApi.organization('GET', `${ofOrganization}/{tgwId}/routes`, read, (c, organization) => {
    const found = gatewaysOf(c.var.platform, organization.id).find(({ view: { id } }) => id === c.req.param('tgwId'));
    if (found === undefined) throw fail(404, 'Transit gateway not found');
    return c.json(found.view.status.routes);
  }),

  spaceApi.organization('DELETE', `${ofOrganization}/{tgwId}`, manage, (c, organization) => {
    const { store } = c.var.platform;
    const id = c.req.param('tgwId');
    const found = gatewaysOf(c.var.platform, organization.id).find(({ view: shown }) => shown.id === id);
    if (found === undefined) throw fail(404, 'Transit gateway not found');
    const space = store.of(privateSpaces).get(found.spaceId ?? '');
    if (space !== undefined) space.transitGateways = (space.transitGateways ?? []).filter((other) => other.id !== id);
    store.of(detachedTransitGateways).delete(id);
    return c.json({});
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

function gatewayView(space: PrivateSpace, { isAttached, ...gateway }: TransitGateway, now: number) {
  const status = stateAt(isAttached, now)
    ? { gateway: 'available', attachment: 'attached' }
    : { gateway: 'unknown', attachment: 'Pending PrivateSpace Attachment' };
  return view(gateway, { region: space.region, spaceName: space.name }, status);
}

function detachedView({ region, organizationId: _organizationId, ...gateway }: Readonly<DetachedTransitGateway>) {
  return view(gateway, { region }, { gateway: 'available', attachment: 'unattached' });
}

function view(
  { id, name, resourceShareId, resourceShareAccount, routes }: Omit<TransitGateway, 'isAttached'>,
  place: { region: string; spaceName?: string },
  status: { gateway: string; attachment: string },
) {
  return {
    id,
    name,
    spec: { resourceShare: { id: resourceShareId, account: resourceShareAccount }, ...place },
    status: { ...status, tgwResource: `tgw-${id.replaceAll('-', '').slice(0, 17)}`, routes },
  };
}

/** Takes a detached gateway of the same resource share out of the organization, and returns its id. */
function takeDetached(
  { store }: Platform,
  organizationId: string,
  sent: Pick<TransitGateway, 'resourceShareId' | 'resourceShareAccount'>,
): string | undefined {
  for (const [id, gateway] of store.look(detachedTransitGateways)) {
    if (gateway.organizationId !== organizationId || gateway.resourceShareId !== sent.resourceShareId) continue;
    store.of(detachedTransitGateways).delete(id);
    return id;
  }
  return undefined;
}

/** The transit gateways of an organization: those of its own private spaces, then the detached ones. */
function gatewaysOf({ store, clock }: Platform, organizationId: string) {
  const now = clock.now();
  const attached = [...store.look(privateSpaces)].flatMap(([spaceId, space]) =>
    space.organizationId !== organizationId
      ? []
      : (space.transitGateways ?? []).map((gateway) => ({ spaceId, view: gatewayView(space, gateway, now) })),
  );
  const detached = [...store.look(detachedTransitGateways)].flatMap(([, gateway]) =>
    gateway.organizationId === organizationId ? [{ spaceId: undefined, view: detachedView(gateway) }] : [],
  );
  return [...attached, ...detached];
}
