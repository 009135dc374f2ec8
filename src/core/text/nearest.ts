import type { PlatformText, Sentence } from '../../platform/text.ts';
import { foldedName } from './fold.ts';
import { plural } from './quote.ts';

/** Maximum number of suggestions for a mistyped name. */
export const maxSuggestions = 5;

/** Something that has a name. */
interface Named {
  name: PlatformText;
}

/** Characters of a name that count when names are compared. */
const maxCompared = 200;
/** Words of a name that count when names are compared word by word. */
const maxWords = 12;

/** The candidates whose names are closest, best first; without those that are too different to be meant. */
export function nearest<T extends Named>(text: string, candidates: readonly T[]): T[] {
  const sought = compared(text);
  const all = ranked(sought, candidates);
  // A much closer one leaves no doubt about the others.
  const near = Math.min(Math.max(2, sought.length / 2), 2 * (all[0]?.distance ?? 0) + 1);
  return all
    .filter(({ distance }) => distance <= near)
    .slice(0, maxSuggestions)
    .map(({ candidate }) => candidate);
}

/** `The closest name is "mule-1".`, as a sentence; undefined without names. `noun`: singular. */
export function closest(shown: readonly string[], noun = 'name'): string | undefined {
  if (shown.length === 0) return undefined;
  return shown.length === 1
    ? `The closest ${noun} is ${shown[0]}.`
    : `The closest ${plural(noun)} are ${shown.join(', ')}.`;
}

/** ` (did you mean mule-1?)`, to follow a mistyped word of our own vocabulary; empty where no word is close. */
export function hintAt(text: string, words: readonly string[]): Sentence {
  const [near] = nearest(
    text,
    words.map((name) => ({ name })),
  );
  return near === undefined ? '' : ` (did you mean ${near.name}?)`;
}

function ranked<T extends Named>(sought: string, candidates: readonly T[]): { candidate: T; distance: number }[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(sought, compared(candidate.name)) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.name.localeCompare(b.candidate.name));
}

/** Comparing costs the product of the lengths, and names can be of any length. */
function compared(name: string): string {
  return foldedName(name.slice(0, maxCompared));
}

/** Edit distance, of the whole names or word by word; a name that contains the text counts as close, whatever its length. */
function distanceTo(text: string, name: string): number {
  if (text !== '' && name.includes(text)) return 0.5;
  return Math.min(editDistance(text, name), wordDistance(text, name));
}

/** `EU staging` is closer to `Staging EU` than to `Staging`: the order of words counts little, a missing word a lot. */
function wordDistance(text: string, name: string): number {
  const [sought, present] = [wordsOf(text), wordsOf(name)];
  if (sought.length < 2 || present.length === 0) return Number.POSITIVE_INFINITY;
  const missing = sought.map((word) => Math.min(word.length, ...present.map((one) => editDistance(word, one))));
  const others = Math.max(0, present.length - sought.length);
  return 0.5 + missing.reduce((sum, distance) => sum + distance, 0) + others / 2;
}

function wordsOf(text: string): string[] {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, maxWords);
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
