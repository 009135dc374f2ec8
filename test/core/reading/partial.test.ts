import { describe, expect, it, vi } from 'vitest';
import { partReader } from '../../../src/core/reading/partial.ts';
import { abortError, permissionFailure } from '../../../src/platform/errors.ts';

describe('partReader', () => {
  it('names what is refused and goes on', async () => {
    const missing = vi.fn();
    const { part, unreadable } = partReader({ missing });
    const refusal = permissionFailure({ what: 'You may not.', next: 'Ask.' });
    expect(await part('first', Promise.reject(refusal))).toBeUndefined();
    expect(await part('second', Promise.resolve(2))).toBe(2);
    expect(unreadable).toEqual([{ part: 'first', reason: 'You may not. Ask.' }]);
    expect(missing.mock.calls).toEqual([[refusal]]);
  });

  it('hides neither a cancellation nor a bug', async () => {
    const missing = vi.fn();
    const { part, unreadable } = partReader({ missing });
    await expect(part('first', Promise.reject(abortError()))).rejects.toThrow('cancelled');
    await expect(part('second', Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    expect(unreadable).toEqual([]);
    expect(missing).not.toHaveBeenCalled();
  });
});
