import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { PrivateSpace, SpaceConnection, SpaceVpn } from '../model.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { requirePart, spaceApi, spaceOf, spacePath } from './api.ts';
import {
  changeVpn,
  connectionBody,
  connectionChange,
  connectionView,
  newVpn,
  vpnChange,
  vpnView,
} from './connection.ts';

const all = `${spacePath}/connections` as const;
const one = `${all}/{connectionId}` as const;
const vpnPath = `${all}/vpns/{vpnId}` as const;
const { read, manage } = spaceScopes;

/** Connections of a private space and their VPNs [docs/platform/runtime-fabric.md#connections]. */
export const connectionRoutes: readonly Route[] = [
  spaceApi.organization('GET', all, read, (c, organization) => {
    const now = c.var.platform.clock.now();
    return c.json((spaceOf(c, organization).connections ?? []).map((connection) => connectionView(connection, now)));
  }),

  spaceApi.organization('POST', all, manage, async (c, organization) => {
    const { clock } = c.var.platform;
    const space = spaceOf(c, organization);
    requireJson(c);
    const { name, vpns } = await readBody(c, connectionBody, fail);
    requireFreeName(space, name);
    const connection: SpaceConnection = { id: crypto.randomUUID(), name, vpns: vpns.map((vpn) => newVpn(clock, vpn)) };
    space.connections = [...(space.connections ?? []), connection];
    return c.json(connectionView(connection, clock.now()), 201);
  }),

  spaceApi.organization('PATCH', vpnPath, manage, async (c, organization) => {
    const { clock } = c.var.platform;
    const [connection, vpn] = requireVpn(spaceOf(c, organization), c.req.param('vpnId'));
    changeVpn(clock, vpn, await readBody(c, vpnChange, fail));
    return c.json(vpnView(vpn, connection, clock.now()));
  }),

  spaceApi.organization('DELETE', vpnPath, manage, (c, organization) => {
    const [connection, vpn] = requireVpn(spaceOf(c, organization), c.req.param('vpnId'));
    connection.vpns = connection.vpns.filter((other) => other !== vpn);
    return c.json({});
  }),

  spaceApi.organization('GET', one, read, (c, organization) => {
    const connection = requirePart(spaceOf(c, organization).connections, c.req.param('connectionId'), 'Connection');
    return c.json(connectionView(connection, c.var.platform.clock.now()));
  }),

  spaceApi.organization('PATCH', one, manage, async (c, organization) => {
    const space = spaceOf(c, organization);
    const connection = requirePart(space.connections, c.req.param('connectionId'), 'Connection');
    const { id, name, staticRoutes } = await readBody(c, connectionChange, fail);
    if (id !== connection.id) throw fail(400, 'id must be that of the connection');
    if (name !== connection.name) requireFreeName(space, name);
    connection.name = name;
    if (staticRoutes !== undefined) for (const vpn of connection.vpns) vpn.staticRoutes = staticRoutes;
    return c.json(connectionView(connection, c.var.platform.clock.now()));
  }),

  spaceApi.organization('DELETE', one, manage, (c, organization) => {
    const space = spaceOf(c, organization);
    const { id } = requirePart(space.connections, c.req.param('connectionId'), 'Connection');
    space.connections = (space.connections ?? []).filter((other) => other.id !== id);
    return c.json({});
  }),
];

/** @throws PlatformError 409 */
function requireFreeName({ connections = [] }: PrivateSpace, name: string): void {
  if (connections.some((other) => other.name === name)) throw fail(409, `A connection named ${name} already exists`);
}

/** A VPN by either of its ids. @throws PlatformError 404 */
function requireVpn({ connections = [] }: PrivateSpace, id: string): [SpaceConnection, SpaceVpn] {
  for (const connection of connections) {
    const vpn = connection.vpns.find((one) => one.vpnId === id || one.id === id);
    if (vpn !== undefined) return [connection, vpn];
  }
  throw fail(404, 'VPN not found');
}
