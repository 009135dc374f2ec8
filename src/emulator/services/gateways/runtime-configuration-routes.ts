import { Hono } from 'hono';
import { gatewayManagerError as fail } from '../../core/errors.ts';
import type { Place } from '../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { ManagedGateway, SelfManagedGateway, Store } from '../../core/store.ts';
import { gatewayScopes, gatewaysPath, placeOf, requireManagedGateway } from './access.ts';
import {
  defaultRuntimeConfiguration,
  gatewayConfigurationOf,
  refuseSelfManagedSettings,
  runtimeConfigurationBody,
  runtimeConfigurationOf,
} from './runtime-configuration.ts';
import { phaseOf, selfManagedStatusOf } from './views.ts';

/** The runtime configuration of a gateway of either kind (reference 4.6). */
export function runtimeConfigurationRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();

  app.get(`${gatewaysPath}/:gatewayId/runtime-configuration`, (c) =>
    c.json(
      runtimeConfigurationView(
        platform,
        requireAnyGateway(store, placeOf(platform, c, gatewayScopes.read), c.req.param('gatewayId')),
      ),
    ),
  );

  app.put(`${gatewaysPath}/:gatewayId/runtime-configuration`, async (c) => {
    const gateway = requireAnyGateway(store, placeOf(platform, c, gatewayScopes.manage), c.req.param('gatewayId'));
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

  return app;
}

/** Runtime configurations exist for both kinds of gateway [spec:flex]. */
function requireAnyGateway(store: Store, place: Place, id: string): ManagedGateway | SelfManagedGateway {
  const own = store.selfManagedGateways.get(id);
  if (own !== undefined && own.environmentId === place.environment.id && !own.deleted) return own;
  return requireManagedGateway(store, place, id);
}

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
