import { defineSequence } from '../../core/kinds.ts';
import type { Store } from '../../core/store.ts';

/** Everything in API Manager shares one sequence: instances, policies, tiers, contracts, deployments, API consumers. */
export const apiIds = defineSequence('nextApiId', 'apiManager');

/** The next free id in API Manager. */
export function takeApiId(store: Store): number {
  return store.take(apiIds);
}
