import { type DataPlaneRequest, reject } from '../../../core/data-plane/requests.ts';
import { defineKind } from '../../../core/kinds.ts';
import type { Platform } from '../../../core/platform.ts';
import { isRecord } from '../../../core/requests.ts';
import type { RequestCount, TierLimit } from '../model.ts';

/** Request counts of rate limits, by policy, group of requests and limit. */
export const requestCounts = defineKind({
  name: 'requestCounts',
  noun: 'request count',
  empty: () => new Map<string, RequestCount>(),
});

type Limit = Pick<TierLimit, 'maximumRequests' | 'timePeriodInMilliseconds'>;

/** The limits in a policy's configuration. */
export function limitsOf(value: unknown): Limit[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((one) => ({
    maximumRequests: Number(one['maximumRequests']),
    timePeriodInMilliseconds: Number(one['timePeriodInMilliseconds']),
  }));
}

/**
 * Counts a request in fixed windows and rejects it above the limit. `expose` adds headers with the remaining requests
 * to the response.
 */
export function countRequest(
  { store, clock }: Platform,
  key: string,
  limits: readonly Limit[],
  { request, expose }: { request: DataPlaneRequest; expose: boolean },
): Response | null {
  const now = clock.now();
  const counts = store.of(requestCounts);
  for (const [index, { maximumRequests, timePeriodInMilliseconds }] of limits.entries()) {
    const name = `${key}/${index}`;
    const known = counts.get(name);
    const isOpen = known !== undefined && now < known.since + timePeriodInMilliseconds;
    const counter = isOpen ? known : { since: now, used: 0 };
    counts.set(name, counter);
    const isRejected = counter.used >= maximumRequests;
    if (!isRejected) counter.used += 1;
    const headers = {
      'x-ratelimit-limit': String(maximumRequests),
      'x-ratelimit-remaining': String(maximumRequests - counter.used),
      'x-ratelimit-reset': String(counter.since + timePeriodInMilliseconds - now),
    };
    if (isRejected) return reject(429, 'Quota has been exceeded', expose ? headers : {});
    if (expose) for (const [header, value] of Object.entries(headers)) request.responseHeaders.set(header, value);
  }
  return null;
}
