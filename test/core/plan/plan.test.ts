import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff, merge } from '../../../src/core/plan/diff.ts';
import { type Change, callLine, changeLine, type PlanValue } from '../../../src/core/plan/plan.ts';

type Tree = { [key: string]: PlanValue };
const { tree } = fc.letrec<{ tree: Tree; leaf: PlanValue }>((tie) => ({
  // The reading side turns dots into paths, so keys have none here; JSON has no negative zero.
  tree: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), fc.oneof(tie('leaf'), tie('tree')), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  leaf: fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string({ maxLength: 3 }),
    fc.constant(null),
    fc.array(fc.nat(3), { maxLength: 2 }),
  ),
}));

describe('the difference of two settings', () => {
  it('is empty for the same, and only for the same', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        expect(diff(before, structuredClone(before))).toEqual([]);
        expect(diff(before, after).length === 0).toBe(JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)));
      }),
      { numRuns: 300 },
    );
  });

  it('as changes, carried out on the one, gives the other', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const changes = diff(before, after);
        expect(sorted(carriedOut(before, changes))).toEqual(sorted(after));
      }),
      { numRuns: 300 },
    );
  });

  it('names nested settings by their path, and tells changed, added and removed apart', () => {
    expect(
      diff({ size: 'small', ingress: { url: 'a', gone: 1 } }, { ingress: { url: 'b' }, size: 'small', new: [1] }),
    ).toEqual([
      { setting: 'ingress.url', before: 'a', after: 'b' },
      { setting: 'ingress.gone', before: 1 },
      { setting: 'new', after: [1] },
    ]);
    // A side that is there counts, whatever it is.
    expect(Object.keys(diff({ a: 1 }, {})[0] ?? {})).toEqual(['setting', 'before']);
    expect(Object.keys(diff({}, { a: 1 })[0] ?? {})).toEqual(['setting', 'after']);
  });

  it('takes a member that is undefined for missing', () => {
    expect(diff({ a: undefined, b: { c: undefined } }, { b: {} })).toEqual([]);
  });

  it.each<[Change, string]>([
    [{ setting: 'a', before: 'x', after: 'y' }, 'a: x → y'],
    [{ setting: 'a', after: { b: [1] } }, 'a: {"b":[1]}'],
    [{ setting: 'a', before: false }, 'a: false → removed'],
    [{ setting: 'a', before: null, after: 0 }, 'a: null → 0'],
    [{ setting: 'a' }, 'a: not set'],
  ])('reads as a line: %j', (change, line) => {
    expect(changeLine(change)).toBe(line);
  });
});

describe('a call of the way back', () => {
  it('is one line that can be copied', () => {
    const args = { server: '7', newName: 'old "one"\n' };
    expect(callLine({ tool: 'anypoint_rename_server', arguments: args })).toBe(
      'anypoint_rename_server {"server":"7","newName":"old \\"one\\"\\n"}',
    );
  });

  it('is no longer than its values are, and hides no character', () => {
    const args = { newName: `\u202e${'o'.repeat(9_000)}` };
    const line = callLine({ tool: 'anypoint_rename_server', arguments: args });
    expect(line.length).toBeLessThan(400);
    expect(line).toContain('\\u202eo');
  });
});

describe('merging changes into settings', () => {
  it('twice is the same as once, and nothing merged changes nothing', () => {
    fc.assert(
      fc.property(tree, tree, (base, changes) => {
        const once = merge(base, changes);
        expect(merge(once, changes)).toEqual(once);
        expect(merge(base, {})).toEqual(base);
        expect(merge(base, base)).toEqual(base);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing of the changes to be done', () => {
    fc.assert(
      fc.property(tree, tree, (base, changes) => {
        const rest = diff(merge(base, changes), changes);
        // The rest is only what the base has and the changes do not name.
        expect(rest.filter(({ after }) => after !== undefined)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('modifies neither side', () => {
    fc.assert(
      fc.property(tree, tree, (base, changes) => {
        const texts = [JSON.stringify(base), JSON.stringify(changes)];
        diff(base, changes);
        merge(base, changes);
        expect([JSON.stringify(base), JSON.stringify(changes)]).toEqual(texts);
      }),
    );
  });

  it('works on frozen settings', () => {
    const base = Object.freeze({ a: Object.freeze({ b: 1 }) });
    expect(merge(base, Object.freeze({ a: Object.freeze({ c: 2 }) }))).toEqual({ a: { b: 1, c: 2 } });
  });

  it('gives settings that can be changed further', () => {
    const merged = merge({ a: 1 }, { b: 2 });
    merged['b'] = 3;
    expect(merged).toEqual({ a: 1, b: 3 });
    delete merged['b'];
    expect(merged).toEqual({ a: 1 });
  });

  it('makes __proto__ a member like any other, and pollutes nothing', () => {
    const changes: Record<string, unknown> = JSON.parse(
      '{"__proto__": {"polluted": true}, "a": {"__proto__": {"polluted": 1}}}',
    );
    const merged = merge({}, changes);
    expect(JSON.stringify(merged)).toBe(JSON.stringify(changes));
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it('ignores undefined, takes null, and replaces lists as a whole', () => {
    expect(merge({ a: 1, b: 2, c: [1, 2] }, { a: undefined, b: null, c: [3] })).toEqual({ a: 1, b: null, c: [3] });
  });
});

function carriedOut(before: Tree, changes: readonly Change[]): Tree {
  const result = structuredClone(before);
  for (const { setting, after } of changes) {
    const path = setting.split('.');
    const last = path.pop() ?? '';
    let place = result;
    for (const key of path) place = child(place, key);
    if (after === undefined) delete place[last];
    else Object.defineProperty(place, last, { value: after, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

function child(place: Tree, key: string): Tree {
  const next = Object.getOwnPropertyDescriptor(place, key)?.value;
  if (typeof next === 'object' && next !== null && !Array.isArray(next)) return next;
  throw new Error(`a change below ${key}, which is no object`);
}

/** With members in one order, as a list of pairs: `__proto__` survives that in every comparison. */
function sorted(value: PlanValue): PlanValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => ['member', key, sorted(member)]);
  // An object without members is no empty list.
  return ['object', ...members];
}
