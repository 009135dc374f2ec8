import { describe, expect, it } from 'vitest';
import { count, plural } from '../../../src/core/text/quote.ts';

describe('a number of things', () => {
  it.each([
    [0, 'server', '0 servers'],
    [1, 'server', '1 server'],
    [2, 'business group', '2 business groups'],
    [1, 'policy', '1 policy'],
    [3, 'policy', '3 policies'],
    [2, 'day', '2 days'],
    [2, 'address', '2 addresses'],
    [2, 'branch', '2 branches'],
  ])('is %d %s as %s', (number, noun, text) => {
    expect(count(number, noun)).toBe(text);
  });

  it('takes the plural of what changes in more than one word', () => {
    expect([1, 2].map((number) => count(number, 'stop was', 'stops were'))).toEqual(['1 stop was', '2 stops were']);
  });

  it('has a plural of its noun alone', () => {
    expect(['name', 'entry', 'box'].map((noun) => plural(noun))).toEqual(['names', 'entries', 'boxes']);
  });
});
