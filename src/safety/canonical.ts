import { createHash } from 'node:crypto';

/**
 * A value as one text that is the same for equal values: keys in order, maps and sets as lists, undefined left out.
 * Digests are made of it.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? 'null';
}

function ordered(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(ordered);
  if (value instanceof Set) return [...value].map(ordered);
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  // A list of pairs, because a key such as __proto__ would not survive in an object.
  return { '': entries.map(([key, member]) => [key, ordered(member)]) };
}

/** SHA-256 of a text, hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
