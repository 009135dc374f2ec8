import { isoDate } from '../../core/platform.ts';
import type { GatewayPhase, ManagedGateway, SelfManagedGateway, SelfManagedStatus, Store } from '../../core/store.ts';
import { stateAt } from '../../core/transitions.ts';
import { gatewaySizes } from './versions.ts';

/** What a managed gateway does at a moment. */
export function phaseOf(gateway: ManagedGateway, now: number): GatewayPhase {
  return stateAt(gateway.phase, now);
}

/** An entry of the list of api/v1 [spec:flex ManagedGatewayOverview]. */
export function overviewView(gateway: ManagedGateway, now: number) {
  return {
    id: gateway.id,
    name: gateway.name,
    status: phaseOf(gateway, now).status,
    targetId: gateway.targetId,
    dateCreated: isoDate(gateway.dateCreated),
    lastUpdated: isoDate(gateway.lastUpdated),
  };
}

/** A gateway of api/v1 [spec:flex ManagedGatewayDetail]. */
export function detailView(store: Store, gateway: ManagedGateway, now: number) {
  return {
    ...overviewView(gateway, now),
    targetName: store.privateSpaces.get(gateway.targetId)?.name,
    desiredStatus: gateway.desiredStatus,
    runtimeVersion: gateway.runtimeVersion,
    releaseChannel: gateway.releaseChannel,
    size: gateway.size,
    apiLimit: gatewaySizes[gateway.size],
    configuration: gateway.configuration,
  };
}

/** The answers to POST and PUT leave `tracing` out (reference 4.2). */
export function writtenView(store: Store, gateway: ManagedGateway, now: number) {
  const { tracing: _tracing, ...configuration } = gateway.configuration;
  return { ...detailView(store, gateway, now), configuration };
}

/** A gateway of xapi/v1, which says more (reference 4.2, [tf:managedomnigateway.go]). */
export function experienceView(store: Store, gateway: ManagedGateway, now: number) {
  return {
    ...detailView(store, gateway, now),
    organizationId: gateway.organizationId,
    environmentId: gateway.environmentId,
    targetType: 'private-space',
    statusMessage: phaseOf(gateway, now).statusMessage,
    portConfiguration: { ingress: { port: 8081, protocol: 'HTTP' }, egress: { port: 443, protocol: 'HTTPS' } },
  };
}

/** A self-managed gateway is connected while one of its replicas is; deleted ones stay as tombstones (reference 4.7). */
export function selfManagedStatusOf(gateway: SelfManagedGateway, now: number): SelfManagedStatus {
  if (gateway.deleted) return 'DELETED';
  const connected = gateway.replicas.some(({ status }) => stateAt(status, now) === 'CONNECTED');
  return connected ? 'CONNECTED' : 'DISCONNECTED';
}
