import { describe, expect, it } from 'vitest';
import { isSameShown, settingsChanges } from '../../../src/core/plan/settings.ts';

describe('settingsChanges', () => {
  it('compares member by member, and says what came and went', () => {
    const made = { size: 'small', configuration: { a: 1, b: { c: 2 } }, policies: [] };
    const now = { size: 'small', configuration: { b: { c: 3 }, d: 4 }, policies: ['x'] };
    expect(settingsChanges(made, now)).toEqual([
      { setting: 'configuration.a', before: 1 },
      { setting: 'configuration.b.c', before: 2, after: 3 },
      { setting: 'configuration.d', after: 4 },
      { setting: 'policies', before: [], after: ['x'] },
    ]);
  });

  it('leaves out what differs by a mask alone', () => {
    const made = { url: 'https://[secret]@host', name: 'a' };
    expect(settingsChanges(made, { url: 'https://me:pass@host', name: 'b' })).toEqual([
      { setting: 'name', before: 'a', after: 'b' },
    ]);
  });

  it('leaves out what was not written down, and what the platform does not return', () => {
    expect(settingsChanges({ a: 1 }, { b: 2 })).toEqual([]);
    expect(settingsChanges({}, { b: 2 })).toEqual([]);
  });
});

describe('isSameShown', () => {
  it.each([
    ['[secret]', 'anything', true],
    ['https://[secret]@shop.example.com', 'https://me:pass@shop.example.com', true],
    ['https://me:pass@shop.example.com', 'https://[secret]@shop.example.com', true],
    ['https://[secret]@shop.example.com', 'https://me:pass@other.example.com', false],
    ['a[secret]b[secret]c', 'a1b2c', true],
    ['a[secret]b[secret]c', 'a1c', false],
    ['ab[secret]ba', 'aba', false],
    ['plain', 'plane', false],
    [['[secret]', 1], ['x', 1], true],
    [['[secret]', 1], ['x', 2], false],
    [['x'], ['x', 'y'], false],
    [{ a: '[secret]' }, { a: 'x' }, true],
    [{ a: '[secret]' }, { b: 'x' }, false],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
    [{ a: 1 }, 'a', false],
    ['a', { a: 1 }, false],
    [{}, [], false],
    [[], {}, false],
    [['x'], 'x', false],
    ['[secret]', '[secret]', true],
    ['a[secret]', 'a', true],
    ['a[secret]b', 'ab', true],
    ['[secret][secret]a', 'a', true],
    ['[secret]b[secret]', 'b', true],
    ['[secret]bc[secret]c', 'bc', false],
    ['[secret]ab[secret]b', 'abb', true],
    ['plain', 'plain and more', false],
    ['', 'x', false],
    // That it is a new one is said where it is set.
    ['(secure, new value)', '(secure)', true],
    ['(hidden)', '(hidden, new value)', true],
    ['(not shown, new value)', '(not shown, new value)', true],
    ['(secure, new value)', '(hidden)', false],
    ['x (secure, new value)', 'x (secure)', false],
    ['(secure, new value) x', '(secure) x', false],
    ['(secure, new value)', '', false],
    [null, undefined, false],
    [1, '1', false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameShown(one, other)).toBe(same);
  });
});
