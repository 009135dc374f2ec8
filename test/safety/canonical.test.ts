import { describe, expect, it } from 'vitest';
import { canonical, sha256 } from '../../src/safety/canonical.ts';

describe('the canonical text of a value', () => {
  it.each([
    [
      { a: 1, b: { c: 2, d: [3] } },
      { b: { d: [3], c: 2 }, a: 1 },
    ],
    [{ a: undefined, b: 1 }, { b: 1 }],
    [new Map([['a', { b: 1, c: 2 }]]), [['a', { c: 2, b: 1 }]]],
    [new Set([{ b: 1, c: 2 }]), [{ c: 2, b: 1 }]],
    [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }]],
    [undefined, null],
  ])('is the same for equal values: %j', (one, other) => {
    expect(canonical(one)).toBe(canonical(other));
  });

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, [['a', 1]]],
    [{}, []],
    [
      [1, 2],
      [2, 1],
    ],
    ['1', 1],
    ['', null],
    [{ a: null }, {}],
    [JSON.parse('{"__proto__":1}'), {}],
    [new Map([['a', 1]]), new Map([['a', 2]])],
  ])('is another one for others: %j and %j', (one, other) => {
    expect(canonical(one)).not.toBe(canonical(other));
  });
});

it('SHA-256 is hexadecimal', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
