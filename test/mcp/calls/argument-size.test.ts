import { describe, expect, it } from 'vitest';
import { refuseOversized } from '../../../src/mcp/calls/argument-size.ts';

const refusal = (args: unknown): string | undefined => {
  try {
    refuseOversized(args, 'anypoint_x');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
};
const nested = (depth: number, around: (inner: unknown) => unknown): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = around(value);
  return value;
};

describe('arguments', () => {
  it('have at most 500000 characters, with the names of members', () => {
    const x = 'x'.repeat(250_000);
    expect(refusal({ [x]: x })).toBeUndefined();
    expect(refusal({ a: x, b: 'x'.repeat(249_998) })).toBeUndefined();
    const refused = 'anypoint_x was not called: its arguments have more than 500000 characters.';
    expect(refusal({ [x]: `${x}x` })).toBe(refused);
    expect(refusal([[x], { x }])).toBe(refused);
    // An index is no name.
    expect(refusal([x, x])).toBeUndefined();
  });

  it('have at most 5000 values, in lists and objects', () => {
    const list = (length: number) => Array.from({ length }, () => 1);
    expect(refusal(list(5_000))).toBeUndefined();
    expect(refusal({ a: list(4_999) })).toBeUndefined();
    expect(refusal({ a: list(5_000) })).toBe('anypoint_x was not called: its arguments have more than 5000 values.');
  });

  it.each([
    ['lists', (inner: unknown) => [inner]],
    ['objects', (inner: unknown) => ({ a: inner })],
  ])('are at most 100 levels deep, of %s', (_name, around) => {
    expect(refusal(nested(100, around))).toBeUndefined();
    expect(refusal(nested(101, around))).toBe('anypoint_x was not called: its arguments have more than 100 levels.');
  });

  it.each([undefined, null, 7, true, 'text', {}])('may be anything else: %j', (args) => {
    expect(refusal(args)).toBeUndefined();
  });
});
