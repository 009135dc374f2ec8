import { type PlatformText, quoted, type Sentence, word } from '../../platform/text.ts';

/** A name from the platform or the caller for a sentence, see {@link quoted}. */
export function quote(name: PlatformText): Sentence {
  return quoted(name);
}

/** The text with its first letter in upper case, to begin a sentence. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `"mule-1" (2194)`, for sentences. */
export function called({ id, name }: { id: string; name: PlatformText }): Sentence {
  return `${quote(name)} (${word(id)})`;
}

/** `1 server`, `3 servers`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
