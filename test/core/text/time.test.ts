import { describe, expect, it } from 'vitest';
import { minutesSince, timeAgo } from '../../../src/core/text/time.ts';

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it('counts minutes, never negative ones, and none from an invalid time', () => {
    expect(minutesSince('2026-03-01T11:58:30Z', now)).toBe(1);
    expect(minutesSince('2026-03-01T12:05:00Z', now)).toBe(0);
    expect(minutesSince('soon', now)).toBeUndefined();
    expect(minutesSince(undefined, now)).toBeUndefined();
  });

  it.each([
    [0, 'less than a minute ago'],
    [1, '1 minute ago'],
    [119, '119 minutes ago'],
    [180, '3 hours ago'],
    [4000, '2 days ago'],
  ])('says %i minutes as %s', (minutes, text) => {
    expect(timeAgo(minutes)).toBe(text);
  });
});
