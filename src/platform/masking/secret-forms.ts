import { decoded, foldedCase } from './decoding.ts';

/** A form in which a value may stand in a text. */
export interface SecretForm {
  text: string;
  /** Compared without case; Base64 is not. */
  folded: boolean;
  /** Found anywhere, or as a whole word only. */
  anywhere: boolean;
  /** Units before and after that hold a part of the value, too. */
  before: number;
  after: number;
}

/** Shorter encodings would be found by chance. */
const minEncodedBytes = 6;

/**
 * The forms of a value to look for in a text and in what is left of it when its escapes are undone layer by layer, see {@link decoded}. Escapes need no forms of their own, but for two kinds: those that the value itself seems to hold, and those that begin with the text before it.
 */
export function formsOf(value: string, anywhere: boolean): SecretForm[] {
  const whole = value.normalize('NFC');
  const plain = [value, whole, value.normalize('NFD'), percentEncoded(value), ...layersOf(value), ...layersOf(whole)];
  const texts = new Set(plain.flatMap((text) => [text, insideJson(text)]).map(foldedCase));
  const spelled = [...texts].map((text) => ({ text, folded: true, anywhere, before: 0, after: 0 }));
  const encoded = new Set([value, whole, value.normalize('NFD')]);
  return [...spelled, ...[...encoded].flatMap((text) => encodedForms(Buffer.from(text)))];
}

/** The value with its own seeming escapes undone, layer by layer. */
function layersOf(value: string): string[] {
  const meant = decoded(value)?.text;
  return meant === undefined ? [] : [meant, ...layersOf(meant)];
}

/** Base64 of either alphabet wherever the value begins in it, and hexadecimal. */
function encodedForms(bytes: Buffer): SecretForm[] {
  if (bytes.length < minEncodedBytes) return [];
  const hex = { text: bytes.toString('hex'), folded: true, anywhere: true, before: 0, after: 0 };
  const base64 = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+/, '');
    const begin = offset === 0 ? 0 : offset + 1;
    const isCut = (offset + bytes.length) % 3 !== 0;
    const inner = text.slice(begin, isCut ? -1 : undefined);
    const form = { folded: false, anywhere: true, before: offset === 0 ? 0 : 1, after: isCut ? 3 : 0 };
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')].map((one) => ({ ...form, text: one }));
  });
  return [hex, ...base64];
}

/** A text as JSON has it between the quotes. */
function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A lone surrogate, which JSON allows, cannot be percent-encoded. */
function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
