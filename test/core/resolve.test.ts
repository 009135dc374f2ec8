import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  forNamesakes,
  type Named,
  onlyCandidate,
  resolveItems,
  resolveReference,
} from '../../src/core/resolve.ts';
import { closest, editDistance, nearest } from '../../src/core/text/nearest.ts';
import { quote } from '../../src/core/text/quote.ts';
import { Failure } from '../../src/platform/errors.ts';
import { inWords } from '../support/tools.ts';

const search = { kind: 'gateway', naming: 'prefix', where: 'environment "Sandbox"', listed: 'gateway.list' } as const;
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
const failed = (reference: string, among: readonly Named[]) => {
  const end = ended(reference, among);
  if (!(end instanceof Failure)) throw new Error(`${reference} was found`);
  return inWords(end);
};
const named = (...names: string[]): Named[] => names.map((name, index) => ({ id: `id-${index}`, name }));

describe('finding what a person calls by id or name', () => {
  it('takes an exact id before anything else, even when it is the name of another', () => {
    fc.assert(
      fc.property(candidates, fc.nat(), (among, pick) => {
        const picked = among[pick % among.length];
        expect(ended(picked?.id ?? '', among)).toBe(picked);
      }),
    );
  });

  it('takes what results write, where name and id belong together', () => {
    const among = [
      { id: '4', name: 'orders' },
      { id: '5', name: 'orders (4) old' },
      { id: '6', name: 'x'.repeat(100) },
    ];
    for (const reference of ['"orders" (4)', 'Orders (4)', ' orders (4) '])
      expect(ended(reference, among)).toBe(among[0]);
    expect(ended(`${quote('x'.repeat(100))} (6)`, among)).toBe(among[2]);
    for (const reference of ['"orders" (6)', 'order (4)', '"orders" 4'])
      expect(ended(reference, among)).toMatchObject({ kind: 'input' });
  });

  it('takes the exact name before another case, and another case before a beginning', () => {
    fc.assert(
      fc.property(candidates, text, (among, reference) => {
        fc.pre(!among.some(({ id }) => id === reference));
        const folded = reference.toLowerCase();
        const stages = [
          among.filter(({ name }) => name === reference),
          among.filter(({ id }) => id.toLowerCase() === folded),
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

  it('takes an id in another case, as UUIDs are written', () => {
    const among = named('id', 'ID-1x');
    expect(ended('ID-1', among)).toBe(among[1]);
  });

  it('ignores blanks around the reference', () => {
    expect(ended('  Ingress ', named('ingress'))).toMatchObject({ id: 'id-0' });
  });

  it('lists the ids of all matches when there are several, and asks for one of them', () => {
    const failure = failed('prod', named('Prod-A', 'prod-b', 'sandbox'));
    expect(failure).toMatchObject({
      kind: 'input',
      message: '"prod" matches 2 gateways in environment "Sandbox": "Prod-A" (id-0), "prod-b" (id-1).',
      next: 'Give the id of the right one, or its name and id as written here.',
    });
  });

  it('lists the closest with their ids when none matches, and the tool that lists all', () => {
    const failure = failed('ingres-prd', named('egress', 'ingress-prd', 'ingress-prod', 'zzz'));
    expect(failure).toMatchObject({
      kind: 'input',
      message: 'Gateway "ingres-prd" was not found in environment "Sandbox".',
    });
    expect(failure).toHaveProperty(
      'why',
      expect.stringMatching(/^The closest names are "ingress-prd" \(id-1\), "ingress-prod" \(id-2\)/),
    );
    expect(failure).toHaveProperty('next', expect.stringContaining('anypoint_list_gateways'));
  });

  it('lists five at most and says how many more there are', () => {
    const failure = ended('gw', named(...Array.from({ length: 12 }, (_, index) => `gw-${index}`)));
    expect(failure).toHaveProperty('message', expect.stringMatching(/"gw-4" \(id-4\) and 7 more\.$/));
  });

  it('says that there is nothing at all when there is not, and where to look', () => {
    expect(failed('x', [])).toMatchObject({
      why: 'It has no gateways.',
      next: 'List what exists with anypoint_list_gateways; it may also be in another business group or environment.',
    });
  });

  it('takes an empty reference for no beginning', () => {
    expect(ended(' ', named('only'))).toMatchObject({ kind: 'input' });
  });
});

describe('finding what a write names', () => {
  const exact = { ...search, naming: 'exact' } as const;
  const found = (reference: string, among: readonly Named[]): Named | undefined => {
    try {
      return resolveReference(reference, among, exact);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  };

  it('never moves on to another thing once the first is gone, whatever names and ids there are', () => {
    const names = fc.constantFrom('a', 'A', 'ab', '1', '12', 'é', 'e\u0301', '"a" (1)');
    const things = fc.uniqueArray(fc.record({ id: names, name: names }), { maxLength: 6, selector: ({ id }) => id });
    fc.assert(
      fc.property(things, names, (among, reference) => {
        const first = found(reference, among);
        fc.pre(first !== undefined);
        const left = among.filter((one) => one !== first);
        expect(found(reference, left)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a whole name in any case and composition, an id, and both as results write them', () => {
    const among = [
      { id: '4', name: 'Abrechnung K\u00f6ln' },
      { id: 'AB-1', name: 'x' },
    ];
    for (const reference of ['abrechnung ko\u0308ln', ' Abrechnung K\u00f6ln ', '4', '"Abrechnung K\u00f6ln" (4)'])
      expect(found(reference, among)).toBe(among[0]);
    expect(found('ab-1', among)).toBe(among[1]);
    for (const reference of ['Abrechnung', 'Abrechnung K', 'AB', '']) expect(found(reference, among)).toBeUndefined();
  });

  it('takes an empty text for nothing, even where a thing has no name', () => {
    for (const reference of ['', ' ']) expect(found(reference, [{ id: '1', name: '' }])).toBeUndefined();
  });

  it('takes an id that is the name of another only with its name', () => {
    const among = [
      { id: '7', name: 'orders' },
      { id: '8', name: '7' },
    ];
    expect(found('7', among)).toBeUndefined();
    expect(found('orders (7)', among)).toBe(among[0]);
    expect(found('"7" (8)', among)).toBe(among[1]);
  });
});

describe('finding what the items of a list mean', () => {
  const all = { ...search, argument: 'gateways' };
  const endOf = (references: readonly string[], among: readonly Named[]): Named[] | Failure => {
    try {
      return resolveItems(references, among, all);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  };

  it('finds each as it would be found alone, and says of all that are not found what it would say alone', () => {
    fc.assert(
      fc.property(candidates, fc.array(text, { maxLength: 5 }), (among, references) => {
        const alone = references.map((reference) => ended(reference, among));
        const index = alone.findIndex((end) => end instanceof Failure);
        const end = endOf(references, among);
        if (index === -1) {
          expect(end).toEqual(alone);
          return;
        }
        const said = alone.flatMap((one) => (one instanceof Failure ? [one.message] : []));
        expect(end).toMatchObject({ message: said.join(' ') });
        if (!(end instanceof Failure)) throw new Error('expected a failure');
        const { choice } = end;
        // The options are what it may mean, without what another item means already.
        const taken = alone.flatMap((one) => (one instanceof Failure ? [] : [one.id]));
        for (const { id } of choice?.options ?? []) {
          expect(among.map((one) => one.id)).toContain(id);
          expect(taken).not.toContain(id);
        }
        if (choice !== undefined) {
          expect(choice).toMatchObject({ argument: 'gateways', item: { index, text: references[index] } });
          expect(choice.message).toContain(quote((references[index] ?? '').trim()));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('asks nothing when everything it could mean is named already', () => {
    const end = endOf(['prod-a', 'prod-b', 'prod'], named('prod-a', 'prod-b'));
    expect(end).toMatchObject({ message: expect.stringContaining('"prod" matches 2 gateways'), choice: undefined });
  });
});

describe('a question', () => {
  it('has a detail of each option behind its name, where there is one', () => {
    const options = [...named('same', 'same', 'other')];
    const detail = forNamesakes(options, ({ id }) => `number ${id}`);
    expect(choiceOf('Which?', options, { kind: 'gateway', detail })).toEqual({
      argument: 'gateway',
      message: 'Which?',
      options: [
        { id: 'id-0', name: 'same, number id-0' },
        { id: 'id-1', name: 'same, number id-1' },
        { id: 'id-2', name: 'other' },
      ],
    });
  });

  it.each([0, 51])('is none with %i options', (count) => {
    const options = named(...Array.from({ length: count }, (_, index) => `gw-${index}`));
    expect(choiceOf('Which?', options, { kind: 'gateway' })).toBeUndefined();
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
        message: 'Which gateway? Environment "Sandbox" has 2: "a"; "b".',
        next: 'Say which in the argument gateway, by id or name.',
      }),
    );
  });

  it('fails when nothing exists', () => {
    expect(() => onlyCandidate([], search, 'gateway')).toThrow('There is no gateway in environment "Sandbox".');
  });
});

describe('the nearest names', () => {
  it('are some of the candidates, five at most, the closest first', () => {
    fc.assert(
      fc.property(candidates, text, (among, picked) => {
        const near = nearest(picked, among);
        expect(near.length).toBeLessThanOrEqual(5);
        for (const one of near) expect(among).toContain(one);
        const same = among.find(({ name }) => name.toLowerCase() === picked.toLowerCase());
        if (same) expect(near[0]?.name.toLowerCase()).toContain(picked.toLowerCase());
        // What is not close is left out, not put at the end.
        const far = Math.max(2, picked.length / 2);
        for (const { name } of among.filter((one) => !near.includes(one)).slice(0, 5 - near.length))
          expect(editDistance(picked.toLowerCase(), name.toLowerCase())).toBeGreaterThan(far);
      }),
    );
  });

  it('begin with a name that contains the text, however long it is', () => {
    expect(nearest('pay', named('pai', 'the-payment-gateway-of-europe'))[0]?.name).toBe(
      'the-payment-gateway-of-europe',
    );
  });
});

describe('the closest names as a sentence', () => {
  it('have the right number', () => {
    expect(closest([])).toBeUndefined();
    expect(closest(['a'])).toBe('The closest name is a.');
    expect(closest(['a', 'b'], 'API')).toBe('The closest APIs are a, b.');
  });
});

describe('the nearest names of several words', () => {
  it('count words, not their order', () => {
    expect(nearest('EU staging', named('Staging', 'Staging EU', 'Sandbox')).map(({ name }) => name)).toEqual([
      'Staging EU',
    ]);
  });

  it('leave out what has nothing in common with the text', () => {
    expect(nearest('--frobnicate', named('--organization', '--environment'))).toEqual([]);
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
