import { isoDate, type Platform } from '../../core/platform.ts';
import { privateSpaces } from '../runtime-fabric/index.ts';
import type { ManagedGateway } from './model.ts';
import { phaseOf } from './phases.ts';
import { gatewaySizes } from './versions.ts';

/** An entry of the list of api/v1 [spec:flex ManagedGatewayOverview]. */
export function overviewView({ clock }: Platform, gateway: ManagedGateway) {
  return {
    id: gateway.id,
    name: gateway.name,
    status: phaseOf(gateway, clock.now()).status,
    targetId: gateway.targetId,
    dateCreated: isoDate(gateway.dateCreated),
    lastUpdated: isoDate(gateway.lastUpdated),
  };
}

/** A gateway of api/v1 [spec:flex ManagedGatewayDetail]. */
export function detailView(platform: Platform, gateway: ManagedGateway) {
  return {
    ...overviewView(platform, gateway),
    targetName: platform.store.of(privateSpaces).get(gateway.targetId)?.name,
    desiredStatus: gateway.desiredStatus,
    runtimeVersion: gateway.runtimeVersion,
    releaseChannel: gateway.releaseChannel,
    size: gateway.size,
    apiLimit: gatewaySizes[gateway.size],
    configuration: gateway.configuration,
  };
}

/** The answers to POST and PUT leave `tracing` out (reference 4.2). */
export function writtenView(platform: Platform, gateway: ManagedGateway) {
  const { tracing: _tracing, ...configuration } = gateway.configuration;
  return { ...detailView(platform, gateway), configuration };
}

/** A gateway of xapi/v1, which says more (reference 4.2, [tf:managedomnigateway.go]). */
export function experienceView(platform: Platform, gateway: ManagedGateway) {
  return {
    ...detailView(platform, gateway),
    organizationId: gateway.organizationId,
    environmentId: gateway.environmentId,
    targetType: 'private-space',
    statusMessage: phaseOf(gateway, platform.clock.now()).statusMessage,
    portConfiguration: { ingress: { port: 8081, protocol: 'HTTP' }, egress: { port: 443, protocol: 'HTTPS' } },
  };
}
