import { foldedName } from './text/fold.ts';

/**
 * How a call may name things. `exact`: a write acts on what was named or on nothing, so it takes an id, a whole name in any case, or both as results write them.
 * `prefix`: a read also takes the beginning of a name.
 */
export type Naming = 'exact' | 'prefix';

/** The texts that name a candidate. */
export interface NamedBy {
  ids: readonly string[];
  /** Its names by rank: names of the first rank win over those of the next. */
  names: readonly (readonly string[])[];
  /** Its name with its id, as results write it. */
  titles: readonly string[];
}

/**
 * The candidates that a text names. For a read, those of the strongest way of naming that matches any: id, exact name, id and name in any case, title, beginning of a name.
 *
 * For a write, those of all ways together; an empty text names nothing, not even what has no name. So a text that could mean two things is ambiguous from the start, and repeating a call never moves on to the second thing once the first is gone.
 */
export function matching<T>(
  reference: string,
  candidates: readonly T[],
  namedBy: (candidate: T) => NamedBy,
  naming: Naming,
): readonly T[] {
  const rows = candidates.map((candidate) => ({ candidate, ...namedBy(candidate) }));
  for (const fits of naming === 'exact' ? [isNamed(reference)] : stages(reference, rows)) {
    const found = rows.filter(fits).map(({ candidate }) => candidate);
    if (found.length > 0) return found;
  }
  return [];
}

type Fits = (named: NamedBy) => boolean;

function isNamed(reference: string): Fits {
  const folded = foldedName(reference);
  return ({ ids, names, titles }) =>
    folded !== '' && [...ids, ...names.flat(), ...titles].some((text) => foldedName(text) === folded);
}

function stages(reference: string, rows: readonly NamedBy[]): Fits[] {
  const text = reference.trim();
  const folded = foldedName(reference);
  const isFolded = (one: string): boolean => foldedName(one) === folded;
  const ranks = Array.from({ length: Math.max(1, ...rows.map(({ names }) => names.length)) }, (_, rank) => rank);
  return [
    ({ ids }) => ids.includes(text),
    ...ranks.flatMap((rank): Fits[] => [
      ({ names }) => names[rank]?.includes(text) ?? false,
      // UUIDs are written in upper case, too. What is no id at the first rank is none at the next.
      ({ ids }) => ids.some(isFolded),
      ({ names }) => names[rank]?.some(isFolded) ?? false,
    ]),
    ({ titles }) => titles.some(isFolded),
    ({ names }) => folded !== '' && names.flat().some((name) => foldedName(name).startsWith(folded)),
  ];
}
