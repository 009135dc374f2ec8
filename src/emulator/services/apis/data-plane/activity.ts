import { Derived } from '../../../core/derived.ts';
import { defineValue } from '../../../core/kinds.ts';
import type { Platform } from '../../../core/platform.ts';
import { apis } from '../instances/instance.ts';
import type { ApiInstance } from '../model.ts';
import { activeApis } from './autodiscovery.ts';

/** The ids of the instances that were active before the last change. */
export const activeApiIds = defineValue('activeApiIds', (): number[] => []);

/** When that was, in epoch ms. It is apart from the ids, because it changes each time and they seldom do. */
export const activeApisSeenAt = defineValue('activeApisSeenAt', () => 0);

const seen = new Derived<ReadonlySet<number>>();

/**
 * Records which instances are active, for `lastActiveDate` after they become inactive. Called before every change. An
 * instance itself is changed only when it is no longer among them.
 */
export function recordActivity(platform: Platform): void {
  const { store, clock } = platform;
  const before = seenIds(platform);
  const active = activeApis(platform);
  if (active.size !== before.size || [...active.keys()].some((id) => !before.has(id))) {
    for (const id of before) {
      const api = active.has(id) ? undefined : store.of(apis).get(id);
      if (api !== undefined) api.lastActiveAt = store.of(activeApisSeenAt);
    }
    store.set(activeApiIds, [...active.keys()]);
  }
  store.set(activeApisSeenAt, clock.now());
}

/** When an instance that is not active now was active last, in epoch ms; null if it never was. */
export function lastActiveAt(platform: Platform, api: Pick<ApiInstance, 'id' | 'lastActiveAt'>): number | null {
  return seenIds(platform).has(api.id) ? platform.store.of(activeApisSeenAt) : api.lastActiveAt;
}

function seenIds(platform: Platform): ReadonlySet<number> {
  return seen.of(platform, '', () => new Set(platform.store.of(activeApiIds)));
}
