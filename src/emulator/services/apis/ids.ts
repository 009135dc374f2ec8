import { defineSequence } from '../../core/kinds.ts';
import type { Store } from '../../core/store.ts';

/** Instances, policies, tiers, contracts, deployments and client applications share one sequence. */
export const apiIds = defineSequence('nextApiId', 'apiManager');

/** The next free id in API Manager. */
export function takeApiId(store: Store): number {
  return store.take(apiIds);
}
