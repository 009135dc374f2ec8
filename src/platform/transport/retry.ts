import type { FaultReason, HttpAnswer, HttpFault } from './http.ts';

/** How often an exchange is made at most, the first time included. */
export const maxAttempts = 4;

/** Longest time a Retry-After may hold a call, ms; a longer one is reported instead of waited for. */
const maxRetryAfterMs = 20_000;
const firstPauseMs = 250;
const maxPauseMs = 4_000;

const neverRepeated: ReadonlySet<FaultReason> = new Set<FaultReason>(['cancelled', 'certificate', 'oversized']);
const transientStatus = new Set([429, 500, 502, 503, 504]);

/** What ended an attempt. */
export type Outcome = { answer: HttpAnswer } | { fault: HttpFault };

/**
 * Whether a request may be sent again. A read always may; a write only if it certainly did not happen: the platform rejected it (429) or was never reached. After a 5xx, a broken connection or a timeout that is unknown.
 */
export function mayRepeat(method: string, outcome: Outcome): boolean {
  const read = method === 'GET' || method === 'HEAD';
  if ('fault' in outcome) {
    if (neverRepeated.has(outcome.fault.reason)) return false;
    return read || !outcome.fault.sent;
  }
  return read ? transientStatus.has(outcome.answer.status) : outcome.answer.status === 429;
}

/**
 * The pause before the next attempt in ms, or undefined when the platform asks for a longer pause than a call should wait. `attempt` counts from 1; `random` is in [0, 1) and spreads callers that failed together.
 */
export function pauseBefore(attempt: number, outcome: Outcome, now: number, random: number): number | undefined {
  const asked = 'answer' in outcome ? retryAfterMs(outcome.answer, now) : undefined;
  if (asked !== undefined) return asked <= maxRetryAfterMs ? asked : undefined;
  const ceiling = Math.min(firstPauseMs * 2 ** (attempt - 1), maxPauseMs);
  return ceiling / 2 + (ceiling / 2) * random;
}

/** Reads Retry-After (seconds or a date) or Access Management's X-RateLimit-Reset, as ms from now. */
export function retryAfterMs(answer: HttpAnswer, now: number): number | undefined {
  const value = answer.headers['retry-after'];
  if (value !== undefined) {
    if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
    // Date.parse takes `-1` and `1.5` for dates too; those of HTTP begin with the day of the week.
    const date = /^\s*[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  return answer.status === 429 ? resetMs(answer.headers['x-ratelimit-reset'], now) : undefined;
}

/** The header's unit is not published: a large number is an epoch (s or ms), a small one is seconds to go. */
function resetMs(value: string | undefined, now: number): number | undefined {
  // Stryker disable next-line ConditionalExpression: the word "undefined" is no number either; the compiler needs it.
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) return undefined;
  const number = Number(value);
  if (number > 1e12) return Math.max(0, number - now);
  if (number > 1e9) return Math.max(0, number * 1000 - now);
  return number * 1000;
}
