import { describe, expect, it } from 'vitest';
import { Refusals } from '../../../src/safety/approvals/refusals.ts';

const asked = (question: string, session = 'mine') => ({ question, session });

function kept(maxKept?: number) {
  const clock = { now: 1_000 };
  const options = { lifetimeMs: 60_000, now: () => clock.now };
  return { clock, refusals: new Refusals(maxKept === undefined ? options : { ...options, maxKept }) };
}

describe('a no', () => {
  it('is remembered for its question and its session only', () => {
    const { refusals } = kept();
    refusals.remember(asked('delete it'));
    expect(refusals.at(asked('delete it'))).toBe(1_000);
    expect(refusals.at(asked('delete it', 'another'))).toBeUndefined();
    expect(refusals.at(asked('stop it'))).toBeUndefined();
  });

  it('is remembered with the time of the first one, and then as long as a plan lives', () => {
    const { clock, refusals } = kept();
    refusals.remember(asked('delete it'));
    clock.now = 60_999;
    refusals.remember(asked('delete it'));
    expect(refusals.at(asked('delete it'))).toBe(1_000);
    clock.now = 61_000;
    expect(refusals.at(asked('delete it'))).toBeUndefined();
    refusals.remember(asked('delete it'));
    expect(refusals.at(asked('delete it'))).toBe(61_000);
  });

  it('makes way for newer ones, the oldest first', () => {
    const { clock, refusals } = kept(2);
    refusals.remember(asked('one'));
    refusals.remember(asked('two'));
    clock.now = 61_000;
    refusals.remember(asked('one'));
    refusals.remember(asked('three'));
    expect(['one', 'two', 'three'].map((one) => refusals.at(asked(one)))).toEqual([61_000, undefined, 61_000]);
  });

  it('is one of a thousand', () => {
    const { refusals } = kept();
    for (let index = 0; index <= 1_000; index++) refusals.remember(asked(String(index)));
    expect([refusals.at(asked('0')), refusals.at(asked('1'))]).toEqual([undefined, 1_000]);
  });
});
