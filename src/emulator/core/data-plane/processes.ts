import type { AmcDeployment, RuntimeProcess, RuntimeState } from '../../services/applications/model.ts';
import { isUp } from '../../services/runtime/server-status.ts';
import { serversOfTarget } from '../../services/runtime/targets.ts';
import { appUniqueIdOf } from '../../services/runtime-fabric/availability.ts';
import type { Clock } from '../clock.ts';
import type { HybridApplication, Store } from '../store.ts';
import { durations, stageAt } from '../transitions.ts';

/** An application of any of the three services, as the data plane sees it. */
export interface DeployedApplication {
  /** its path segment of the data plane */
  host: string;
  name: string;
  organizationId: string;
  environmentId: string;
  /** null while nothing serves */
  process: RuntimeProcess | null;
}

/** A process that starts in `ms` milliseconds. */
export function processIn(clock: Clock, ms: number, properties: Record<string, string>): RuntimeProcess {
  return {
    properties: { ...properties },
    startedAt: clock.after(ms),
    trackedAt: clock.after(ms + durations.apiTracked),
    opensAt: clock.after(ms + durations.gatekeeperOpens),
  };
}

/** The host part of an AMC application's URL: names of different environments are kept apart (reference 4.4). */
export function amcHostOf({ name, environmentId }: Pick<AmcDeployment, 'name' | 'environmentId'>): string {
  return `${name}-${appUniqueIdOf({ id: environmentId })}`;
}

/** The host part of the URL of an application on a server, group or cluster. */
export function armHostOf({ name, targetId }: Pick<HybridApplication, 'name' | 'targetId'>): string {
  return `${name}-${targetId}`;
}

/** What an ARM application does: nothing while none of its servers is up. */
export function armStateAt(store: Store, { deployed, targetId }: HybridApplication, now: number): RuntimeState {
  const state = deployed === undefined ? startedByHand : stageAt(deployed.runtime, now);
  const up = serversOfTarget(store, targetId).filter((server) => isUp(server, now));
  return up.length === 0 ? { ...state, process: null } : state;
}

const startedByHand: RuntimeState = {
  status: 'STARTED',
  updateStatus: null,
  process: { properties: {}, startedAt: 0, trackedAt: 0, opensAt: 0 },
};

/** Every application of CloudHub 1.0, AMC and ARM. */
export function* applicationsOf(store: Store, now: number): Generator<DeployedApplication> {
  for (const app of store.cloudHubApplications.values()) {
    const { domain, organizationId, environmentId } = app;
    yield { host: domain, name: domain, organizationId, environmentId, process: stageAt(app.runtime, now).process };
  }
  for (const app of store.amcDeployments.values()) {
    const { name, organizationId, environmentId } = app;
    yield { host: amcHostOf(app), name, organizationId, environmentId, process: stageAt(app.runtime, now).process };
  }
  for (const app of store.hybridApplications.values()) {
    const server = serversOfTarget(store, app.targetId)[0];
    yield {
      host: armHostOf(app),
      name: app.name,
      organizationId: app.deployed?.organizationId ?? server?.organizationId ?? '',
      environmentId: app.deployed?.environmentId ?? server?.environmentId ?? '',
      process: armStateAt(store, app, now).process,
    };
  }
}
