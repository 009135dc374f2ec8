import { listingOf } from '../../core/listing.ts';
import { isoDate } from '../../core/platform.ts';
import { integerFrom, oneOf, text } from '../../core/queries.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { stateAt } from '../../core/transitions.ts';
import { spacesForEnvironment } from '../runtime-fabric/index.ts';
import { gatewayPath, gatewayScopes, gatewaysPath } from './api.ts';
import { gatewayManagerError as fail } from './errors.ts';
import { managedGatewaysAt, requireManagedGateway } from './managed-gateway.ts';
import type { SelfManagedGateway } from './model.ts';
import { selfManagedGateways, selfManagedStatusOf } from './self-managed-gateway.ts';
import { gatewayVersions } from './versions.ts';
import { experienceView } from './views.ts';

const listQuery = {
  kind: oneOf(['managed', 'selfManaged']),
  name: text,
  pageNumber: integerFrom({ fallback: 0, min: 0 }),
  pageSize: integerFrom({ fallback: 100, min: 1, max: 500 }),
};

const api = routesBelow('/gatewaymanager/xapi/v1', { fail });

/**
 * The experience API of the web UI. It is not published; the CLI and Terraform use it
 * [docs/platform/conventions.md#service-prefixes].
 */
export const experienceRoutes: readonly Route[] = [
  // Versions by release channel [docs/platform/gateways.md#versions].
  api.authenticated('GET', '/gateway/versions', (c) => {
    const channel = (name: 'lts' | 'edge') => ({
      name,
      versions: gatewayVersions[name].map((displayName) => ({ displayName })),
    });
    return c.json({ channels: { lts: channel('lts'), edge: channel('edge') }, default: 'lts' });
  }),

  api.environment('GET', gatewaysPath, { scopes: gatewayScopes.read, query: listQuery }, (c, place, sent) => {
    const { platform } = c.var;
    const { kind, pageNumber, pageSize, name = '' } = sent;
    const text = { part: name, of: () => (gateway: { name: string }) => gateway.name };
    const managed = kind === 'selfManaged' ? [] : managedGatewaysAt(platform, place, { text });
    const selfManaged =
      kind === 'managed' ? [] : listingOf(selfManagedGateways).find(platform, place.environment.id, { text });
    const start = pageNumber * pageSize;
    const inPage = managed.slice(start, start + pageSize);
    // The self-managed ones come after all managed ones.
    const own = Math.max(0, start - managed.length);
    const content = [
      ...inPage.map((gateway) => ({ ...experienceView(platform, gateway), kind: 'managed' })),
      ...selfManaged
        .slice(own, own + pageSize - inPage.length)
        .map((gateway) => selfManagedView(gateway, platform.clock.now())),
    ];
    return c.json({ content, totalElements: managed.length + selfManaged.length, pageNumber, pageSize });
  }),

  // The targets come before the single gateway, whose path would match as well
  // [docs/platform/gateways.md#target-and-public-url].
  api.environment('GET', `${gatewaysPath}/targets`, gatewayScopes.read, (c, place) => {
    const { platform } = c.var;
    const content = spacesForEnvironment(platform, place).map((space) => ({
      id: space.id,
      name: space.name,
      type: 'private-space',
      region: space.region,
      status: stateAt(space.status, platform.clock.now()),
    }));
    return c.json({ content, totalElements: content.length, pageNumber: 0, pageSize: 100 });
  }),

  api.environment('GET', gatewayPath, gatewayScopes.read, (c, place) => {
    const { platform } = c.var;
    return c.json(experienceView(platform, requireManagedGateway(platform, place, c.req.param('gatewayId'))));
  }),
];

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
