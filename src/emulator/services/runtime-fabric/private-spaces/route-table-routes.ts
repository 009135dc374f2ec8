import * as z from 'zod';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { changing, durations } from '../../../core/transitions.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { spaceApi, spaceOf, spacePath } from './api.ts';
import { internetRoutesOf, localNetworkIn, maxRoutes, routeTable } from './route-table.ts';

const path = `${spacePath}/routes` as const;
const { read, manage } = spaceScopes;

const body = z.strictObject({
  networkGateways: z.array(z.strictObject({ target: z.literal('IGW'), routes: z.array(z.cidrv4()) })).min(1),
});

/** The route table of a private space [docs/platform/runtime-fabric.md#routes]. */
export const routeTableRoutes: readonly Route[] = [
  spaceApi.organization('GET', path, read, (c, organization) =>
    c.json(routeTable(spaceOf(c, organization), c.var.platform.clock.now())),
  ),

  // Replaces the routes to the internet; those of connections are changed there.
  spaceApi.organization('PATCH', path, manage, async (c, organization) => {
    const { clock } = c.var.platform;
    const space = spaceOf(c, organization);
    requireJson(c);
    const { networkGateways } = await readBody(c, body, fail);
    const networks = [...new Set(networkGateways.flatMap(({ routes }) => routes))];
    const local = localNetworkIn(space, networks);
    if (local !== undefined) {
      throw fail(400, `Route ${local} matches a route of the private network ${space.cidrBlock}`);
    }
    const old = internetRoutesOf(space);
    const internetRoutes = Object.fromEntries(
      networks.map((network) => [
        network,
        old[network] ?? changing<string>(clock, 'pending', 'active', durations.routesPropagate),
      ]),
    );
    const table = routeTable({ ...space, internetRoutes }, clock.now());
    if (table.length > maxRoutes) {
      throw fail(400, `A private space has at most ${maxRoutes} routes, and these would be ${table.length}`);
    }
    space.internetRoutes = internetRoutes;
    return c.json(table, 202);
  }),
];
