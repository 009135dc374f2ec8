import { randomBytes } from 'node:crypto';

/** Without vowels and without what looks alike, so that an id is neither a word nor misread. */
const alphabet = '23456789bcdfghjkmnpqrstvwxz';

/** A short id out of bytes, one character for each. */
export function idFrom(bytes: Uint8Array): string {
  return [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** A new random id. */
export function newId(length: number): string {
  return idFrom(randomBytes(length));
}

/** Whether a text could be such an id: nothing else may become part of a file's name or of a sentence. */
export function isId(text: string): boolean {
  return /^[2-9b-df-hj-kmnp-tv-xz]{6,20}$/.test(text);
}
