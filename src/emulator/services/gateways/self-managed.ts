import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { gatewayManagerError } from '../../core/errors.ts';
import { type Place, requirePlace } from '../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { readBody, readInteger } from '../../core/requests.ts';
import type { Replica, SelfManagedGateway } from '../../core/store.ts';
import { requireToken } from '../../core/tokens.ts';
import { durations, moving, stateAt } from '../../core/transitions.ts';
import { isPublished } from './versions.ts';
import { selfManagedStatusOf } from './views.ts';

const fail = gatewayManagerError;

const registrationBody = z.object({
  registrationToken: z.string(),
  name: z.string().trim().min(1),
  gatewayVersion: z.string().default('1.12.1'),
  replicas: z.int().min(1).max(16).default(1),
  tags: z.array(z.string()).default([]),
});

const validityMs = 365 * 24 * 3600 * 1000;

/** Gateways on one's own machines, `/standalone/api/v1` (reference 4.7). */
export function standaloneGatewayRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const base = '/organizations/:organizationId/environments/:environmentId';

  /**
   * Emulator only: stands for `flexctl registration create` on a machine, which speaks to the platform in a way
   * that is not documented. Needs the registration token and no access token.
   */
  app.post(`${base}/gateways`, async (c) => {
    const { organizationId, environmentId } = c.req.param();
    const body = await readBody(c, registrationBody, fail);
    const token = store.gatewayTokens.get(body.registrationToken);
    if (token?.organizationId !== organizationId || token.environmentId !== environmentId) {
      throw fail(403, 'The registration token is not valid');
    }
    if (!isPublished('edge', body.gatewayVersion) && !isPublished('lts', body.gatewayVersion)) {
      throw fail(400, `Gateway version ${body.gatewayVersion} is not known`);
    }
    const now = clock.now();
    const replicas = Array.from({ length: body.replicas }, (_, index): Replica => {
      const id = crypto.randomUUID();
      return {
        id,
        name: `${body.name}-${index}`,
        nodeId: id.slice(0, 8),
        gatewayVersion: body.gatewayVersion,
        status: moving<'CONNECTED' | 'DISCONNECTED'>(
          clock,
          'DISCONNECTED',
          'CONNECTED',
          durations.selfManagedGatewayConnects,
        ),
        connectedAt: clock.after(durations.selfManagedGatewayConnects),
        disconnectedAt: null,
        certificateExpirationDate: now + validityMs,
      };
    });
    const gateway: SelfManagedGateway = {
      id: crypto.randomUUID(),
      organizationId,
      environmentId,
      name: body.name,
      deleted: false,
      tags: body.tags,
      replicas,
      dateCreated: now,
      lastUpdate: now,
    };
    store.selfManagedGateways.set(gateway.id, gateway);
    return c.json(detailView(gateway, now), 201);
  });

  app.use('*', requireToken(platform));

  const placeOf = (c: Context<PlatformEnv>, manage: boolean): Place => {
    const { organizationId = '', environmentId = '' } = c.req.param();
    // Runtime Manager's server scopes, not those of managed gateways (reference 4.7).
    const scopes = manage ? (['manage:servers'] as const) : (['read:servers', 'manage:servers'] as const);
    return requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, fail);
  };
  const gatewayOf = (c: Context<PlatformEnv>, manage: boolean): SelfManagedGateway => {
    const { environment } = placeOf(c, manage);
    const gateway = store.selfManagedGateways.get(c.req.param('gatewayId') ?? '');
    if (gateway === undefined || gateway.environmentId !== environment.id) throw fail(404, 'Gateway not found by id');
    return gateway;
  };

  app.post(`${base}/gatewaytokens`, (c) => {
    const { organization, environment } = placeOf(c, true);
    const registrationToken = crypto.randomUUID();
    store.gatewayTokens.set(registrationToken, { organizationId: organization.id, environmentId: environment.id });
    return c.json({ registrationToken });
  });

  app.get(`${base}/gateways`, (c) => {
    const { environment } = placeOf(c, false);
    const pageNumber = readInteger(c, 'pageNumber', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const wrongPageSize: typeof fail = (status) => fail(status, 'Wrong page size');
    const pageSize = readInteger(c, 'pageSize', { fallback: 30, min: 1, max: 100 }, wrongPageSize);
    const found = [...store.selfManagedGateways.values()].filter(
      ({ environmentId }) => environmentId === environment.id,
    );
    const content = found
      .slice(pageNumber * pageSize, (pageNumber + 1) * pageSize)
      .map((gateway) => listView(gateway, clock.now()));
    // A page out of range has no total either [tf-new:selfmanagedgateway.go].
    return c.json({ content, totalElements: content.length === 0 ? 0 : found.length, pageNumber, pageSize });
  });

  app.get(`${base}/gateways/:gatewayId`, (c) => c.json(detailView(gatewayOf(c, false), clock.now())));

  app.get(`${base}/gateways/:gatewayId/replicas`, (c) => {
    const gateway = gatewayOf(c, false);
    const content = gateway.deleted ? [] : gateway.replicas.map((one) => replicaView(gateway, one, clock.now()));
    return c.json({ content, totalElements: content.length, pageNumber: 0, pageSize: 30 });
  });

  app.delete(`${base}/gateways/:gatewayId`, (c) => {
    const gateway = gatewayOf(c, true);
    if (gateway.deleted) throw fail(400, 'This target was already deleted');
    gateway.deleted = true;
    gateway.lastUpdate = clock.now();
    store.runtimeConfigurations.delete(gateway.id);
    return c.body(null, 202);
  });

  return app;
}

function listView(gateway: SelfManagedGateway, now: number) {
  const groups = (['CONNECTED', 'DISCONNECTED'] as const).map((status) => {
    const inGroup = gateway.replicas.filter((replica) => stateAt(replica.status, now) === status);
    return {
      status,
      count: inGroup.length,
      certificateExpirationDates: inGroup.map((replica) => isoDate(replica.certificateExpirationDate)),
    };
  });
  return {
    organizationId: gateway.organizationId,
    id: gateway.id,
    name: gateway.name,
    status: selfManagedStatusOf(gateway, now),
    tags: gateway.tags,
    lastUpdate: isoDate(gateway.lastUpdate),
    replicas: gateway.deleted ? [] : groups.filter(({ count }) => count > 0),
  };
}

function detailView(gateway: SelfManagedGateway, now: number) {
  const versions = [...new Set(gateway.replicas.map(({ gatewayVersion }) => gatewayVersion))];
  return { ...listView(gateway, now), versions };
}

function replicaView(gateway: SelfManagedGateway, replica: Replica, now: number) {
  return {
    id: replica.id,
    targetId: gateway.id,
    name: replica.name,
    nodeId: replica.nodeId,
    gatewayVersion: replica.gatewayVersion,
    status: stateAt(replica.status, now),
    connectedAt: isoDate(replica.connectedAt),
    disconnectedAt: replica.disconnectedAt === null ? null : isoDate(replica.disconnectedAt),
    configurationStatus: { status: 'UP_TO_DATE', message: '' },
    certificateExpirationDate: isoDate(replica.certificateExpirationDate),
  };
}
