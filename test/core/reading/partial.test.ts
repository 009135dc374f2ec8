import { describe, expect, it } from 'vitest';
import { partReader } from '../../../src/core/reading/partial.ts';
import { abortError, permissionFailure } from '../../../src/platform/errors.ts';

describe('partReader', () => {
  it('names what is refused and goes on', async () => {
    const missed: unknown[] = [];
    const { part, unread } = partReader({ missing: (failure) => missed.push(failure) });
    const refusal = permissionFailure({ what: 'You may not.', next: 'Ask.' });
    expect(await part('first', Promise.reject(refusal))).toBeUndefined();
    expect(await part('second', Promise.resolve(2))).toBe(2);
    expect(unread).toEqual([{ part: 'first', reason: 'You may not. Ask.' }]);
    expect(missed).toEqual([refusal]);
  });

  it('hides neither a cancellation nor a bug', async () => {
    const { part, unread } = partReader({ missing: () => undefined });
    await expect(part('first', Promise.reject(abortError()))).rejects.toThrow('cancelled');
    await expect(part('second', Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    expect(unread).toEqual([]);
  });
});
