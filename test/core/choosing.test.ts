import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  explainUnknown,
  forNamesakes,
  type Named,
  named,
  onlyCandidate,
  resolveItems,
  resolveReference,
  textsOf,
  titlesOf,
  unknownReference,
} from '../../src/core/resolve.ts';
import { Failure, inputFailure } from '../../src/platform/errors.ts';

const search = { kind: 'gateway', naming: 'prefix', where: 'environment "Sandbox"', listed: 'gateway.list' } as const;
const things = (...names: string[]): Named[] => names.map((name, index) => ({ id: `id-${index}`, name }));
const many = (count: number): Named[] => things(...Array.from({ length: count }, (_, index) => `gw-${index}`));
const failed = (work: () => unknown): Failure => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('expected a failure');
};
/** Advice without the calls in it. */
const said = (advice: unknown): string => JSON.stringify(advice).replaceAll('","', '');
const optionsOf = ({ choice }: Failure): string[] => (choice?.options ?? []).map(({ id }) => id);

describe('a reference', () => {
  it('of a write never is the thing that is named like an id once the thing with that id is gone', () => {
    const among = [
      { id: '8', name: '7' },
      { id: '7', name: 'orders' },
    ];
    const exact = { ...search, naming: 'exact' } as const;
    expect(failed(() => resolveReference('7', among, exact)).message).toBe(
      '"7" matches 2 gateways in environment "Sandbox": "7" (8), "orders" (7).',
    );
    expect(resolveReference('7', among, search)).toBe(among[1]);
    expect(named('7', among, 'exact')).toEqual(among);
  });

  it('may be a title, with quotation marks or without', () => {
    const [orders] = things('or"ders');
    expect(titlesOf({ id: '1', name: 'or"ders' })).toEqual(['"or\\"ders" (1)', 'or"ders (1)']);
    for (const title of ['"or\\"ders" (id-0)', 'or"ders (id-0)'])
      expect(resolveReference(title, things('or"ders'), search)).toEqual(orders);
  });

  it('is any text that names the thing as a whole', () => {
    expect(textsOf({ id: '1', name: 'or"ders' })).toEqual(['1', 'or"ders', '"or\\"ders" (1)', 'or"ders (1)']);
  });

  it('that means several asks which one, in the words of the call', () => {
    const failure = failed(() => resolveReference(' prod ', things('prod-a', 'prod-b', 'test'), search));
    expect(failure.next).toBe('Give the id of the right one, or its name and id as written here.');
    expect(failure.choice).toEqual({
      argument: 'gateway',
      message: 'Which gateway do you mean by "prod"?',
      options: [
        { id: 'id-0', name: 'prod-a' },
        { id: 'id-1', name: 'prod-b' },
      ],
    });
    expect(failure.unknown).toBeUndefined();
  });

  it('that nothing matches offers the closest, and says where else it may be', () => {
    const failure = failed(() => resolveReference(' ingrexs ', things('ingress', 'zebra'), search));
    expect(failure).toMatchObject({
      kind: 'input',
      message: 'Gateway "ingrexs" was not found in environment "Sandbox".',
      why: 'The closest name is "ingress" (id-0).',
      unknown: { noun: 'gateway', text: 'ingrexs' },
      choice: {
        argument: 'gateway',
        message: 'Gateway "ingrexs" was not found in environment "Sandbox". Which one do you mean?',
        options: [{ id: 'id-0', name: 'ingress' }],
      },
    });
    expect(said(failure.next)).toContain('Use it if it is meant');
    expect(said(failure.next)).toContain('it may also be in another business group or environment');
  });

  it('of a write that nothing matches changes nothing that is only called similarly', () => {
    const exact = { ...search, naming: 'exact', elsewhere: 'or in space' } as const;
    const next = (name: string) => said(failed(() => resolveReference('ingrexs', things(name), exact)).next);
    expect(next('ingress')).toMatch(
      /Nothing was changed\. Check the name: one that is similar is another gateway\. .*lists all; or in space/,
    );
    expect(next('ingress')).not.toContain('if it is meant');
    expect(next('zebra')).toMatch(/List what exists with .*; or in space/);
  });

  it('that may mean several of the closest says one of these', () => {
    const failure = unknownReference('ingress-x', things('ingress-a', 'ingress-b'), {
      ...search,
      elsewhere: 'or in space',
    });
    expect(said(failure.next)).toMatch(/Use one of these if it is meant.*or in space/);
  });

  it('that resembles nothing offers everything, and lists up to five', () => {
    const near = (count: number) => failed(() => resolveReference('zzzzzzzz', many(count), search));
    expect(near(2).why).toBe('It has 2 gateways, none with a similar name: "gw-0" (id-0), "gw-1" (id-1).');
    expect(near(5).why).toContain('"gw-4" (id-4).');
    expect(near(6).why).toBe('It has 6 gateways, none with a similar name.');
    expect(near(0).why).toBe('It has no gateways.');
    expect(optionsOf(near(6))).toHaveLength(6);
    expect(near(0).choice).toBeUndefined();
    expect(said(near(2).next)).toContain('List what exists with');
    expect(said(near(2).next)).not.toContain('if it is meant');
  });

  it('may stand in an argument that is not called like the thing', () => {
    const failure = failed(() =>
      resolveReference('prod', things('prod-a', 'prod-b'), { ...search, argument: 'target' }),
    );
    expect(failure.choice?.argument).toBe('target');
  });
});

describe('a text with many candidates', () => {
  it('lists five, and how many more there are', () => {
    const message = (count: number) => failed(() => resolveReference('gw', many(count), search)).message;
    expect(message(5)).toMatch(/: "gw-0" \(id-0\), .*"gw-4" \(id-4\)\.$/);
    expect(message(6)).toMatch(/"gw-4" \(id-4\) and 1 more\.$/);
  });

  it('asks a person with up to fifty', () => {
    const options = (count: number) => choiceOf('Which?', many(count), { kind: 'gateway' })?.options.length;
    expect([0, 1, 50, 51].map(options)).toEqual([undefined, 1, 50, undefined]);
  });
});

describe('the items of a list', () => {
  const all = { ...search, argument: 'gateways' };

  it('are found in their order', () => {
    const among = things('a', 'b', 'c');
    expect(resolveItems(['c', 'a'], among, all)).toEqual([among[2], among[0]]);
    expect(resolveItems([], among, all)).toEqual([]);
  });

  it('of which one is wrong fail for that one, and offer what others do not name', () => {
    const failure = failed(() => resolveItems(['prod-a', ' prod '], things('prod-a', 'prod-b', 'prod-c'), all));
    expect(failure.choice).toMatchObject({ argument: 'gateways', item: { index: 1, text: ' prod ' } });
    expect(optionsOf(failure)).toEqual(['id-1', 'id-2']);
    expect(failure.message).toContain('"prod" matches 3 gateways');
    // So that it can still be explained where that thing is.
    const one = failed(() => resolveItems(['a', 'zzzzzz'], things('a', 'b'), all));
    expect(one.unknown).toMatchObject({ noun: 'gateway', text: 'zzzzzz' });
    // What is ambiguous takes nothing.
    const both = failed(() => resolveItems(['prod', 'prod'], things('prod-a', 'prod-b'), all));
    expect(optionsOf(both)).toEqual(['id-0', 'id-1']);
  });

  it('of which nothing similar is left offer all that others do not name', () => {
    expect(optionsOf(failed(() => resolveItems(['a', 'zzzzzz'], things('a', 'b'), all)))).toEqual(['id-1']);
  });

  it('of which several are wrong say all at once, each reason once, and ask for the first', () => {
    const among = things('gw-0', 'gw-1', 'gw-2', 'gw-3', 'gw-4', 'gw-5');
    const failure = failed(() => resolveItems(['zzzzzzz', 'yyyyyyy', 'gw'], among, all));
    expect(failure.message).toMatch(/^Gateway "zzzzzzz" was .* Gateway "yyyyyyy" was .* "gw" matches 6 gateways/);
    expect(said(failure.why).match(/none with a similar name/g)).toHaveLength(1);
    expect(failure.choice?.item).toEqual({ index: 0, text: 'zzzzzzz' });
    expect(said(failure.next)).toContain('List what exists with');
    const ambiguous = failed(() => resolveItems(['gw', 'g'], among, all));
    expect(ambiguous.why).toBeUndefined();
    expect(ambiguous.kind).toBe('input');
  });
});

describe('a thing that need not be named', () => {
  it('is the only one there is', () => {
    const [only] = things('a');
    expect(onlyCandidate(things('a'), search, 'gateway')).toEqual(only);
  });

  it('has to be named when there are several, and created when there is none', () => {
    expect(failed(() => onlyCandidate(things('a', 'b'), search, 'target'))).toMatchObject({
      kind: 'input',
      message: 'Which gateway? Environment "Sandbox" has 2: "a"; "b".',
      next: 'Say which in the argument target, by id or name.',
      choice: { argument: 'target', message: 'Which gateway in environment "Sandbox"?', options: [{}, {}] },
    });
    expect(failed(() => onlyCandidate([], search, 'target'))).toMatchObject({
      message: 'There is no gateway in environment "Sandbox".',
      next: 'Create one first, or name another business group or environment.',
      choice: undefined,
    });
  });

  it('is told apart from the others by id where they have its name, and by what the search knows of it', () => {
    const message = (candidates: Named[], detail?: (candidate: Named) => string | undefined) =>
      failed(() => onlyCandidate(candidates, { ...search, ...(detail ? { detail } : {}) }, 'gateway')).message;
    expect(message(things('same', 'other', 'same'))).toContain(' has 3: "same" (id-0); "other"; "same" (id-2).');
    const sizes = (candidate: Named) => (candidate.id === 'id-0' ? 'two words' : undefined);
    expect(message(things('a', 'b'), sizes)).toContain(' has 2: "a", "two words"; "b".');
  });

  it('is one of fifty that are listed, and of more that are counted', () => {
    const message = (count: number) => failed(() => onlyCandidate(many(count), search, 'gateway')).message;
    expect(message(50)).toMatch(/; "gw-49"\.$/);
    expect(message(51)).toMatch(/; "gw-49" and 1 more\.$/);
  });
});

describe('a choice', () => {
  it('has a detail behind the names that are the same, and no item outside of a list', () => {
    const options = things('same', 'other', 'same');
    const detail = forNamesakes(options, ({ id }) => `number ${id}`);
    expect(choiceOf('Which?', options, { kind: 'gateway', detail })).toEqual({
      argument: 'gateway',
      message: 'Which?',
      options: [
        { id: 'id-0', name: 'same, number id-0' },
        { id: 'id-1', name: 'other' },
        { id: 'id-2', name: 'same, number id-2' },
      ],
    });
  });
});

describe('a failure of something unknown', () => {
  const unknown = inputFailure({ what: 'No.', next: 'Name another.', unknown: { noun: 'gateway', text: 'x' } });
  const explained = inputFailure({ what: 'It is there.', next: 'Look there.' });
  const explain = async (): Promise<Failure> => explained;

  it('is replaced by what explains it, and nothing else is', async () => {
    expect(await explainUnknown(Promise.resolve(1), explain)).toBe(1);
    await expect(explainUnknown(Promise.reject(unknown), explain)).rejects.toBe(explained);
    for (const other of [inputFailure({ what: 'No.', next: 'x' }), Object.assign(new Error('a bug'), { unknown: {} })])
      await expect(explainUnknown(Promise.reject(other), explain)).rejects.toBe(other);
  });
});
