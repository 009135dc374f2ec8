import { type Context, Hono } from 'hono';
import { apiManagerError as fail } from '../../../core/errors.ts';
import type { Place } from '../../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../../core/platform.ts';
import { readInteger } from '../../../core/requests.ts';
import { managedGatewaysAt } from '../../gateways/access.ts';
import { phaseOf, selfManagedStatusOf } from '../../gateways/views.ts';
import { apiScopes, placeOf } from '../access.ts';

/** The gateways an instance can be deployed to, `…/gateway-targets` (reference 5.4). */
export function apiGatewayTargetRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  const path = '/organizations/:organizationId/environments/:environmentId/gateway-targets';

  app.get(path, (c: Context<PlatformEnv>) => {
    const place = placeOf(platform, c, apiScopes.readApis);
    const { name = '', kind, excludeStatus } = c.req.query();
    const pageNumber = readInteger(c, 'pageNumber', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const pageSize = readInteger(c, 'pageSize', { fallback: 100, min: 1, max: 500 }, fail);
    const found = targetsAt(platform, place).filter(
      (target) =>
        target.name.includes(name) &&
        (kind === undefined || target.kind === kind) &&
        (excludeStatus === undefined || target.status !== excludeStatus),
    );
    const data = found.slice(pageNumber * pageSize, (pageNumber + 1) * pageSize);
    // `data` in the document, `rows` in what the official skills read: both are given (reference 12).
    return c.json({ total: found.length, data, rows: data });
  });

  app.get(`${path}/:targetId`, (c) => {
    const place = placeOf(platform, c, apiScopes.readApis);
    const id = c.req.param('targetId');
    const target = targetsAt(platform, place).find((one) => one.id === id);
    if (target === undefined) throw fail(404, `Gateway target ${id} was not found`);
    return c.json(target);
  });

  return app;
}

function targetsAt({ store, clock }: Platform, place: Place) {
  const now = clock.now();
  const common = { kind: 'flex', organizationId: place.organization.id, environmentId: place.environment.id };
  const managed = managedGatewaysAt(store, place).map((gateway) => ({
    ...common,
    id: gateway.id,
    name: gateway.name,
    type: 'managed',
    status: phaseOf(gateway, now).status,
    version: gateway.runtimeVersion,
    gatewayVersion: gateway.runtimeVersion,
    replicas: 1,
    lastConnectedDate: isoDate(gateway.lastUpdated),
  }));
  const own = [...store.selfManagedGateways.values()]
    .filter(({ environmentId, deleted }) => environmentId === place.environment.id && !deleted)
    .map((gateway) => {
      const version = gateway.replicas[0]?.gatewayVersion ?? '-';
      return {
        ...common,
        id: gateway.id,
        name: gateway.name,
        type: 'selfManaged',
        status: selfManagedStatusOf(gateway, now).toLowerCase(),
        version,
        gatewayVersion: version,
        replicas: gateway.replicas.filter(({ status }) => status.after === 'CONNECTED').length,
        lastConnectedDate: isoDate(gateway.lastUpdate),
      };
    });
  return [...managed, ...own];
}
