import { describe, expect, it } from 'vitest';
import { type FaultReason, HttpFault } from '../../../src/platform/transport/http.ts';
import {
  maxAttempts,
  mayRepeat,
  type Outcome,
  pauseBefore,
  retryAfterMs,
} from '../../../src/platform/transport/retry.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, text: '' });
const answered = (status: number, headers: Record<string, string> = {}): Outcome => ({
  answer: answer(status, headers),
});
const failed = (reason: FaultReason, sent: boolean): Outcome => ({ fault: new HttpFault(reason, sent, 'X') });
const reads = ['GET', 'HEAD'];
const writes = ['POST', 'PUT', 'PATCH', 'DELETE'];

describe('a request', () => {
  it('is made four times at most', () => {
    expect(maxAttempts).toBe(4);
  });

  it('that reads is repeated after what passes by itself, and after nothing else', () => {
    const all = [200, 301, 400, 401, 403, 404, 409, 422, 429, 500, 501, 502, 503, 504, 505];
    for (const method of reads)
      expect(all.filter((status) => mayRepeat(method, answered(status)))).toEqual([429, 500, 502, 503, 504]);
  });

  it('that writes is repeated only where the platform refused to look at it', () => {
    const all = [200, 400, 404, 409, 429, 500, 502, 503, 504];
    for (const method of writes) expect(all.filter((status) => mayRepeat(method, answered(status)))).toEqual([429]);
  });

  it('without an answer is repeated if it reads, or never left', () => {
    for (const reason of ['unreachable', 'timeout', 'cut'] as const) {
      for (const method of reads)
        expect([true, false].map((sent) => mayRepeat(method, failed(reason, sent)))).toEqual([true, true]);
      for (const method of writes)
        expect([true, false].map((sent) => mayRepeat(method, failed(reason, sent)))).toEqual([false, true]);
    }
  });

  it('is not repeated after what would happen again, or what the caller wanted', () => {
    for (const reason of ['cancelled', 'certificate', 'oversized'] as const)
      for (const method of [...reads, ...writes])
        expect([true, false].map((sent) => mayRepeat(method, failed(reason, sent)))).toEqual([false, false]);
  });
});

describe('the pause before the next attempt', () => {
  it('doubles with each, from a quarter of a second up to four, half of it by chance', () => {
    const pauses = (random: number) =>
      [1, 2, 3, 4, 5, 6, 9].map((attempt) => pauseBefore(attempt, answered(503), now, random));
    expect(pauses(0)).toEqual([125, 250, 500, 1_000, 2_000, 2_000, 2_000]);
    expect(pauses(0.5)).toEqual([187.5, 375, 750, 1_500, 3_000, 3_000, 3_000]);
    expect(pauseBefore(1, failed('cut', true), now, 1)).toBe(250);
  });

  it('is what the platform asks for, up to twenty seconds; no call waits longer', () => {
    const asked = (seconds: string) => pauseBefore(1, answered(429, { 'retry-after': seconds }), now, 0.5);
    expect(['0', '20', '21'].map(asked)).toEqual([0, 20_000, undefined]);
  });
});

describe('what the platform asks for', () => {
  const asked = (value: string, status = 503) => retryAfterMs(answer(status, { 'retry-after': value }), now);
  const reset = (value: string, status = 429) => retryAfterMs(answer(status, { 'x-ratelimit-reset': value }), now);

  it('is a number of seconds or a date', () => {
    expect(
      ['7', ' 12 ', 'Sun, 01 Mar 2026 12:00:30 GMT', ' Sun, 01 Mar 2026 12:00:05 GMT'].map((one) => asked(one)),
    ).toEqual([7_000, 12_000, 30_000, 5_000]);
    expect(asked('Sun, 01 Mar 2026 11:59:00 GMT')).toBe(0);
  });

  it.each(['-1', '1.5', 'soon', '', '2026-03-01T12:00:30Z', '7s', 's7', '1 Mar 2026 12:00:30 GMT'])(
    'is nothing that can be waited for: %j',
    (value) => {
      expect(asked(value)).toBeUndefined();
      expect(asked(value, 429)).toBeUndefined();
    },
  );

  it('may stand in the header of Access Management, in seconds to go, or as a time', () => {
    expect(reset('30')).toBe(30_000);
    expect(reset(String(now / 1000 + 10))).toBe(10_000);
    expect(reset(String(now + 1_500))).toBe(1_500);
    expect([reset(String(now / 1000 - 10)), reset(String(now - 10))]).toEqual([0, 0]);
    expect(reset('1000000000')).toBe(1_000_000_000_000);
    expect(retryAfterMs(answer(429, { 'x-ratelimit-reset': '1000000000000' }), 999_999_999_999_000)).toBe(
      1_000_000_000_000_000 - 999_999_999_999_000,
    );
  });

  it('is not there where that header is none, or the platform did not refuse for its rate', () => {
    expect(['', '3.5', '-1', 'x30', '30x'].map((value) => reset(value))).toEqual(Array(5).fill(undefined));
    expect(reset('30', 503)).toBeUndefined();
    expect(retryAfterMs(answer(429), now)).toBeUndefined();
  });

  it('is the first header where both are there and it can be read', () => {
    const both = { 'retry-after': '3', 'x-ratelimit-reset': '30' };
    expect(retryAfterMs(answer(429, both), now)).toBe(3_000);
    expect(retryAfterMs(answer(429, { ...both, 'retry-after': 'soon' }), now)).toBe(30_000);
  });
});
