import { type Choice, inputFailure } from '../anypoint/errors.ts';

/** Anything that is addressed by id or name. */
export interface Named {
  id: string;
  name: string;
}

/** What kind of thing is looked for, and where; both appear in errors. */
export interface Search {
  /** Singular, for example `gateway`. */
  kind: string;
  /** For example `environment Sandbox of Acme`. */
  where: string;
  /** The tool that lists the candidates. */
  listTool: string;
  /** The argument in which it is named, where that is not the kind itself. */
  argument?: string;
}

const mostCandidates = 5;
const mostChoices = 50;

/**
 * Finds what a person calls by id or name: the exact id or name first, then the name without regard to case, then a
 * unique beginning of the name.
 * @throws Failure (input) that lists the nearest candidates with their ids, when there is none or more than one
 */
export function resolveReference<T extends Named>(reference: string, candidates: readonly T[], search: Search): T {
  const wanted = reference.trim();
  const folded = wanted.toLowerCase();
  const byId = candidates.find(({ id }) => id === wanted);
  if (byId !== undefined) return byId;
  const stages: ((candidate: T) => boolean)[] = [
    ({ name }) => name === wanted,
    ({ name }) => name.toLowerCase() === folded,
    ({ name }) => folded !== '' && name.toLowerCase().startsWith(folded),
  ];
  for (const matches of stages) {
    const found = candidates.filter(matches);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw ambiguous(wanted, found, search);
  }
  throw unknown(wanted, candidates, search);
}

/**
 * The only candidate, where naming one is not necessary.
 * @throws Failure (input) listing the choices when there are several, or saying that there is none
 */
export function onlyCandidate<T extends Named>(candidates: readonly T[], search: Search, argument: string): T {
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  throw inputFailure({
    what:
      candidates.length === 0
        ? `There is no ${search.kind} in ${search.where}.`
        : `Which ${search.kind}? ${capitalize(search.where)} has ${candidates.length}: ${listed(candidates)}.`,
    next:
      candidates.length === 0
        ? 'Create one first, or name another business group or environment.'
        : `Say which in the argument ${argument}, by id or name.`,
    choice: choiceOf(`Which ${search.kind} in ${search.where}?`, candidates, { ...search, argument }),
  });
}

function ambiguous(wanted: string, found: readonly Named[], search: Search): Error {
  return inputFailure({
    what: `${quote(wanted)} fits ${found.length} ${search.kind}s in ${search.where}: ${listed(found)}.`,
    next: 'Give the id of the one that is meant.',
    choice: choiceOf(`Which ${search.kind} is meant by ${quote(wanted)}?`, found, search),
  });
}

function unknown(wanted: string, candidates: readonly Named[], search: Search): Error {
  const near = nearest(wanted, candidates);
  return inputFailure({
    what: `There is no ${search.kind} ${quote(wanted)} in ${search.where}.`,
    why:
      candidates.length === 0 ? `There are no ${search.kind}s there at all.` : `The nearest names are ${listed(near)}.`,
    next: `Use one of these, or ${search.listTool} to see all; it may also be in another business group or environment.`,
    choice: choiceOf(
      `There is no ${search.kind} ${quote(wanted)} in ${search.where}. Which one is meant?`,
      near,
      search,
    ),
  });
}

/** A question with its options. Nothing to choose from is no question; hundreds are none either. */
export function choiceOf(
  message: string,
  options: readonly Named[],
  { kind, argument }: Pick<Search, 'kind' | 'argument'>,
): Choice | undefined {
  if (options.length === 0 || options.length > mostChoices) return undefined;
  return { argument: argument ?? kind, message, options: options.map(({ id, name }) => ({ id, name })) };
}

/** The candidates whose names are closest, best first. */
export function nearest<T extends Named>(wanted: string, candidates: readonly T[]): T[] {
  const folded = wanted.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(folded, candidate.name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.name.localeCompare(b.candidate.name))
    .slice(0, mostCandidates)
    .map(({ candidate }) => candidate);
}

/** Edit distance; a name that holds the wanted text counts as near whatever its length. */
function distanceTo(wanted: string, name: string): number {
  if (wanted !== '' && name.includes(wanted)) return 0.5;
  return editDistance(wanted, name);
}

/** Levenshtein distance of two texts. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function listed(candidates: readonly Named[]): string {
  const shown = candidates.slice(0, mostCandidates).map(({ id, name }) => `${quote(name)} (${id})`);
  const more = candidates.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A name from the platform or the caller inside a sentence: quoted, on one line, at most 80 characters. */
export function quote(name: string): string {
  const line = name.replace(/\s+/g, ' ');
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 79)}…` : line);
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
