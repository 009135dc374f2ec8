import * as z from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import type { Place } from '../../core/identity/places.ts';
import { listingOf } from '../../core/listing.ts';
import { isoDate, type Platform } from '../../core/platform.ts';
import { integerFrom, text } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { changing, durations, stateAt } from '../../core/transitions.ts';
import { gatewayPath, gatewaysPath } from './api.ts';
import { gatewayManagerError as fail } from './errors.ts';
import type { Replica, SelfManagedGateway } from './model.ts';
import { runtimeConfigurations } from './runtime-configuration.ts';
import { gatewayTokens, selfManagedGateways, selfManagedStatusOf } from './self-managed-gateway.ts';
import { isPublished } from './versions.ts';

const registrationBody = z.strictObject({
  registrationToken: z.string(),
  name: z.string().trim().min(1),
  gatewayVersion: z.string().default('1.12.1'),
  replicas: z.int().min(1).max(16).default(1),
  tags: z.array(z.string()).default([]),
});

const validityMs = 365 * 24 * 3600 * 1000;

/** The server scopes of Runtime Manager, unlike managed gateways [docs/platform/authentication.md#scopes]. */
const scopes = {
  read: ['read:servers', 'manage:servers'],
  manage: ['manage:servers'],
} as const satisfies Record<string, readonly Scope[]>;

const api = routesBelow('/standalone/api/v1', { fail });

const listQuery = {
  pageNumber: integerFrom({ fallback: 0, min: 0 }),
  pageSize: integerFrom({ fallback: 30, min: 0 }),
  name: text,
};

/** Self-managed gateways, `/standalone/api/v1` [docs/platform/gateways.md#self-managed-gateways]. */
export const selfManagedGatewayRoutes: readonly Route[] = [
  // Emulator only: takes the place of `flexctl registration create`, whose protocol is not documented. It needs the
  // registration token and no access token.
  api.open('POST', gatewaysPath, async (c) => {
    const { store, clock } = c.var.platform;
    const { organizationId, environmentId } = c.req.param();
    const body = await readBody(c, registrationBody, fail);
    const token = store.of(gatewayTokens).get(body.registrationToken);
    if (token?.organizationId !== organizationId || token.environmentId !== environmentId) {
      throw fail(403, 'The registration token is not valid');
    }
    if (!isPublished('edge', body.gatewayVersion) && !isPublished('lts', body.gatewayVersion)) {
      throw fail(400, `Gateway version ${body.gatewayVersion} is unknown`);
    }
    const now = clock.now();
    const gateway: SelfManagedGateway = {
      id: crypto.randomUUID(),
      organizationId,
      environmentId,
      name: body.name,
      deleted: false,
      tags: body.tags,
      replicas: Array.from({ length: body.replicas }, (_, index) => newReplica(clock, body, index)),
      dateCreated: now,
      lastUpdate: now,
    };
    store.of(selfManagedGateways).set(gateway.id, gateway);
    return c.json(detailView(gateway, now), 201);
  }),

  api.environment(
    'POST',
    '/organizations/{organizationId}/environments/{environmentId}/gatewaytokens',
    scopes.manage,
    (c, { organization, environment }) => {
      const registrationToken = crypto.randomUUID();
      const place = { organizationId: organization.id, environmentId: environment.id };
      c.var.platform.store.of(gatewayTokens).set(registrationToken, place);
      return c.json({ registrationToken });
    },
  ),

  api.environment('GET', gatewaysPath, { scopes: scopes.read, query: listQuery }, (c, { environment }, sent) => {
    const { platform } = c.var;
    const { pageNumber, pageSize, name = '' } = sent;
    if (pageSize < 1 || pageSize > 100) throw fail(400, 'Wrong page size');
    const found = listingOf(selfManagedGateways).find(platform, environment.id, {
      text: { part: name, of: () => (gateway) => gateway.name },
    });
    const content = found
      .slice(pageNumber * pageSize, (pageNumber + 1) * pageSize)
      .map((gateway) => listView(gateway, platform.clock.now()));
    // A page out of range has no total either [docs/platform/gateways.md#self-managed-gateways].
    return c.json({ content, totalElements: content.length === 0 ? 0 : found.length, pageNumber, pageSize });
  }),

  api.environment('GET', gatewayPath, scopes.read, (c, place) => {
    const { platform } = c.var;
    return c.json(detailView(requireGateway(platform, place, c.req.param('gatewayId')), platform.clock.now()));
  }),

  api.environment('GET', `${gatewayPath}/replicas`, scopes.read, (c, place) => {
    const { platform } = c.var;
    const gateway = requireGateway(platform, place, c.req.param('gatewayId'));
    const now = platform.clock.now();
    const content = gateway.deleted ? [] : gateway.replicas.map((replica) => replicaView(gateway, replica, now));
    return c.json({ content, totalElements: content.length, pageNumber: 0, pageSize: 30 });
  }),

  api.environment('DELETE', gatewayPath, scopes.manage, (c, place) => {
    const { platform } = c.var;
    const gateway = requireGateway(platform, place, c.req.param('gatewayId'));
    if (gateway.deleted) throw fail(400, 'This target was already deleted');
    gateway.deleted = true;
    gateway.lastUpdate = platform.clock.now();
    platform.store.delete(runtimeConfigurations, gateway.id);
    return c.body(null, 202);
  }),
];

function requireGateway({ store }: Platform, { environment }: Place, id: string): SelfManagedGateway {
  const gateway = store.of(selfManagedGateways).get(id);
  if (gateway === undefined || gateway.environmentId !== environment.id) throw fail(404, 'Gateway not found by id');
  return gateway;
}

function newReplica(
  clock: Clock,
  { name, gatewayVersion }: Pick<z.output<typeof registrationBody>, 'name' | 'gatewayVersion'>,
  index: number,
): Replica {
  const id = crypto.randomUUID();
  const ms = durations.selfManagedGatewayConnects;
  return {
    id,
    name: `${name}-${index}`,
    nodeId: id.slice(0, 8),
    gatewayVersion,
    status: changing<'CONNECTED' | 'DISCONNECTED'>(clock, 'DISCONNECTED', 'CONNECTED', ms),
    connectedAt: clock.after(ms),
    disconnectedAt: null,
    certificateExpirationDate: clock.now() + validityMs,
  };
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
