import { isoDate, type Platform } from '../../core/platform.ts';
import type { ManagedGateway } from './model.ts';
import { phaseOf } from './phases.ts';
import { targetOfGateway } from './target.ts';
import { gatewaySizes } from './versions.ts';

/** A row of the list at api/v1 [docs/platform/gateways.md#operations]. */
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

/** A single gateway at api/v1 [docs/platform/gateways.md#answer]. */
export function detailView(platform: Platform, gateway: ManagedGateway) {
  return {
    ...overviewView(platform, gateway),
    targetName: targetOfGateway(platform, gateway)?.name,
    desiredStatus: gateway.desiredStatus,
    runtimeVersion: gateway.runtimeVersion,
    releaseChannel: gateway.releaseChannel,
    size: gateway.size,
    apiLimit: gatewaySizes[gateway.size],
    configuration: gateway.configuration,
    // What a replica listens on, and the port of its metrics: recorded by clients of Gateway Manager.
    portConfiguration: { ingress: { port: 8081, protocol: 'HTTP' }, egress: { port: 8082, protocol: 'HTTP' } },
  };
}

/** The answers to POST and PUT leave `tracing` out [docs/platform/gateways.md#answer]. */
export function writtenView(platform: Platform, gateway: ManagedGateway) {
  const { tracing: _tracing, ...configuration } = gateway.configuration;
  return { ...detailView(platform, gateway), configuration };
}

/** A single gateway at xapi/v1, which has more members [docs/platform/gateways.md#answer]. */
export function experienceView(platform: Platform, gateway: ManagedGateway) {
  const { statusMessage, ready, running } = phaseOf(gateway, platform.clock.now());
  return {
    ...detailView(platform, gateway),
    organizationId: gateway.organizationId,
    environmentId: gateway.environmentId,
    targetType: targetOfGateway(platform, gateway)?.type,
    statusMessage,
    ready,
    running,
  };
}
