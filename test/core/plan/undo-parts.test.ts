import { describe, expect, it } from 'vitest';
import { back } from '../../../src/core/plan/undo.ts';
import { names, secretPlaces, secretsToGive, undoBy, withSecrets } from '../../../src/core/plan/undo-parts.ts';

const call = back('server.rename', { server: '7', newName: 'old' });

describe('a way back', () => {
  it('is its calls, with what differs as one text', () => {
    expect(undoBy([call], [])).toEqual({ calls: [call] });
    expect(undoBy([call], [undefined, 'One.', undefined, 'Two.'])).toEqual({ calls: [call], differs: 'One. Two.' });
  });

  it('is what is lost where there are no calls', () => {
    expect(undoBy([], ['One.', undefined])).toEqual({ lost: 'One.' });
  });
});

describe('secrets that a way back waits for', () => {
  it('are found wherever they stand, whatever the keys are', () => {
    const args = { a: '[secret]', b: { 'c.d': [{ e: '[secret]' }, 'x'] }, f: 'no secret', g: null };
    expect(secretPlaces(args)).toEqual([['a'], ['b', 'c.d', '0', 'e']]);
    expect(secretPlaces('[secret]')).toEqual([[]]);
  });

  it('are whole where they are masked in part', () => {
    expect(secretPlaces({ a: 'Bearer [secret]', b: '{not JSON [secret]' })).toEqual([['a'], ['b']]);
  });

  it('are put into their places, also in JSON text', () => {
    const args = { a: ['[secret]', 1], b: '{"c":"Bearer [secret]","d":null}', e: '{not JSON' };
    expect(withSecrets(args, (place) => place.join('/'))).toEqual({
      a: ['a/0', 1],
      b: '{"c":"b/c","d":null}',
      e: '{not JSON',
    });
  });

  it('are named, all of them', () => {
    const many = Array.from({ length: 12 }, (_, index) => `p${index}`);
    const text = secretsToGive(many, 'application "a"') ?? '';
    for (const name of many) expect(text).toContain(name);
    expect(secretsToGive([], 'application "a"')).toBeUndefined();
  });

  it('are quoted where they are more than a word', () => {
    expect(names(['a', 'b c\n', 'd'])).toBe('a, "b c " and d');
    expect(names([])).toBeUndefined();
  });
});
