import { applyGateway } from '../../services/gateways/phases.ts';
import type { Clock } from '../clock.ts';
import type { FaultList } from '../faults/faults.ts';
import type { PlannedEvent } from '../faults/model.ts';
import type { ManagedGateway, SelfManagedGateway, Store } from '../store.ts';
import { durations, settled, steady } from '../transitions.ts';
import type { Directory } from './directory.ts';
import { placeIn } from './organizations.ts';
import type { Scenario, ScenarioEvent } from './schema.ts';

/** Plans the events of a scenario that starts at `start`. */
export function planEvents(store: Store, scenario: Scenario, names: Directory, start: number): void {
  names.each('events', scenario.events, (event, path) => {
    store.plannedEvents.push({ at: start + event.at * 1000, do: event.do, ...detailsOf(store, names, path, event) });
  });
  store.plannedEvents.sort((a, b) => a.at - b.at);
}

function detailsOf(
  store: Store,
  names: Directory,
  path: string,
  event: ScenarioEvent,
): Pick<PlannedEvent, 'id' | 'message' | 'fault'> {
  if (event.do === 'add-fault') return { fault: event.fault };
  if (event.do === 'expire-tokens' || event.do === 'clear-faults') return {};
  const { environmentId } = placeIn(store, names, path, event);
  const find = (field: string, kinds: Parameters<Directory['find']>[1], reference: string): { id: string } => ({
    id: names.find(`${path}.${field}`, kinds, environmentId, reference),
  });
  if ('server' in event) return find('server', ['server'], event.server);
  if ('application' in event) return find('application', ['application'], event.application);
  const found = find('gateway', ['gateway', 'self-managed gateway'], event.gateway);
  return 'message' in event ? { ...found, message: event.message } : found;
}

/** Lets what is due happen, as if somebody had looked at its very moment. Returns whether anything was due. */
export function applyDueEvents(store: Store, now: number, faults: FaultList): boolean {
  let isAny = false;
  for (;;) {
    const [event] = store.plannedEvents;
    if (event === undefined || event.at > now) return isAny;
    store.plannedEvents.shift();
    isAny = true;
    happen(store, event, faults);
  }
}

function happen(store: Store, event: PlannedEvent, faults: FaultList): void {
  const { at, id = '', message } = event;
  switch (event.do) {
    case 'disconnect-server':
    case 'connect-server': {
      const server = store.servers.get(Number(id));
      if (server === undefined) return;
      server.status = settled(event.do === 'connect-server' ? 'RUNNING' : 'DISCONNECTED');
      server.timeUpdated = at;
      return;
    }
    case 'isolate-server':
    case 'join-server': {
      const server = store.servers.get(Number(id));
      if (server !== undefined) server.isolated = event.do === 'isolate-server';
      return;
    }
    case 'fail-gateway':
    case 'heal-gateway': {
      const managed = store.managedGateways.get(id);
      const own = store.selfManagedGateways.get(id);
      if (managed !== undefined) changeGateway(store, managed, at, message);
      if (own !== undefined) connectReplicas(own, at, event.do === 'heal-gateway');
      return;
    }
    case 'stop-application':
      stopApplication(store, id, at);
      return;
    case 'expire-tokens':
      store.tokens.clear();
      return;
    case 'add-fault':
      if (event.fault !== undefined) faults.add(event.fault, at);
      return;
    case 'clear-faults':
      faults.clear();
  }
}

/** A clock that stands at the moment of an event. */
function standingAt(moment: number): Clock {
  const still = (): void => {};
  return { now: () => moment, after: (ms) => moment + ms, advance: still, beginRequest: still };
}

function changeGateway(store: Store, gateway: ManagedGateway, at: number, message: string | undefined): void {
  delete gateway.neverReady;
  if (message === undefined) delete gateway.fault;
  else gateway.fault = message;
  // What fails by itself fails at once; being mended takes as long as being started.
  applyGateway(store, standingAt(at), gateway, message === undefined ? durations.gatewayStarts : 0);
}

function connectReplicas(gateway: SelfManagedGateway, at: number, isConnected: boolean): void {
  for (const replica of gateway.replicas) {
    replica.status = settled(isConnected ? 'CONNECTED' : 'DISCONNECTED');
    if (isConnected) replica.connectedAt = at;
    replica.disconnectedAt = isConnected ? null : at;
  }
}

function stopApplication(store: Store, id: string, at: number): void {
  const cloudHub = store.cloudHubApplications.get(id);
  if (cloudHub !== undefined) {
    cloudHub.runtime = steady({ status: 'UNDEPLOYED', updateStatus: null, process: null });
    cloudHub.lastUpdateTime = at;
  }
  const cloudHub2 = store.amcDeployments.get(id);
  if (cloudHub2 !== undefined) {
    cloudHub2.runtime = steady({ status: 'APPLIED', updateStatus: null, process: null });
    cloudHub2.desiredState = 'STOPPED';
    cloudHub2.lastModifiedDate = at;
  }
  const deployed = store.hybridApplications.get(Number(id))?.deployed;
  if (deployed !== undefined) {
    deployed.runtime = steady({ status: 'STOPPED', updateStatus: null, process: null });
    deployed.desiredStatus = steady('STOPPED');
    deployed.timeUpdated = at;
  }
}
