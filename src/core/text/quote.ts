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

/** How many items a sentence lists. */
const maxListed = 5;

/** `a`, `a and b`, `a, b or c`; of many the first ones, and how many more there are. */
export function listed(items: readonly string[], word: 'and' | 'or' = 'and', max = maxListed): string {
  const shown = items.slice(0, max);
  if (items.length > shown.length) return `${shown.join(', ')} and ${items.length - shown.length} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} ${word} ${last}`;
}

/** `1 server`, `3 servers`; `1 policy`, `3 policies`. `nouns`: where more than one word changes. */
export function count(number: number, noun: string, nouns = plural(noun)): string {
  return `${number} ${number === 1 ? noun : nouns}`;
}

/** An English noun in the plural; of several words the last one changes. */
export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
