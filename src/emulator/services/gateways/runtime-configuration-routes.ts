import type { Place } from '../../core/identity/places.ts';
import { isoDate, type Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { gatewayManager, gatewayPath, gatewayScopes } from './api.ts';
import { gatewayManagerError as fail } from './errors.ts';
import { requireManagedGateway } from './managed-gateway.ts';
import type { ManagedGateway, SelfManagedGateway } from './model.ts';
import { phaseOf } from './phases.ts';
import {
  defaultRuntimeConfiguration,
  gatewayConfigurationOf,
  refuseSelfManagedSettings,
  runtimeConfigurationBody,
  runtimeConfigurationOf,
  runtimeConfigurations,
} from './runtime-configuration.ts';
import { selfManagedGateways, selfManagedStatusOf } from './self-managed-gateway.ts';

const path = `${gatewayPath}/runtime-configuration` as const;

/**
 * The runtime configuration of a gateway, managed or self-managed [docs/platform/gateways.md#runtime-configuration].
 */
export const runtimeConfigurationRoutes: readonly Route[] = [
  gatewayManager.environment('GET', path, gatewayScopes.read, (c, place) => {
    const { platform } = c.var;
    return c.json(configurationView(platform, requireAnyGateway(platform, place, c.req.param('gatewayId'))));
  }),

  gatewayManager.environment('PUT', path, gatewayScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const { store, clock } = platform;
    const gateway = requireAnyGateway(platform, place, c.req.param('gatewayId'));
    const { configuration } = await readBody(c, runtimeConfigurationBody, fail);
    if ('phase' in gateway) {
      refuseSelfManagedSettings(configuration, fail);
      gateway.configuration = gatewayConfigurationOf(gateway.configuration, configuration);
      gateway.lastUpdated = clock.now();
    }
    const all = store.of(runtimeConfigurations);
    const createdAt = all.get(gateway.id)?.createdAt ?? clock.now();
    all.set(gateway.id, { configuration, createdAt, updatedAt: clock.now() });
    return c.json(configurationView(platform, gateway));
  }),
];

/**
 * Managed and self-managed gateways both have a runtime configuration
 * [docs/platform/gateways.md#runtime-configuration].
 */
function requireAnyGateway(platform: Platform, place: Place, id: string): ManagedGateway | SelfManagedGateway {
  const selfManaged = platform.store.of(selfManagedGateways).get(id);
  if (selfManaged?.environmentId === place.environment.id && !selfManaged.deleted) return selfManaged;
  return requireManagedGateway(platform, place, id);
}

/**
 * Has `createdAt` and `updatedAt`, while the gateway itself has `dateCreated` and `lastUpdated`
 * [docs/platform/gateways.md#runtime-configuration].
 */
function configurationView({ store, clock }: Platform, gateway: ManagedGateway | SelfManagedGateway) {
  const stored = store.of(runtimeConfigurations).get(gateway.id);
  const dates = (created: number, updated: number) => ({
    createdAt: isoDate(stored?.createdAt ?? created),
    updatedAt: isoDate(stored?.updatedAt ?? updated),
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
      configuration: stored?.configuration ?? runtimeConfigurationOf(gateway),
    };
  }
  return {
    id: gateway.id,
    name: gateway.name,
    targetId: gateway.id,
    status: selfManagedStatusOf(gateway, clock.now()),
    ...dates(gateway.dateCreated, gateway.lastUpdate),
    gatewayVersion: gateway.replicas[0]?.gatewayVersion,
    configuration: stored?.configuration ?? defaultRuntimeConfiguration(),
  };
}
