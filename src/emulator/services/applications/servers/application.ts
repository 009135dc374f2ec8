import type { RuntimeState } from '../../../core/data-plane/model.ts';
import { defineKind, relation } from '../../../core/kinds.ts';
import type { Platform } from '../../../core/platform.ts';
import { stageAt } from '../../../core/transitions.ts';
import { clusters, isUp, serverGroups, servers, serversOfTarget } from '../../runtime/index.ts';
import type { HybridApplication } from '../model.ts';

const isTargetOf = ({ targetId }: HybridApplication, { id }: { id: number }): boolean => targetId === id;

const onTargets = [relation(servers, isTargetOf), relation(serverGroups, isTargetOf), relation(clusters, isTargetOf)];

/** Applications on servers, server groups and clusters. */
export const hybridApplications = defineKind({
  name: 'hybridApplications',
  noun: 'application',
  empty: () => new Map<number, HybridApplication>(),
  deletedWith: onTargets,
  dependsOn: onTargets,
});

/** The host part of the URL of an application on a server, group or cluster. */
export function hybridHostOf({ name, targetId }: Pick<HybridApplication, 'name' | 'targetId'>): string {
  return `${name}-${targetId}`;
}

/** The state of an application. It has no process while none of its servers is up. */
export function hybridStateOf(platform: Platform, { deployed, targetId }: HybridApplication): RuntimeState {
  const now = platform.clock.now();
  const state = deployed === undefined ? alwaysStarted : stageAt(deployed.runtime, now);
  const isServed = serversOfTarget(platform, targetId).some((server) => isUp(server, now));
  return isServed ? state : { ...state, process: null };
}

/** The state of an application without a deployment. */
const alwaysStarted: RuntimeState = {
  status: 'STARTED',
  updateStatus: null,
  process: { properties: {}, startedAt: 0, trackedAt: 0, opensAt: 0 },
};
