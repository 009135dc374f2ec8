import { advice, advise } from '../platform/advice.ts';
import { type Choice, Failure, inputFailure } from '../platform/errors.ts';
import { inData, type PlatformText, type Sentence, word } from '../platform/text.ts';
import { matching, type Naming } from './matching.ts';
import { type OperationName, tool } from './operations.ts';
import { closest, maxSuggestions, nearest } from './text/nearest.ts';
import { called, capitalize, count, quote } from './text/quote.ts';

/** Anything that is addressed by id or name. */
export interface Named {
  id: string;
  name: PlatformText;
}

/** What kind of thing is looked for, and where; both appear in errors. */
export interface Search<T extends Named = Named> {
  /** Singular, for example `gateway`. */
  kind: string;
  /** Of the call: a write is stricter than a read. */
  naming: Naming;
  /** For example `environment Sandbox of Acme`. */
  where: Sentence;
  /** What lists the candidates. */
  listed: OperationName;
  /** Where else it may be, as a clause; default: other business groups and environments. */
  elsewhere?: Sentence;
  /** The argument in which it is named, where that is not the kind itself. */
  argument?: string;
  /** What a person who chooses should see of a candidate besides its name. */
  detail?(candidate: T): string | undefined;
}

/** A search whose candidates are offered when the reference is not clear. */
interface Offer<T extends Named> extends Search<T> {
  item?: Choice['item'];
  /** Candidates that other items of the same list name. */
  taken?: ReadonlySet<T>;
}

const maxChoices = 50;

/**
 * Resolves an id or name; a read also takes a unique beginning of a name, see {@link matching}.
 * @throws Failure (input) that lists the closest candidates with their ids, when none or several match
 */
export function resolveReference<T extends Named>(
  reference: string,
  candidates: readonly T[],
  search: Search<NoInfer<T>>,
): T {
  const found = named(reference, candidates, search.naming);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw unresolved(reference, found, candidates, search);
}

/**
 * Resolves each item of a list argument as {@link resolveReference} does. For an unknown or ambiguous item, candidates that other items name are not offered.
 * @throws Failure (input) for every item that matches none or several; it offers choices for the first
 */
export function resolveItems<T extends Named>(
  references: readonly string[],
  candidates: readonly T[],
  search: Search<NoInfer<T>> & { argument: string },
): T[] {
  const matches = references.map((reference) => ({ reference, found: named(reference, candidates, search.naming) }));
  const taken = new Set(matches.filter(({ found }) => found.length === 1).flatMap(({ found }) => found));
  const failures: Failure[] = [];
  const resolved = matches.flatMap(({ reference, found }, index) => {
    if (found.length === 1) return found;
    failures.push(unresolved(reference, found, candidates, { ...search, taken, item: { index, text: reference } }));
    // Stryker disable next-line ArrayDeclaration: nobody sees what was resolved beside a failure.
    return [];
  });
  const [first] = failures;
  if (first === undefined) return resolved;
  throw failures.length === 1 ? first : together(failures, first);
}

/** One failure for several wrong items, so that one more call can correct them all. */
function together(failures: readonly Failure[], { next, choice }: Failure): Failure {
  const reasons = failures.flatMap(({ why }) => (why === undefined ? [] : [why]));
  return inputFailure({
    what: failures.map(({ message }) => message).join(' '),
    why:
      reasons.length === 0
        ? undefined
        : advise(...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()),
    next,
    choice,
  });
}

/** `"name" (id)` of a thing, as results write it, and the same without the quotes. */
export function titlesOf({ id, name }: Named): string[] {
  return [quote(name), inData(name)].map((title) => `${title} (${id})`);
}

/** Every text that names a thing as a whole. */
export function textsOf(thing: Named): string[] {
  return [thing.id, inData(thing.name), ...titlesOf(thing)];
}

/** The candidates that a text names by id, name or title, see {@link matching}. */
export function named<T extends Named>(reference: string, candidates: readonly T[], naming: Naming): readonly T[] {
  return matching(
    reference,
    candidates,
    (candidate) => ({ ids: [candidate.id], names: [[candidate.name]], titles: titlesOf(candidate) }),
    naming,
  );
}

function unresolved<T extends Named>(
  reference: string,
  found: readonly T[],
  candidates: readonly T[],
  offer: Offer<NoInfer<T>>,
): Failure {
  const text = reference.trim();
  return found.length === 0 ? unknownReference(text, candidates, offer) : ambiguous(text, found, offer);
}

/**
 * The only candidate, for an optional reference.
 * @throws Failure (input) that lists the choices when there are several, or says that there is none
 */
export function onlyCandidate<T extends Named>(
  candidates: readonly T[],
  search: Search<NoInfer<T>>,
  argument: string,
): T {
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  throw inputFailure({
    what:
      candidates.length === 0
        ? `There is no ${search.kind} in ${search.where}.`
        : `Which ${search.kind}? ${capitalize(search.where)} has ${candidates.length}: ${choices(candidates, search)}.`,
    next:
      candidates.length === 0
        ? 'Create one first, or name another business group or environment.'
        : `Say which in the argument ${argument}, by id or name.`,
    choice: choiceOf(`Which ${search.kind} in ${search.where}?`, candidates, { ...search, argument }),
  });
}

/** Every candidate by name, with what tells it apart; by id as well where others have the name. */
function choices<T extends Named>(candidates: readonly T[], { detail }: Pick<Search<T>, 'detail'>): string {
  const title = (candidate: T): string => {
    const more = detail?.(candidate);
    const isUnique = candidates.filter(({ name }) => name === candidate.name).length === 1;
    return `${isUnique ? quote(candidate.name) : called(candidate)}${more === undefined ? '' : `, ${word(more)}`}`;
  };
  const shown = candidates.slice(0, maxChoices).map(title);
  const more = candidates.length - shown.length;
  return shown.join('; ') + (more > 0 ? ` and ${more} more` : '');
}

function ambiguous<T extends Named>(text: string, found: readonly T[], offer: Offer<T>): Failure {
  return inputFailure({
    what: `${quote(text)} matches ${found.length} ${offer.kind}s in ${offer.where}: ${listed(found)}.`,
    next: 'Give the id of the right one, or its name and id as written here.',
    choice: choiceOf(`Which ${offer.kind} do you mean by ${quote(text)}?`, open(found, offer), offer),
  });
}

/** The failure for a reference that matches no candidate: it lists the closest, and offers them. */
export function unknownReference<T extends Named>(
  text: string,
  candidates: readonly T[],
  search: Offer<NoInfer<T>>,
): Failure {
  const { kind, where, listed: lister, elsewhere = 'it may also be in another business group or environment' } = search;
  const near = nearest(text, candidates);
  // A person can choose from more than a text should list.
  const options = open(near.length > 0 ? near : candidates, search);
  return inputFailure({
    what: `${capitalize(kind)} ${quote(text)} was not found in ${where}.`,
    why: closestOf(kind, candidates, near),
    next:
      near.length === 0
        ? advice`List what exists with ${tool(lister)}; ${elsewhere}.`
        : search.naming === 'exact'
          ? // A suggestion is for reading: what is only called similarly is not to be changed.
            advice`Nothing was changed. Check the name: one that is similar is another ${kind}. ${tool(lister)} lists all; ${elsewhere}.`
          : advice`Use ${near.length === 1 ? 'it' : 'one of these'} if it is meant, or list all with ${tool(lister)}; ${elsewhere}.`,
    choice: choiceOf(
      `${capitalize(kind)} ${quote(text)} was not found in ${where}. Which one do you mean?`,
      options,
      search,
    ),
    unknown: { noun: kind, text, listed: tool(lister) },
  });
}

/** What is found; a failure of something unknown is replaced by what explains it. */
export async function explainUnknown<T>(
  found: Promise<T>,
  explain: (failure: Failure) => Promise<Failure>,
): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof Failure) || error.unknown === undefined) throw error;
    throw await explain(error);
  }
}

function closestOf(kind: string, candidates: readonly Named[], near: readonly Named[]): string {
  const sentence = closest(near.map(called));
  if (sentence !== undefined) return sentence;
  if (candidates.length === 0) return `It has no ${kind}s.`;
  const all = candidates.length > maxSuggestions ? '' : `: ${listed(candidates)}`;
  return `It has ${count(candidates.length, kind)}, none with a similar name${all}.`;
}

function open<T extends Named>(candidates: readonly T[], { taken }: Offer<T>): readonly T[] {
  return taken === undefined ? candidates : candidates.filter((candidate) => !taken.has(candidate));
}

/** A question with its options; undefined without options, and for more than a person can choose from. */
export function choiceOf<T extends Named>(
  message: string,
  options: readonly T[],
  { kind, argument, item, detail }: Pick<Offer<NoInfer<T>>, 'kind' | 'argument' | 'item' | 'detail'>,
): Choice | undefined {
  if (options.length === 0 || options.length > maxChoices) return undefined;
  const titled = options.map((option) => {
    const more = detail?.(option);
    return { id: option.id, name: more === undefined ? option.name : `${inData(option.name)}, ${more}` };
  });
  return { argument: argument ?? kind, ...(item ? { item } : {}), message, options: titled };
}

/** A detail only for candidates that share their name with another, so that a person can tell them apart. */
export function forNamesakes<T extends Named>(
  candidates: readonly T[],
  detail: (candidate: T) => string,
): (candidate: T) => string | undefined {
  const names = candidates.map(({ name }) => name);
  return (candidate) =>
    names.indexOf(candidate.name) === names.lastIndexOf(candidate.name) ? undefined : detail(candidate);
}

function listed(candidates: readonly Named[]): string {
  const shown = candidates.slice(0, maxSuggestions).map(({ id, name }) => `${quote(name)} (${id})`);
  const more = candidates.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
