import { describe, expect, it } from 'vitest';
import { byWeight, type Finding } from '../../../src/core/diagnosis/finding.ts';
import { partReader } from '../../../src/core/reading/partial.ts';
import { minutesSince, timeAgo } from '../../../src/core/text/time.ts';
import { abortError, permissionFailure } from '../../../src/platform/errors.ts';

const finding = (weight: Finding['weight'], what: string): Finding => ({ weight, what, evidence: '', mend: [] });

describe('byWeight', () => {
  it('puts the heaviest first and keeps the order of equals', () => {
    const given = [finding('note', 'a'), finding('cause', 'b'), finding('likely', 'c'), finding('cause', 'd')];
    expect(byWeight(given).map(({ what }) => what)).toEqual(['b', 'd', 'c', 'a']);
    expect(given[0]?.what).toBe('a');
  });
});

describe('partReader', () => {
  it('names what is refused and goes on', async () => {
    const { part, unread } = partReader();
    const refusal = permissionFailure({ what: 'You may not.', next: 'Ask.' });
    expect(await part('first', Promise.reject(refusal))).toBeUndefined();
    expect(await part('second', Promise.resolve(2))).toBe(2);
    expect(unread).toEqual([{ part: 'first', reason: 'You may not. Ask.' }]);
  });

  it('hides neither a cancellation nor a bug', async () => {
    const { part, unread } = partReader();
    await expect(part('first', Promise.reject(abortError()))).rejects.toThrow('cancelled');
    await expect(part('second', Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    expect(unread).toEqual([]);
  });
});

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it('counts minutes, never into the future, and not from what is no time', () => {
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
