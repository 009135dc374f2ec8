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
    [null, undefined, false],
    [1, '1', false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameShown(one, other)).toBe(same);
  });
});
