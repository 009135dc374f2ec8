import { requiredText } from '../../../core/queries.ts';
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
  vpnInConnection,
  vpnLogs,
  vpnView,
} from './connection.ts';

const all = `${spacePath}/connections` as const;
const one = `${all}/{connectionId}` as const;
const vpnPath = `${all}/vpns/{vpnId}` as const;
const { read, manage } = spaceScopes;

/** The devices for which there is a guide; a selection of AWS, whose VPNs these are. */
const devices = [
  { vendor: 'Generic', platform: 'Generic', software: 'Vendor Agnostic' },
  { vendor: 'Cisco Systems, Inc.', platform: 'ISR Series Routers', software: 'IOS 12.4+' },
  { vendor: 'Palo Alto Networks', platform: 'PA Series', software: 'PANOS 7.0+' },
] as const;
const guideQuery = { vendor: requiredText, platform: requiredText, software: requiredText };

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

  // An address of its own, not the id of a space. What it answers is not published; the members are those of the query
  // of a guide.
  spaceApi.organization('GET', '/organizations/{organizationId}/privatespaces/supportedVpnConfigs', read, (c) =>
    c.json(devices),
  ),

  // Adds a redundant VPN [docs/platform/runtime-fabric.md#connections].
  spaceApi.organization('POST', `${all}/vpns`, manage, async (c, organization) => {
    const { clock } = c.var.platform;
    const space = spaceOf(c, organization);
    requireJson(c);
    const { connectionId, ...sent } = await readBody(c, vpnInConnection, fail);
    const connection = requirePart(space.connections, connectionId, 'Connection');
    if (connection.vpns.some(({ name }) => name === sent.name)) {
      throw fail(409, `A VPN named ${sent.name} already exists in this connection`);
    }
    connection.vpns.push(newVpn(clock, sent));
    return c.json(connectionView(connection, clock.now()), 201);
  }),

  spaceApi.organization(
    'GET',
    `${vpnPath}/connectionGuide`,
    { scopes: read, query: guideQuery },
    (c, organization, sent) => {
      const space = spaceOf(c, organization);
      const [, vpn] = requireVpn(space, c.req.param('vpnId'));
      const isKnown = devices.some(
        ({ vendor, platform, software }) =>
          vendor === sent.vendor && platform === sent.platform && software === sent.software,
      );
      if (!isKnown) throw fail(400, `No guide for ${sent.vendor}, ${sent.platform}, ${sent.software}`);
      return c.text(guideFor(space, vpn, `${sent.vendor} ${sent.platform} (${sent.software})`));
    },
  ),

  spaceApi.organization('PATCH', `${one}/vpns/{vpnId}`, manage, async (c, organization) => {
    const [connection, vpn] = requireVpn(spaceOf(c, organization), c.req.param('vpnId'));
    if (connection.id !== c.req.param('connectionId')) throw fail(404, 'VPN not found');
    const { vpnTunnels } = await readBody(c, vpnLogs, fail);
    vpn.vpnTunnels = vpnTunnels.map((tunnel, index) => ({ ...vpn.vpnTunnels[index], ...tunnel }));
    return c.json(vpnView(vpn, connection, c.var.platform.clock.now()));
  }),

  spaceApi.organization('PATCH', vpnPath, manage, async (c, organization) => {
    const { clock } = c.var.platform;
    const [connection, vpn] = requireVpn(spaceOf(c, organization), c.req.param('vpnId'));
    changeVpn(clock, vpn, await readBody(c, vpnChange, fail));
    return c.json(vpnView(vpn, connection, clock.now()));
  }),

  spaceApi.organization('DELETE', vpnPath, manage, (c, organization) => {
    const space = spaceOf(c, organization);
    const [connection, vpn] = requireVpn(space, c.req.param('vpnId'));
    connection.vpns = connection.vpns.filter((other) => other !== vpn);
    // Without VPNs there is no connection [docs/platform/runtime-fabric.md#connections].
    if (connection.vpns.length === 0) space.connections = (space.connections ?? []).filter((one) => one !== connection);
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

/** What the other side has to set. The guides of the platform are not published; keys are in none. */
function guideFor({ cidrBlock }: PrivateSpace, vpn: SpaceVpn, device: string): string {
  const tunnels = vpn.vpnTunnels.map(
    (tunnel, index) => `Tunnel ${index + 1}: inside network ${String(tunnel['ptpCidr'] ?? 'chosen by the platform')}`,
  );
  return [
    `VPN ${vpn.name} (${vpn.id}) on ${device}`,
    `Your gateway: ${vpn.remoteIpAddress}${vpn.remoteAsn === undefined ? '' : `, ASN ${vpn.remoteAsn}`}`,
    `Private space: ${cidrBlock}, ASN ${vpn.localAsn}`,
    ...tunnels,
    `Static routes: ${vpn.staticRoutes.join(', ') || 'none, BGP'}`,
    '',
  ].join('\n');
}
