import { describe, expect, it } from 'vitest';
import { dotted, leafChanges } from '../../../src/core/plan/diff.ts';
import { type Change, changeLine, changeWords, stepKinds } from '../../../src/core/plan/plan.ts';
import { requireUnchanged } from '../../../src/core/plan/unchanged.ts';
import { Failure } from '../../../src/platform/errors.ts';

describe('a change as a line', () => {
  it.each<[Change, string]>([
    [{ setting: 'a\nb', after: 'x' }, 'a b: x'],
    [{ setting: 'a', after: 'two words' }, 'a: two words'],
    [{ setting: 'a', before: 'x\u200by', after: 'z' }, 'a: "x\\u200by" → z'],
    [{ setting: 'a', before: 'x', after: 'line\nbreak' }, 'a: x → "line\\nbreak"'],
    [{ setting: 'a', before: ['x\u200b'], after: true }, 'a: ["x\\u200b"] → true'],
  ])('shows exactly what will be set: %j', (change, line) => {
    expect(changeLine(change)).toBe(line);
  });

  it('shortens a text at 300 characters and says how long it is', () => {
    expect(changeLine({ setting: 'a', after: 'o'.repeat(300) })).toBe(`a: ${'o'.repeat(300)}`);
    expect(changeLine({ setting: 'a', after: 'o'.repeat(301) })).toBe(`a: ${'o'.repeat(299)}… (301 characters)`);
  });

  it('shortens each member of a structure at 300, and the structure at 2000', () => {
    const member = 'o'.repeat(299);
    expect(changeLine({ setting: 'a', after: { b: 'o'.repeat(301), c: 1 } })).toBe(`a: {"b":"${member}…","c":1}`);
    expect(changeLine({ setting: 'a', after: ['o'.repeat(301)] })).toBe(`a: ["${member}…"]`);
    const numbers = Array.from({ length: 1_000 }, () => 1);
    expect(changeLine({ setting: 'a', after: numbers })).toBe(
      `a: ${JSON.stringify(numbers).slice(0, 1_999)}… (2001 characters)`,
    );
    expect(changeLine({ setting: 'a', after: numbers.slice(1) })).toBe(`a: ${JSON.stringify(numbers.slice(1))}`);
  });

  it('has an invisible text as long as all of it is', () => {
    const long = `${'o'.repeat(400)}\u200b`;
    expect(changeLine({ setting: 'a', after: long })).toBe(`a: "${'o'.repeat(298)}… (408 characters)`);
  });
});

describe('a change in a sentence', () => {
  it.each<[Change, string]>([
    [{ setting: 'a.b', before: 'x', after: 'two words' }, 'a.b: x → "two words"'],
    [{ setting: 'a b', after: 1 }, '"a b": 1'],
    [{ setting: 'a', before: [1, 'x'] }, 'a: "[1,\\"x\\"]" → removed'],
    [{ setting: 'a' }, 'a: not set'],
    [{ setting: 'a', before: null, after: false }, 'a: null → false'],
  ])('quotes what is no word: %j', (change, words) => {
    expect(changeWords(change)).toBe(words);
  });
});

describe('the kinds of steps', () => {
  it('are four, which policies name', () => {
    expect(stepKinds).toEqual(['create', 'update', 'remove', 'stop']);
  });
});

describe('settings leaf by leaf', () => {
  it('have every leaf under its path; lists and empty objects are leaves', () => {
    expect(dotted({ a: { b: { c: 1 }, d: [{ e: 1 }] }, f: {}, g: null })).toEqual({
      'a.b.c': 1,
      'a.d': [{ e: 1 }],
      f: {},
      g: null,
    });
  });

  it('differ leaf by leaf, also where a whole object is new or gone', () => {
    expect(leafChanges({ a: { b: 1 }, same: { x: 1 } }, { c: { d: { e: 2 } }, same: { x: 1 } })).toEqual([
      { setting: 'a.b', before: 1 },
      { setting: 'c.d.e', after: 2 },
    ]);
  });
});

describe('what somebody else changed since the plan was made', () => {
  const refusal = (count: number): Failure | undefined => {
    const changes = Array.from({ length: count }, (_, index) => ({ setting: `s${index}`, before: 1, after: 2 }));
    try {
      requireUnchanged('The gateway', changes);
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  };

  it('stops the write, and is shown', () => {
    expect(refusal(0)).toBeUndefined();
    expect(refusal(1)).toMatchObject({
      kind: 'input',
      message: 'The gateway was changed by somebody else meanwhile; nothing was sent.',
      why: 'Changed meanwhile: s0: 1 → 2.',
    });
  });

  it('is shown five at a time', () => {
    const five = ['s0', 's1', 's2', 's3', 's4'].map((setting) => `${setting}: 1 → 2`).join('; ');
    expect(refusal(5)?.why).toBe(`Changed meanwhile: ${five}.`);
    expect(refusal(7)?.why).toBe(`Changed meanwhile: ${five} and 2 more.`);
  });
});
