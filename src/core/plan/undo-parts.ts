import { type Sentence, word } from '../../platform/text.ts';
import { listed } from '../text/quote.ts';
import type { Undo, UndoCall } from './undo.ts';

/** Stands in a call of the way back where a secret was, which is kept nowhere: the call takes the value that somebody gives. */
export const secretToGive = '[secret]';

/** The way back by these calls, with what is not as before even then; without calls all of that is lost. */
export function undoBy(calls: readonly UndoCall[], said: readonly (Sentence | undefined)[]): Undo {
  const [first, ...rest] = calls;
  const differs = said.filter((one) => one !== undefined).join(' ');
  if (first === undefined) return { lost: differs };
  return { calls: [first, ...rest], ...(differs === '' ? {} : { differs }) };
}

/** `size, "odd name" and tls` of settings in the platform's words; undefined when there are none. */
export function names(settings: readonly string[]): Sentence | undefined {
  return settings.length === 0 ? undefined : listed(settings.map(word), 'and', settings.length);
}

/**
 * Where the arguments of a kept call wait for a secret: the keys that lead there. What is masked in part has to be given
 * as a whole.
 */
export function secretPlaces(args: unknown): string[][] {
  if (typeof args === 'string') return placesInText(args);
  // Numbers and the like have no entries.
  return Object.entries(args ?? {}).flatMap(([key, member]) => secretPlaces(member).map((place) => [key, ...place]));
}

function placesInText(text: string): string[][] {
  if (!text.includes(secretToGive)) return [];
  const inside = jsonInside(text);
  return inside === undefined ? [[]] : secretPlaces(inside);
}

/** What an argument holds that is the JSON text of an object or a list; undefined for every other text. */
export function jsonInside(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Which secrets a person has to give again; undefined when there are none. */
export function secretsToGive(places: readonly string[], of: Sentence): Sentence | undefined {
  const named = names(places);
  if (named === undefined) return undefined;
  // With the names behind the mark they would look like its values, which are masked.
  return `These values of ${of} are secret and kept nowhere: ${named}. They have to be given again, each in place of ${secretToGive}.`;
}

/** The arguments of a kept call with secrets in their places; `secretOf` returns that of a place. */
export function withSecrets(args: unknown, secretOf: (place: string[]) => string, place: string[] = []): unknown {
  if (typeof args === 'string') return withSecretsInText(args, secretOf, place);
  if (Array.isArray(args)) return args.map((member, index) => withSecrets(member, secretOf, [...place, String(index)]));
  if (typeof args !== 'object' || args === null) return args;
  return Object.fromEntries(
    Object.entries(args).map(([key, member]) => [key, withSecrets(member, secretOf, [...place, key])]),
  );
}

/** A text without secrets stays as it is written. */
function withSecretsInText(text: string, secretOf: (place: string[]) => string, place: string[]): string {
  if (!text.includes(secretToGive)) return text;
  const inside = jsonInside(text);
  return inside === undefined ? secretOf(place) : JSON.stringify(withSecrets(inside, secretOf, place));
}
