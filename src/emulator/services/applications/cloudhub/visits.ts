import { defineKind, sameId } from '../../../core/kinds.ts';
import type { Platform } from '../../../core/platform.ts';
import { cloudHubApplications } from './application.ts';

/** How many requests are remembered for the statistics of an application, which no source says. */
const maxVisits = 10_000;

/** When requests reached an application, by its domain, oldest first. */
export const cloudHubVisits = defineKind({
  name: 'cloudHubVisits',
  noun: 'statistics',
  empty: () => new Map<string, { at: number[] }>(),
  deletedWith: [sameId(cloudHubApplications)],
});

/** Counts a request to an application, if it is one of CloudHub 1.0. */
export function noteVisit({ store, clock }: Platform, domain: string): void {
  if (!store.of(cloudHubApplications).has(domain)) return;
  const at = [...(store.of(cloudHubVisits).get(domain)?.at ?? []), clock.now()].slice(-maxVisits);
  store.of(cloudHubVisits).set(domain, { at });
}

/** The requests to an application in each interval of a time span, by the start of the interval. */
export function visitsPerInterval(
  { store }: Pick<Platform, 'store'>,
  domain: string,
  { start, end, interval }: { start: number; end: number; interval: number },
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let from = start; from < end; from += interval) counts[from] = 0;
  for (const at of store.of(cloudHubVisits).get(domain)?.at ?? []) {
    if (at < start || at > end) continue;
    // The last interval includes the end.
    const index = Math.min(Math.floor((at - start) / interval), Math.ceil((end - start) / interval) - 1);
    const from = String(start + index * interval);
    counts[from] = (counts[from] ?? 0) + 1;
  }
  return counts;
}
