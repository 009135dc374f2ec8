import { Hono } from 'hono';
import { gatewayManagerError } from '../../core/errors.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { readInteger } from '../../core/requests.ts';
import type { SelfManagedGateway } from '../../core/store.ts';
import { requireToken } from '../../core/tokens.ts';
import { stateAt } from '../../core/transitions.ts';
import { gatewayTargetsOf } from '../runtime-fabric/availability.ts';
import { gatewayScopes, gatewaysPath, managedGatewaysAt, placeOf, requireManagedGateway } from './access.ts';
import { gatewayVersions } from './versions.ts';
import { experienceView, selfManagedStatusOf } from './views.ts';

const fail = gatewayManagerError;

/** The experience API behind the web UI, `/gatewaymanager/xapi/v1`: not published, used by the CLI and Terraform. */
export function gatewayExperienceRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));

  // Reference 4.5.
  app.get('/gateway/versions', (c) => {
    const channel = (name: 'lts' | 'edge') => ({
      name,
      versions: gatewayVersions[name].map((displayName) => ({ displayName })),
    });
    return c.json({ channels: { lts: channel('lts'), edge: channel('edge') }, default: 'lts' });
  });

  app.get(gatewaysPath, (c) => {
    const place = placeOf(platform, c, gatewayScopes.read);
    const kind = c.req.query('kind');
    if (kind !== undefined && kind !== 'managed' && kind !== 'selfManaged') {
      throw fail(400, 'kind: must be managed or selfManaged');
    }
    const pageNumber = readInteger(c, 'pageNumber', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const pageSize = readInteger(c, 'pageSize', { fallback: 100, min: 1, max: 500 }, fail);
    const managed = managedGatewaysAt(store, place).map((gateway) => ({
      ...experienceView(store, gateway, clock.now()),
      kind: 'managed',
    }));
    const own = [...store.selfManagedGateways.values()]
      .filter(({ environmentId }) => environmentId === place.environment.id)
      .map((gateway) => selfManagedView(gateway, clock.now()));
    const found = [...(kind === 'selfManaged' ? [] : managed), ...(kind === 'managed' ? [] : own)];
    const content = found.slice(pageNumber * pageSize, (pageNumber + 1) * pageSize);
    return c.json({ content, totalElements: found.length, pageNumber, pageSize });
  });

  // Before the single gateway, whose path it would fit as well (reference 4.4).
  app.get(`${gatewaysPath}/targets`, (c) => {
    const { organization, environment } = placeOf(platform, c, gatewayScopes.read);
    const content = gatewayTargetsOf(store, organization, environment).map((space) => ({
      id: space.id,
      name: space.name,
      type: 'private-space',
      region: space.region,
      status: stateAt(space.status, clock.now()),
    }));
    return c.json({ content, totalElements: content.length, pageNumber: 0, pageSize: 100 });
  });

  app.get(`${gatewaysPath}/:gatewayId`, (c) => {
    const gateway = requireManagedGateway(store, placeOf(platform, c, gatewayScopes.read), c.req.param('gatewayId'));
    return c.json(experienceView(store, gateway, clock.now()));
  });

  return app;
}

function selfManagedView(gateway: SelfManagedGateway, now: number) {
  return {
    id: gateway.id,
    name: gateway.name,
    kind: 'selfManaged',
    targetId: gateway.id,
    targetName: null,
    status: selfManagedStatusOf(gateway, now),
    dateCreated: isoDate(gateway.dateCreated),
    lastUpdated: isoDate(gateway.lastUpdate),
  };
}
