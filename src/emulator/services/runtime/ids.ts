import { defineSequence } from '../../core/kinds.ts';
import type { Store } from '../../core/store.ts';

/** Servers, server groups, clusters and applications on them share one sequence, so that a target id is unambiguous. */
export const runtimeIds = defineSequence('nextId', 'runtime');

/** The next free id in Runtime Manager. */
export function takeId(store: Store): number {
  return store.take(runtimeIds);
}
