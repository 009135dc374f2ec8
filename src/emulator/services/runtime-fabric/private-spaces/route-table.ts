import { settled, stateAt, type Timed } from '../../../core/transitions.ts';
import type { PrivateSpace } from '../model.ts';
import { isInside, overlaps } from './cidr.ts';

/** A row of the route table of a private space [docs/platform/runtime-fabric.md#routes]. */
export interface RouteRow {
  destination: string;
  status: string;
  target: 'local' | 'IGW' | 'VPN' | 'TGW';
  connectionName?: string;
  connectionId?: string;
  errorLevel?: string;
  errorMessage?: string;
}

/** How many rows a route table may have [docs/platform/runtime-fabric.md#routes]. */
export const maxRoutes = 95;

/** The route to everywhere, which a private space has until it is removed. */
const everywhere = '0.0.0.0/0';

/** The networks that are reached through the internet gateway, each with its state. */
export function internetRoutesOf({ internetRoutes }: Readonly<PrivateSpace>): Record<string, Timed<string>> {
  return internetRoutes ?? { [everywhere]: settled('active') };
}

/** The route table of a private space: its own network, the internet, and what its connections lead to. */
export function routeTable(space: Readonly<PrivateSpace>, now: number): RouteRow[] {
  // Without a network there is nothing to route.
  if (space.lacksNetwork === true) return [];
  const rows: RouteRow[] = [
    { destination: space.cidrBlock, status: 'active', target: 'local' },
    ...Object.entries(internetRoutesOf(space)).map(
      ([destination, status]): RouteRow => ({ destination, status: stateAt(status, now), target: 'IGW' }),
    ),
    ...(space.connections ?? []).flatMap(({ id, name, vpns }) =>
      vpns.flatMap(({ staticRoutes, connectionStatus }) =>
        staticRoutes.map(
          (destination): RouteRow => ({
            destination,
            status: stateAt(connectionStatus, now) === 'available' ? 'active' : 'pending',
            target: 'VPN',
            connectionName: name,
            connectionId: id,
          }),
        ),
      ),
    ),
    ...(space.transitGateways ?? []).flatMap(({ id, name, routes, isAttached }) =>
      routes.map(
        (destination): RouteRow => ({
          destination,
          status: stateAt(isAttached, now) ? 'active' : 'pending',
          target: 'TGW',
          connectionName: name,
          connectionId: id,
        }),
      ),
    ),
  ];
  return rows.map((row) => ({ ...row, ...warningOf(row, rows) }));
}

/** Redundant VPNs of one connection share their routes; other routes that overlap are warned of. */
function warningOf(row: RouteRow, rows: readonly RouteRow[]): Pick<RouteRow, 'errorLevel' | 'errorMessage'> {
  const other = rows.find(
    ({ destination, target, connectionId }) =>
      (target !== row.target || connectionId !== row.connectionId) &&
      destination !== everywhere &&
      row.destination !== everywhere &&
      overlaps(destination, row.destination),
  );
  if (other === undefined) return {};
  const by = other.connectionName === undefined ? other.target : `${other.target} ${other.connectionName}`;
  return {
    errorLevel: 'WARNING',
    errorMessage: `Route ${row.destination} overlaps with ${other.destination}, which ${by} uses`,
  };
}

/** The first of some networks that would lead out of the private network of a space. */
export function localNetworkIn({ cidrBlock }: PrivateSpace, networks: readonly string[]): string | undefined {
  return networks.find((network) => isInside(network, cidrBlock));
}
