import { linkParts } from '../../core/place/console-links.ts';
import { quote } from '../../core/text/quote.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import type { Failure } from '../../platform/errors.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { quoted, word } from '../../platform/text.ts';
import type { Reading } from './prompt-reader.ts';

/** Maximum length of a repeated link, characters; a cut one would not work. */
const maxLink = 1_000;
/** Longest text of a person, characters: their own words are what it is all about. */
const maxWords = 2_000;

/** A reference that a person gave: a name is quoted like all names, a link stays whole. */
export function spoken(reference: string): string {
  return linkParts(reference) === undefined ? quote(reference) : quoted(reference, maxLink);
}

/** A person's own words, on one line and quoted, so that they cannot pass for ours. */
export function ownWords(text: string): string {
  return quoted(text, maxWords);
}

/** ` "name"`, or nothing. */
export function called(name: string | undefined): string {
  return name === undefined ? '' : ` ${spoken(name)}`;
}

/**
 * ` "name" (id)` of the thing that a reading is about, which may have been asked for by a link or by the beginning of its
 * name; as it was given if it could not be read.
 */
export function calledAs(reference: string | undefined, reading: Reading | undefined, member: string): string {
  const thing = reading?.structured?.[member];
  if (!isObject(thing)) return called(reference);
  const { id, name, label } = thing;
  if (typeof id !== 'string' || typeof name !== 'string') return called(reference);
  return ` ${quote(typeof label === 'string' ? label : name)} (${word(id)})`;
}

/** The names in a list separated by commas. */
export function listedNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Arguments without those that are not given. */
export function given<Value>(args: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(args).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** The rows of a list of a structured result; none where there is no such list. */
export function rowsOf(structured: Record<string, unknown> | undefined, list: string): JsonObject[] {
  const found = structured?.[list];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** Whether a reading has anything to show. */
export function wasRead(reading: Reading | undefined): boolean {
  return reading?.presentation !== undefined;
}

/** A question with a hint at the choices, if those could be read. */
export function question(text: Advice, choices: Reading | undefined, hint: string): Advice {
  return wasRead(choices) ? advice`${text} ${hint}` : text;
}

/** Why something that a person said is wrong. */
export function reasonOf({ message, why }: Failure): Advice {
  return why === undefined ? message : advice`${message} ${why}`;
}
