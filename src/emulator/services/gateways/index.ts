import { Hono } from 'hono';
import * as z from 'zod';
import { gatewayManagerError } from '../../core/errors.ts';
import type { Place } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody, readInteger } from '../../core/requests.ts';
import type { ManagedGateway, Store } from '../../core/store.ts';
import { requireToken } from '../../core/tokens.ts';
import { durations, stateAt } from '../../core/transitions.ts';
import { servesEnvironment } from '../runtime-fabric/availability.ts';
import { gatewayOf, gatewayScopes, gatewaysPath, managedGatewaysAt, placeOf } from './access.ts';
import { defaultConfiguration, type GatewayBody, gatewayBody } from './body.ts';
import { gatewayUsageRoutes, requireEntitlement } from './entitlements.ts';
import { applyGateway } from './phases.ts';
import { runtimeConfigurationOf } from './runtime-configuration.ts';
import { runtimeConfigurationRoutes } from './runtime-configuration-routes.ts';
import { isPublished } from './versions.ts';
import { detailView, overviewView, phaseOf, writtenView } from './views.ts';

const fail = gatewayManagerError;
const desiredStatusBody = z.object({ desiredStatus: z.enum(['STARTED', 'STOPPED']) });

const listQueries = ['name', 'pageSize', 'pageNumber', 'sortBy', 'sortOrder'];
const sortKeys = ['name', 'status', 'dateCreated', 'lastUpdated', 'targetId', 'id'] as const;

/** Gateway Manager, `/gatewaymanager/api/v1`: every operation of [spec:flex] (reference 4.1). */
export function gatewayManagerRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));

  app.get(gatewaysPath, (c) => {
    const place = placeOf(platform, c, gatewayScopes.read);
    const unknown = Object.keys(c.req.query()).find((key) => !listQueries.includes(key));
    if (unknown !== undefined) throw fail(400, `Unexpected query parameter: ${unknown}`);
    const pageNumber = readInteger(c, 'pageNumber', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const pageSize = readInteger(c, 'pageSize', { fallback: 20, min: 1, max: 100 }, fail);
    const { name = '' } = c.req.query();
    const now = clock.now();
    const found = managedGatewaysAt(store, place).filter((gateway) => gateway.name.includes(name));
    sortGateways(found, now, c.req.query('sortBy') ?? 'name', c.req.query('sortOrder') ?? 'asc');
    const content = found
      .slice(pageNumber * pageSize, (pageNumber + 1) * pageSize)
      .map((gateway) => overviewView(gateway, now));
    return c.json({ content, totalElements: found.length, pageNumber, pageSize });
  });

  app.post(gatewaysPath, async (c) => {
    const place = placeOf(platform, c, gatewayScopes.manage);
    const body = await readBody(c, gatewayBody, fail);
    requireUsable(platform, place, body);
    requireFreeGatewayName(store, place, body.name);
    requireEntitlement(store, place, body.size);
    const now = clock.now();
    const gateway: ManagedGateway = {
      ...body,
      id: crypto.randomUUID(),
      organizationId: place.organization.id,
      environmentId: place.environment.id,
      desiredStatus: 'STARTED',
      configuration: body.configuration ?? defaultConfiguration,
      phase: { before: notRunning, after: notRunning, at: 0 },
      dateCreated: now,
      lastUpdated: now,
    };
    applyGateway(store, clock, gateway, durations.gatewayCreates);
    store.managedGateways.set(gateway.id, gateway);
    return c.json(writtenView(store, gateway, now), 201);
  });

  app.get(`${gatewaysPath}/:gatewayId`, (c) =>
    c.json(detailView(store, gatewayOf(platform, c, gatewayScopes.read), clock.now())),
  );

  app.put(`${gatewaysPath}/:gatewayId`, async (c) => {
    const place = placeOf(platform, c, gatewayScopes.manage);
    const gateway = gatewayOf(platform, c, gatewayScopes.manage);
    const body = await readBody(c, gatewayBody, fail);
    if (body.targetId !== gateway.targetId) throw fail(400, 'targetId: the target of a gateway cannot be changed');
    requireUsable(platform, place, body);
    if (body.name !== gateway.name) requireFreeGatewayName(store, place, body.name);
    if (body.size !== gateway.size) requireEntitlement(store, place, body.size);
    // A full replacement: a part that is not sent is gone (reference 4.1).
    Object.assign(gateway, body, { configuration: body.configuration ?? defaultConfiguration });
    gateway.lastUpdated = clock.now();
    const put = store.runtimeConfigurations.get(gateway.id);
    if (put !== undefined) {
      const { logging, tracing, timeouts } = runtimeConfigurationOf(gateway);
      put.configuration = { ...put.configuration, logging, tracing, timeouts };
      put.updatedAt = clock.now();
    }
    applyGateway(store, clock, gateway, durations.gatewayUpdates);
    return c.json(writtenView(store, gateway, clock.now()));
  });

  app.delete(`${gatewaysPath}/:gatewayId`, (c) => {
    const gateway = gatewayOf(platform, c, gatewayScopes.manage);
    store.managedGateways.delete(gateway.id);
    store.runtimeConfigurations.delete(gateway.id);
    return c.body(null, 204);
  });

  app.get(`${gatewaysPath}/:gatewayId/registration`, (c) => {
    const expiration = new Date(gatewayOf(platform, c, gatewayScopes.read).dateCreated);
    expiration.setUTCFullYear(expiration.getUTCFullYear() + 2);
    return c.json({ expiration: expiration.toISOString() });
  });

  app.get(`${gatewaysPath}/:gatewayId/status`, (c) => {
    const { status, ready, running } = phaseOf(gatewayOf(platform, c, gatewayScopes.read), clock.now());
    return c.json({ status, ready, running });
  });

  app.patch(`${gatewaysPath}/:gatewayId/desiredstatus`, async (c) => {
    const gateway = gatewayOf(platform, c, gatewayScopes.manage);
    const { desiredStatus } = await readBody(c, desiredStatusBody, fail);
    if (desiredStatus !== gateway.desiredStatus) {
      gateway.desiredStatus = desiredStatus;
      gateway.lastUpdated = clock.now();
      const ms = desiredStatus === 'STARTED' ? durations.gatewayStarts : durations.gatewayStops;
      applyGateway(store, clock, gateway, ms);
    }
    return c.json({}, 202);
  });

  app.route('/', runtimeConfigurationRoutes(platform));
  app.route('/', gatewayUsageRoutes(platform));

  return app;
}

const notRunning = { status: 'APPLYING', ready: false, running: false, statusMessage: '' };

function requireUsable({ store, clock }: Platform, place: Place, body: GatewayBody): void {
  const space = store.privateSpaces.get(body.targetId);
  if (space === undefined || !servesEnvironment(space, place.organization, place.environment)) {
    throw fail(404, `Target ${body.targetId} not found`);
  }
  if (stateAt(space.status, clock.now()) !== 'Active') {
    throw fail(400, `Target ${space.name} is not available for deployments`);
  }
  if (!isPublished(body.releaseChannel, body.runtimeVersion)) {
    throw fail(
      400,
      `Runtime version ${body.runtimeVersion} is not available in release channel ${body.releaseChannel}`,
    );
  }
}

function requireFreeGatewayName(store: Store, place: Place, name: string): void {
  if (managedGatewaysAt(store, place).some((gateway) => gateway.name === name)) {
    throw fail(409, `A gateway named ${name} already exists in this environment`);
  }
}

function sortGateways(list: ManagedGateway[], now: number, sortBy: string, sortOrder: string): void {
  const key = sortKeys.find((candidate) => candidate === sortBy);
  if (key === undefined) throw fail(400, `sortBy: must be one of ${sortKeys.join(', ')}`);
  if (!/^(asc|desc)$/i.test(sortOrder)) throw fail(400, 'sortOrder: must be asc or desc');
  const direction = sortOrder.toLowerCase() === 'desc' ? -1 : 1;
  const isDate = key === 'dateCreated' || key === 'lastUpdated';
  const textOf = (gateway: ManagedGateway): string =>
    isDate ? '' : key === 'status' ? phaseOf(gateway, now).status : gateway[key];
  list.sort((a, b) => direction * (isDate ? a[key] - b[key] : collator.compare(textOf(a), textOf(b))));
}

/** One for all comparisons: making its like each time is most of what a long list costs. */
const collator = new Intl.Collator();
