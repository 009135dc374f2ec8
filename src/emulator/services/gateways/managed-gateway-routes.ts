import * as z from 'zod';
import type { Place } from '../../core/identity/places.ts';
import type { Order } from '../../core/listing.ts';
import type { Platform } from '../../core/platform.ts';
import { integerFrom, text } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { durations, settled, stateAt } from '../../core/transitions.ts';
import { privateSpaces, type SharedSpace, servesEnvironment, sharedSpacesFor } from '../runtime-fabric/index.ts';
import { gatewayManager, gatewayPath, gatewayScopes, gatewaysPath } from './api.ts';
import { defaultConfiguration, type GatewayBody, gatewayBody } from './body.ts';
import { requireEntitlement } from './entitlements.ts';
import { gatewayManagerError as fail } from './errors.ts';
import { managedGateways, managedGatewaysAt, requireManagedGateway } from './managed-gateway.ts';
import type { ManagedGateway } from './model.ts';
import { applyGateway, phaseOf, provisioning } from './phases.ts';
import { runtimeConfigurationOf, runtimeConfigurations } from './runtime-configuration.ts';
import { assignedUrl } from './target.ts';
import { isPublished } from './versions.ts';
import { detailView, overviewView, writtenView } from './views.ts';

const desiredStatusBody = z.strictObject({ desiredStatus: z.enum(['STARTED', 'STOPPED']) });

const listQuery = {
  name: text,
  pageNumber: integerFrom({ fallback: 0, min: 0 }),
  pageSize: integerFrom({ fallback: 20, min: 1, max: 100 }),
  sortBy: text,
  sortOrder: text,
};
const sortKeys = ['name', 'status', 'dateCreated', 'lastUpdated', 'targetId', 'id'] as const;

/** Managed gateways in Gateway Manager: all published operations [docs/platform/gateways.md#operations]. */
export const managedGatewayRoutes: readonly Route[] = [
  gatewayManager.environment(
    'GET',
    gatewaysPath,
    { scopes: gatewayScopes.read, query: listQuery },
    (c, place, sent) => {
      const { platform } = c.var;
      const { pageNumber, pageSize, name = '', sortBy = 'name', sortOrder = 'asc' } = sent;
      const found = managedGatewaysAt(platform, place, {
        order: orderOf(sortBy, sortOrder),
        text: { part: name, of: () => (gateway) => gateway.name },
      });
      const content = found
        .slice(pageNumber * pageSize, (pageNumber + 1) * pageSize)
        .map((gateway) => overviewView(platform, gateway));
      return c.json({ content, totalElements: found.length, pageNumber, pageSize });
    },
  ),

  gatewayManager.environment('POST', gatewaysPath, gatewayScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const body = await readBody(c, gatewayBody, fail);
    const shared = requireUsableTarget(platform, place, body);
    requireFreeName(platform, place, body.name);
    requireEntitlement(platform, place.organization, body.size);
    const now = platform.clock.now();
    const gateway: ManagedGateway = {
      ...body,
      id: crypto.randomUUID(),
      organizationId: place.organization.id,
      environmentId: place.environment.id,
      desiredStatus: 'STARTED',
      configuration: configurationOf(body, place, shared),
      phase: settled({
        status: shared === undefined ? 'APPLYING' : provisioning,
        ready: false,
        running: false,
        statusMessage: '',
      }),
      dateCreated: now,
      lastUpdated: now,
    };
    applyGateway(platform, gateway, durations.gatewayCreates);
    platform.store.of(managedGateways).set(gateway.id, gateway);
    return c.json(writtenView(platform, gateway), 201);
  }),

  gatewayManager.environment('GET', gatewayPath, gatewayScopes.read, (c, place) => {
    const { platform } = c.var;
    return c.json(detailView(platform, requireManagedGateway(platform, place, c.req.param('gatewayId'))));
  }),

  gatewayManager.environment('PUT', gatewayPath, gatewayScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const gateway = requireManagedGateway(platform, place, c.req.param('gatewayId'));
    const body = await readBody(c, gatewayBody, fail);
    if (body.targetId !== gateway.targetId) throw fail(400, 'targetId: the target of a gateway cannot be changed');
    const shared = requireUsableTarget(platform, place, body);
    if (body.name !== gateway.name) requireFreeName(platform, place, body.name);
    if (body.size !== gateway.size) requireEntitlement(platform, place.organization, body.size);
    replaceGateway(platform, gateway, { ...body, configuration: configurationOf(body, place, shared) });
    return c.json(writtenView(platform, gateway));
  }),

  gatewayManager.environment('DELETE', gatewayPath, gatewayScopes.manage, (c, place) => {
    const { platform } = c.var;
    const gateway = requireManagedGateway(platform, place, c.req.param('gatewayId'));
    platform.store.delete(managedGateways, gateway.id);
    return c.body(null, 204);
  }),

  gatewayManager.environment('GET', `${gatewayPath}/registration`, gatewayScopes.read, (c, place) => {
    const gateway = requireManagedGateway(c.var.platform, place, c.req.param('gatewayId'));
    const expiration = new Date(gateway.dateCreated);
    expiration.setUTCFullYear(expiration.getUTCFullYear() + 2);
    return c.json({ expiration: expiration.toISOString() });
  }),

  gatewayManager.environment('GET', `${gatewayPath}/status`, gatewayScopes.read, (c, place) => {
    const { platform } = c.var;
    const gateway = requireManagedGateway(platform, place, c.req.param('gatewayId'));
    const { status, ready, running } = phaseOf(gateway, platform.clock.now());
    return c.json({ status, ready, running });
  }),

  gatewayManager.environment('PATCH', `${gatewayPath}/desiredstatus`, gatewayScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const gateway = requireManagedGateway(platform, place, c.req.param('gatewayId'));
    const { desiredStatus } = await readBody(c, desiredStatusBody, fail);
    if (desiredStatus !== gateway.desiredStatus) {
      gateway.desiredStatus = desiredStatus;
      gateway.lastUpdated = platform.clock.now();
      const ms = desiredStatus === 'STARTED' ? durations.gatewayStarts : durations.gatewayStops;
      applyGateway(platform, gateway, ms);
    }
    return c.json({}, 202);
  }),
];

/** Replaces the whole gateway; parts that are not sent get their defaults [docs/platform/gateways.md#operations]. */
function replaceGateway(
  platform: Platform,
  gateway: ManagedGateway,
  body: Pick<ManagedGateway, 'configuration'> & Omit<GatewayBody, 'configuration'>,
): void {
  const { store, clock } = platform;
  Object.assign(gateway, body);
  gateway.lastUpdated = clock.now();
  const stored = store.of(runtimeConfigurations).get(gateway.id);
  if (stored !== undefined) {
    const { logging, tracing, timeouts } = runtimeConfigurationOf(gateway);
    stored.configuration = { ...stored.configuration, logging, tracing, timeouts };
    stored.updatedAt = clock.now();
  }
  applyGateway(platform, gateway, durations.gatewayUpdates);
}

/** Returns the shared space that the gateway is for, if it is none in a private space. @throws PlatformError 400, 404 */
function requireUsableTarget({ store, clock }: Platform, place: Place, body: GatewayBody): SharedSpace | undefined {
  const shared = sharedSpacesFor({ store }, place.organization).find(({ id }) => id === body.targetId);
  const space = store.of(privateSpaces).get(body.targetId);
  const serves = space !== undefined && servesEnvironment(space, place.organization, place.environment);
  if (!serves && shared === undefined) throw fail(404, `Target ${body.targetId} not found`);
  if (space !== undefined && stateAt(space.status, clock.now()) !== 'Active') {
    throw fail(400, `Target ${space.name} is not available for deployments`);
  }
  if (!isPublished(body.releaseChannel, body.runtimeVersion)) {
    throw fail(
      400,
      `Runtime version ${body.runtimeVersion} is not available in release channel ${body.releaseChannel}`,
    );
  }
  return shared;
}

/**
 * The configuration of a gateway. In a shared space the platform chooses the public URL, which clients may send back, and
 * one trace of a hundred is sampled [docs/platform/gateways.md#target-and-public-url]. @throws PlatformError 400
 */
function configurationOf(
  { name, configuration = defaultConfiguration }: GatewayBody,
  { environment }: Place,
  shared: SharedSpace | undefined,
): ManagedGateway['configuration'] {
  const { ingress, tracing } = configuration;
  if (shared === undefined) {
    if (ingress !== undefined && ingress.publicUrl === undefined) {
      throw fail(400, 'configuration.ingress.publicUrl is required');
    }
    return configuration;
  }
  const publicUrl = assignedUrl(shared, { name, environmentId: environment.id });
  const sent = ingress?.publicUrl?.replace(/\/$/, '');
  if (sent !== undefined && sent !== '' && sent !== publicUrl) {
    throw fail(400, 'configuration.ingress.publicUrl: in a shared space the platform chooses the public URL');
  }
  return { ...configuration, ingress: { ...ingress, publicUrl }, tracing: { enabled: false, sampling: 1, ...tracing } };
}

function requireFreeName(platform: Platform, place: Place, name: string): void {
  if (managedGatewaysAt(platform, place).some((gateway) => gateway.name === name)) {
    throw fail(409, `A gateway named ${name} already exists in this environment`);
  }
}

function orderOf(sortBy: string, sortOrder: string): Order<ManagedGateway> {
  const key = sortKeys.find((candidate) => candidate === sortBy);
  if (key === undefined) throw fail(400, `sortBy: must be one of ${sortKeys.join(', ')}`);
  if (!/^(asc|desc)$/i.test(sortOrder)) throw fail(400, 'sortOrder: must be asc or desc');
  const direction = sortOrder.toLowerCase() === 'desc' ? -1 : 1;
  const isDate = key === 'dateCreated' || key === 'lastUpdated';
  return {
    key: `${key} ${direction}`,
    compare: (now) => {
      const textOf = (gateway: ManagedGateway): string =>
        isDate ? '' : key === 'status' ? phaseOf(gateway, now).status : gateway[key];
      return (a, b) => direction * (isDate ? a[key] - b[key] : collator.compare(textOf(a), textOf(b)));
    },
  };
}

/** Shared by all comparisons: creating a collator for each one dominates the time to sort a long list. */
const collator = new Intl.Collator();
