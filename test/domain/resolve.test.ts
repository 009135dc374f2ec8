import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/anypoint/errors.ts';
import { editDistance, type Named, nearest, onlyCandidate, quote, resolveReference } from '../../src/domain/resolve.ts';

const search = { kind: 'gateway', where: 'environment "Sandbox"', listTool: 'anypoint_list_gateways' };
const text = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'A', 'b', 'B', '1', '-', 'é') });
const candidates = fc.uniqueArray(fc.record({ id: text, name: text }), {
  minLength: 1,
  maxLength: 8,
  selector: ({ id }) => id,
});

const ended = (reference: string, among: readonly Named[]): Named | Failure => {
  try {
    return resolveReference(reference, among, search);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};
const named = (...names: string[]): Named[] => names.map((name, index) => ({ id: `id-${index}`, name }));

describe('finding what a person calls by id or name', () => {
  it('takes an exact id before anything else, even when it is the name of another', () => {
    fc.assert(
      fc.property(candidates, fc.nat(), (among, pick) => {
        const wanted = among[pick % among.length];
        expect(ended(wanted?.id ?? '', among)).toBe(wanted);
      }),
    );
  });

  it('takes the exact name before another case, and another case before a beginning', () => {
    fc.assert(
      fc.property(candidates, text, (among, reference) => {
        fc.pre(!among.some(({ id }) => id === reference));
        const folded = reference.toLowerCase();
        const stages = [
          among.filter(({ name }) => name === reference),
          among.filter(({ name }) => name.toLowerCase() === folded),
          among.filter(({ name }) => name.toLowerCase().startsWith(folded)),
        ];
        const deciding = stages.find((found) => found.length > 0) ?? [];
        const result = ended(reference, among);
        if (deciding.length === 1) expect(result).toBe(deciding[0]);
        else expect(result).toMatchObject({ kind: 'input' });
      }),
      { numRuns: 500 },
    );
  });

  it('forgives blanks around the reference', () => {
    expect(ended('  Ingress ', named('ingress'))).toMatchObject({ id: 'id-0' });
  });

  it('lists the ids of those that fit when several do, and asks for one of them', () => {
    const failure = ended('prod', named('Prod-A', 'prod-b', 'sandbox'));
    expect(failure).toMatchObject({
      kind: 'input',
      message: '"prod" fits 2 gateways in environment "Sandbox": "Prod-A" (id-0), "prod-b" (id-1).',
      next: 'Give the id of the one that is meant.',
    });
  });

  it('lists the nearest with their ids when none fits, and the tool that lists all', () => {
    const failure = ended('ingres-prd', named('egress', 'ingress-prd', 'ingress-prod', 'zzz'));
    expect(failure).toMatchObject({
      kind: 'input',
      message: 'There is no gateway "ingres-prd" in environment "Sandbox".',
    });
    expect(failure).toHaveProperty(
      'why',
      expect.stringMatching(/^The nearest names are "ingress-prd" \(id-1\), "ingress-prod" \(id-2\)/),
    );
    expect(failure).toHaveProperty('next', expect.stringContaining('anypoint_list_gateways'));
  });

  it('lists five at most and says how many more there are', () => {
    const failure = ended('gw', named(...Array.from({ length: 12 }, (_, index) => `gw-${index}`)));
    expect(failure).toHaveProperty('message', expect.stringMatching(/"gw-4" \(id-4\) and 7 more\.$/));
  });

  it('says that there is nothing at all when there is not', () => {
    expect(ended('x', [])).toMatchObject({ why: 'There are no gateways there at all.' });
  });

  it('takes an empty reference for no beginning', () => {
    expect(ended(' ', named('only'))).toMatchObject({ kind: 'input' });
  });
});

describe('not naming one', () => {
  it('is enough when there is one only', () => {
    const [only] = named('one');
    expect(onlyCandidate(named('one'), search, 'gateway')).toEqual(only);
  });

  it('asks which one, listing them, when there are several', () => {
    expect(() => onlyCandidate(named('a', 'b'), search, 'gateway')).toThrow(
      expect.objectContaining({
        kind: 'input',
        message: 'Which gateway? Environment "Sandbox" has 2: "a" (id-0), "b" (id-1).',
        next: 'Say which in the argument gateway, by id or name.',
      }),
    );
  });

  it('says that there is none when there is none', () => {
    expect(() => onlyCandidate([], search, 'gateway')).toThrow('There is no gateway in environment "Sandbox".');
  });
});

describe('the nearest names', () => {
  it('are some of the candidates, five at most, the closest first', () => {
    fc.assert(
      fc.property(candidates, text, (among, wanted) => {
        const near = nearest(wanted, among);
        expect(near).toHaveLength(Math.min(5, among.length));
        for (const one of near) expect(among).toContain(one);
        const same = among.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
        if (same) expect(near[0]?.name.toLowerCase()).toContain(wanted.toLowerCase());
      }),
    );
  });

  it('begin with a name that holds the wanted text, however long it is', () => {
    expect(nearest('pay', named('pai', 'the-payment-gateway-of-europe'))[0]?.name).toBe(
      'the-payment-gateway-of-europe',
    );
  });
});

describe('the edit distance', () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') });

  it('is a distance: zero for the same text only, symmetric, never longer by a detour', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });

  it('lies between the difference of the lengths and the longer length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('counts insertions, deletions and substitutions', () => {
    expect([editDistance('kitten', 'sitting'), editDistance('', 'abc'), editDistance('abc', 'ac')]).toEqual([3, 3, 1]);
  });
});

describe('a name in a sentence', () => {
  it('is quoted, on one line, and at most 80 characters long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const quoted = quote(name);
        expect(quoted).not.toMatch(/[\n\r]/);
        expect(String(JSON.parse(quoted)).length).toBeLessThanOrEqual(80);
      }),
    );
    expect(quote('a\n  b')).toBe('"a b"');
  });
});
