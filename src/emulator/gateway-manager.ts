import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { gatewayManagerError } from './errors.ts';
import { applyGateway } from './gateway-phases.ts';
import { servesEnvironment } from './gateway-targets.ts';
import { gatewaySizes, isPublished, releaseChannels } from './gateway-versions.ts';
import { detailView, overviewView, phaseOf, selfManagedStatusOf, writtenView } from './gateway-views.ts';
import { type Place, requireOrganization, requirePlace } from './places.ts';
import { isoDate, type Platform, type PlatformEnv } from './platform.ts';
import { readBody, readInteger } from './requests.ts';
import {
  defaultRuntimeConfiguration,
  gatewayConfigurationOf,
  refuseSelfManagedSettings,
  runtimeConfigurationBody,
  runtimeConfigurationOf,
  tracingLabels,
} from './runtime-configuration.ts';
import type { ManagedGateway, SelfManagedGateway, Store } from './store.ts';
import { requireToken } from './tokens.ts';
import { durations, stateAt } from './transitions.ts';

const fail = gatewayManagerError;
const readScopes = ['read:gateways', 'manage:gateways'] as const;
const manageScopes = ['manage:gateways'] as const;

/** [spec:flex CreateGateway]; `size` is a plain string there, its two values are in the usage query and in Terraform. */
const gatewayBody = z.object({
  name: z
    .string()
    .regex(/^(?![-0-9])([a-z0-9-]{2,41}[a-z0-9])?$/, 'must match "^(?![-0-9])([a-z0-9-]{2,41}[a-z0-9])?$"')
    // The published pattern lets the empty string through, which can name nothing.
    .min(1, 'must not be empty'),
  targetId: z.guid('must be a UUID'),
  runtimeVersion: z.string(),
  releaseChannel: z.enum(releaseChannels),
  size: z.enum(['small', 'large']),
  configuration: z
    .object({
      ingress: z
        .object({
          publicUrl: z.string(),
          internalUrl: z.string().optional(),
          forwardSslSession: z.boolean().optional(),
          lastMileSecurity: z.boolean().optional(),
        })
        .optional(),
      logging: z
        .object({
          level: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).optional(),
          forwardLogs: z.boolean().optional(),
        })
        .optional(),
      properties: z.object({ upstreamResponseTimeout: z.int().min(0), connectionIdleTimeout: z.int().min(0) }),
      tracing: z
        .object({
          enabled: z.boolean().optional(),
          sampling: z.number().min(0).max(100).optional(),
          labels: tracingLabels.optional(),
        })
        .optional(),
    })
    .optional(),
});

type GatewayBody = z.output<typeof gatewayBody>;

const desiredStatusBody = z.object({ desiredStatus: z.enum(['STARTED', 'STOPPED']) });

/** What the official clients send when nothing is said (reference 4.2). */
const defaultConfiguration = {
  properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
  logging: { level: 'info', forwardLogs: true },
} as const;

const listQueries = ['name', 'pageSize', 'pageNumber', 'sortBy', 'sortOrder'];
const sortKeys = ['name', 'status', 'dateCreated', 'lastUpdated', 'targetId', 'id'] as const;

/** Gateway Manager, `/gatewaymanager/api/v1`: every operation of [spec:flex] (reference 4.1). */
export function gatewayManagerRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const gateways = '/organizations/:organizationId/environments/:environmentId/gateways';
  app.use('*', requireToken(platform));

  const placeOf = (c: Context<PlatformEnv>, manage: boolean): Place => {
    const { organizationId = '', environmentId = '' } = c.req.param();
    const scopes = manage ? manageScopes : readScopes;
    return requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, fail);
  };
  const gatewayOf = (c: Context<PlatformEnv>, manage: boolean): ManagedGateway =>
    requireManagedGateway(store, placeOf(c, manage), c.req.param('gatewayId') ?? '');

  app.get(gateways, (c) => {
    const place = placeOf(c, false);
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

  app.post(gateways, async (c) => {
    const place = placeOf(c, true);
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

  app.get(`${gateways}/:gatewayId`, (c) => c.json(detailView(store, gatewayOf(c, false), clock.now())));

  app.put(`${gateways}/:gatewayId`, async (c) => {
    const place = placeOf(c, true);
    const gateway = gatewayOf(c, true);
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

  app.delete(`${gateways}/:gatewayId`, (c) => {
    const gateway = gatewayOf(c, true);
    store.managedGateways.delete(gateway.id);
    store.runtimeConfigurations.delete(gateway.id);
    return c.body(null, 204);
  });

  app.get(`${gateways}/:gatewayId/registration`, (c) => {
    const expiration = new Date(gatewayOf(c, false).dateCreated);
    expiration.setUTCFullYear(expiration.getUTCFullYear() + 2);
    return c.json({ expiration: expiration.toISOString() });
  });

  app.get(`${gateways}/:gatewayId/status`, (c) => {
    const { status, ready, running } = phaseOf(gatewayOf(c, false), clock.now());
    return c.json({ status, ready, running });
  });

  app.patch(`${gateways}/:gatewayId/desiredstatus`, async (c) => {
    const gateway = gatewayOf(c, true);
    const { desiredStatus } = await readBody(c, desiredStatusBody, fail);
    if (desiredStatus !== gateway.desiredStatus) {
      gateway.desiredStatus = desiredStatus;
      gateway.lastUpdated = clock.now();
      const ms = desiredStatus === 'STARTED' ? durations.gatewayStarts : durations.gatewayStops;
      applyGateway(store, clock, gateway, ms);
    }
    return c.json({}, 202);
  });

  app.get(`${gateways}/:gatewayId/runtime-configuration`, (c) =>
    c.json(runtimeConfigurationView(platform, requireAnyGateway(store, placeOf(c, false), c.req.param('gatewayId')))),
  );

  app.put(`${gateways}/:gatewayId/runtime-configuration`, async (c) => {
    const gateway = requireAnyGateway(store, placeOf(c, true), c.req.param('gatewayId'));
    const { configuration } = await readBody(c, runtimeConfigurationBody, fail);
    if ('phase' in gateway) {
      refuseSelfManagedSettings(configuration, fail);
      gateway.configuration = gatewayConfigurationOf(gateway.configuration, configuration);
      gateway.lastUpdated = clock.now();
    }
    const createdAt = store.runtimeConfigurations.get(gateway.id)?.createdAt ?? clock.now();
    store.runtimeConfigurations.set(gateway.id, { configuration, createdAt, updatedAt: clock.now() });
    return c.json(runtimeConfigurationView(platform, gateway));
  });

  app.get('/organizations/:organizationId/usage/managed-gateways', (c) => {
    const { organizationId } = c.req.param();
    const size = c.req.query('size');
    const organization = requireOrganization(store, c.get('principal'), organizationId, readScopes, fail);
    if (size !== undefined && !Object.hasOwn(gatewaySizes, size)) throw fail(400, 'size: must be small or large');
    const sizes = (['small', 'large'] as const).filter((known) => size === undefined || size === known);
    return c.json(
      sizes.map((known) => ({ resource: resourceOf(known), value: usedGateways(store, organization.id, known) })),
    );
  });

  return app;
}

const notRunning = { status: 'APPLYING', ready: false, running: false, statusMessage: '' };

/** The managed gateways of an environment. */
export function managedGatewaysAt(store: Store, { environment }: Place): ManagedGateway[] {
  return [...store.managedGateways.values()].filter(({ environmentId }) => environmentId === environment.id);
}

/** A managed gateway of the environment. */
export function requireManagedGateway(store: Store, { environment }: Place, id: string): ManagedGateway {
  if (!z.guid().safeParse(id).success) throw fail(400, 'gatewayId: must be a UUID');
  const gateway = store.managedGateways.get(id);
  if (gateway === undefined || gateway.environmentId !== environment.id) throw fail(404, 'Gateway not found');
  return gateway;
}

/** Runtime configurations exist for both kinds of gateway [spec:flex]. */
function requireAnyGateway(store: Store, place: Place, id: string): ManagedGateway | SelfManagedGateway {
  const own = store.selfManagedGateways.get(id);
  if (own !== undefined && own.environmentId === place.environment.id && !own.deleted) return own;
  return requireManagedGateway(store, place, id);
}

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

/** The entitlement that a size uses up (reference 4.5). */
function resourceOf(size: 'small' | 'large'): 'managedGatewaySmall' | 'managedGatewayLarge' {
  return size === 'small' ? 'managedGatewaySmall' : 'managedGatewayLarge';
}

function usedGateways(store: Store, organizationId: string, size: 'small' | 'large'): number {
  let used = 0;
  for (const gateway of store.managedGateways.values()) {
    if (gateway.organizationId === organizationId && gateway.size === size) used += 1;
  }
  return used;
}

function requireEntitlement(store: Store, { organization }: Place, size: 'small' | 'large'): void {
  const { assigned } = organization.entitlements[resourceOf(size)];
  const used = usedGateways(store, organization.id, size);
  if (used >= assigned) {
    throw fail(403, `The organization has no managed gateway of size ${size} left: ${used} of ${assigned} are in use`);
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

/** Says `createdAt` and `updatedAt`, where the gateway itself says `dateCreated` and `lastUpdated` (reference 4.6). */
function runtimeConfigurationView({ store, clock }: Platform, gateway: ManagedGateway | SelfManagedGateway) {
  const put = store.runtimeConfigurations.get(gateway.id);
  const dates = (created: number, updated: number) => ({
    createdAt: isoDate(put?.createdAt ?? created),
    updatedAt: isoDate(put?.updatedAt ?? updated),
  });
  if ('phase' in gateway) {
    return {
      id: gateway.id,
      name: gateway.name,
      targetId: gateway.targetId,
      status: phaseOf(gateway, clock.now()).status,
      ...dates(gateway.dateCreated, gateway.lastUpdated),
      desiredStatus: gateway.desiredStatus,
      gatewayVersion: gateway.runtimeVersion,
      configuration: put?.configuration ?? runtimeConfigurationOf(gateway),
    };
  }
  return {
    id: gateway.id,
    name: gateway.name,
    targetId: gateway.id,
    status: selfManagedStatusOf(gateway, clock.now()),
    ...dates(gateway.dateCreated, gateway.lastUpdate),
    gatewayVersion: gateway.replicas[0]?.gatewayVersion,
    configuration: put?.configuration ?? defaultRuntimeConfiguration(),
  };
}
