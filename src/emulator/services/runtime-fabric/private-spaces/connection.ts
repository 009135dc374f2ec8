import * as z from 'zod';
import type { Clock } from '../../../core/clock.ts';
import { changing, durations, stateAt } from '../../../core/transitions.ts';
import type { SpaceConnection, SpaceVpn } from '../model.ts';
import { connectionName, insideBlock, presharedKey } from '../network-rules.ts';

const tunnel = z.strictObject({
  vpnConnectionId: z.string().optional(),
  psk: presharedKey.optional(),
  ptpCidr: insideBlock.optional(),
  localExternalIpAddress: z.string().optional(),
  localPtpIpAddress: z.string().optional(),
  remotePtpIpAddress: z.string().optional(),
  startupAction: z.string().optional(),
  dPDTimeoutAction: z.string().optional(),
  rekeyMarginInSeconds: z.int().optional(),
  rekeyFuzz: z.int().optional(),
  ikeVersions: z.array(z.string()).optional(),
  phase1DhGroups: z.array(z.int()).optional(),
  phase2DhGroups: z.array(z.int()).optional(),
  phase1EncryptionAlgorithms: z.array(z.string()).optional(),
  phase2EncryptionAlgorithms: z.array(z.string()).optional(),
  phase1IntegrityAlgorithms: z.array(z.string()).optional(),
  phase2IntegrityAlgorithms: z.array(z.string()).optional(),
  isLogsEnabled: z.boolean().optional(),
  cloudWatchLogOptions: z.strictObject({ logEnabled: z.boolean().optional() }).optional(),
  // The states of a tunnel, which the platform sets by itself; clients send back what they have read.
  acceptedRouteCount: z.unknown().optional(),
  lastStatusChange: z.unknown().optional(),
  status: z.unknown().optional(),
  statusMessage: z.unknown().optional(),
});

const settings = {
  name: z.string().trim().min(1),
  remoteAsn: z.int().optional(),
  localAsn: z.int().optional(),
  remoteIpAddress: z.ipv4(),
  staticRoutes: z.array(z.cidrv4()).default([]),
  vpnTunnels: z.array(tunnel).default([]),
};

const vpnBody = z.strictObject({
  ...settings,
  awsId: z.string().optional(),
  ch1VpnId: z.string().optional(),
  // Its members are not published; an empty list is what example requests send.
  vpnTunnelsConfig: z.array(z.never()).max(0).optional(),
  // Example requests hold ids and states of an answer.
  ...Object.fromEntries(
    ['id', 'vpnId', 'connectionId', 'connectionName', 'vpnConnectionStatus'].map((name) => [
      name,
      z.unknown().optional(),
    ]),
  ),
});

/** A connection to create: one or more VPNs. */
export const connectionBody = z.strictObject({
  name: connectionName,
  vpns: z.array(vpnBody).min(1),
});

/** A change of a connection. */
export const connectionChange = z.strictObject({
  id: z.string(),
  name: connectionName,
  staticRoutes: z.array(z.cidrv4()).optional(),
});

/** A VPN to add to a connection, which the example of a request names by `connectionId`. */
export const vpnInConnection = vpnBody.extend({ connectionId: z.string().min(1) });

/**
 * What enables the logs of a VPN: nothing else may change, and no log can be switched off
 * [docs/platform/runtime-fabric.md#connections].
 */
export const vpnLogs = z.strictObject({
  vpnTunnels: z.array(z.strictObject({ isLogsEnabled: z.literal(true, 'must be true') })).min(1),
});

/** A change of a VPN. */
export const vpnChange = z.strictObject({
  ...settings,
  id: z.string(),
  name: settings.name.optional(),
  // Required in the document, so that a change which leaves them out empties no list.
  staticRoutes: settings.staticRoutes.unwrap(),
  vpnTunnels: settings.vpnTunnels.unwrap(),
});

/** A new VPN, which takes a while to connect. Keys shared in advance are not kept. */
export function newVpn(clock: Clock, sent: z.output<typeof vpnBody>): SpaceVpn {
  const { name, remoteAsn, localAsn = 64_512, remoteIpAddress, staticRoutes, vpnTunnels, awsId, ch1VpnId } = sent;
  const vpnId = crypto.randomUUID();
  return {
    id: `vpn-${vpnId.replaceAll('-', '').slice(0, 17)}`,
    vpnId,
    name,
    localAsn,
    remoteIpAddress,
    staticRoutes,
    vpnTunnels: vpnTunnels.map(shownTunnel),
    ...(remoteAsn === undefined ? {} : { remoteAsn }),
    ...(awsId === undefined ? {} : { awsId }),
    ...(ch1VpnId === undefined ? {} : { ch1VpnId }),
    connectionStatus: changing<string>(clock, 'pending', 'available', durations.vpnConnects),
  };
}

/** Changes what was sent; other settings than the name connect anew. */
export function changeVpn(clock: Clock, vpn: SpaceVpn, sent: z.output<typeof vpnChange>): void {
  const { id: _id, name = vpn.name, vpnTunnels, ...rest } = sent;
  Object.assign(vpn, { ...rest, name, vpnTunnels: vpnTunnels.map(shownTunnel) });
  vpn.connectionStatus = changing(clock, 'pending', 'available', durations.vpnConnects);
}

function shownTunnel({ psk: _psk, ...rest }: z.output<typeof tunnel>): Record<string, unknown> {
  return rest;
}

/** A connection [docs/platform/runtime-fabric.md#connections]. */
export function connectionView({ id, name, vpns }: SpaceConnection, now: number) {
  return { id, name, vpns: vpns.map((vpn) => vpnView(vpn, { id, name }, now)) };
}

/** A VPN of a connection. */
export function vpnView(vpn: SpaceVpn, connection: { id: string; name: string }, now: number) {
  const status = stateAt(vpn.connectionStatus, now);
  return {
    ...vpn,
    connectionId: connection.id,
    connectionName: connection.name,
    connectionStatus: status,
    vpnConnectionStatus: status,
    vpnTunnelsConfig: [],
  };
}
