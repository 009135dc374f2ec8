import { decoded, foldedCase } from './decoding.ts';
import { formsOf, type SecretForm } from './secret-forms.ts';

/** What stands for a secret in everything that is shown. */
export const secretMask = '[secret]';

/** Escapes within escapes: an error inside JSON inside a log line inside HTML. */
const maxLayers = 5;

type Span = readonly [start: number, end: number];

/** Values that are looked for in texts, in every encoding in which a platform may repeat them. */
export class KnownSecrets {
  /** By what they look for, so that nothing is looked for twice. */
  readonly #forms = new Map<string, SecretForm>();

  /** Looks for a value from now on: anywhere, also inside of longer words, or as a whole word only. */
  add(value: string, anywhere: boolean): void {
    for (const form of formsOf(value, anywhere)) {
      this.#forms.set(`${form.folded}${form.anywhere}${form.text}`, form);
    }
  }

  /** The text with a mask in place of each value. */
  masked(text: string): string {
    const spans = this.#spans(text);
    let at = 0;
    const parts = spans.map(([start, end]) => {
      const before = text.slice(at, start);
      at = end;
      return `${before}${secretMask}`;
    });
    return parts.join('') + text.slice(at);
  }

  /** Where values stand in the text itself, in order, none overlapping another. */
  #spans(text: string): Span[] {
    const found: Span[] = [];
    let layer = text;
    let starts: readonly number[] | undefined;
    let ends: readonly number[] | undefined;
    for (let depth = 0; depth < maxLayers; depth++) {
      for (const [from, to] of this.#spansIn(layer)) found.push([starts?.[from] ?? from, ends?.[to - 1] ?? to]);
      const next = decoded(layer);
      if (next === undefined) break;
      const [outerStarts, outerEnds] = [starts, ends];
      starts = next.starts.map((at) => outerStarts?.[at] ?? at);
      ends = next.ends.map((at) => outerEnds?.[at - 1] ?? at);
      layer = next.text;
    }
    return merged(found, text);
  }

  #spansIn(text: string): Span[] {
    const folded = foldedCase(text);
    return [...this.#forms.values()].flatMap((form) => {
      const where = form.folded ? folded : text;
      const spans: Span[] = [];
      let at = where.indexOf(form.text);
      while (at !== -1) {
        const end = at + form.text.length;
        if (form.anywhere || isWord(text, at, end)) spans.push(widened(text, at, end, form));
        at = where.indexOf(form.text, at + 1);
      }
      return spans;
    });
  }
}

/** The neighbours of Base64 hold some bits of the value as well. */
function widened(text: string, start: number, end: number, { before, after }: SecretForm): Span {
  let [from, to] = [start, end];
  if (before > 0 && /[A-Za-z\d+/_-]/.test(text.charAt(from - 1))) from -= 1;
  if (after > 0 && /[A-Za-z\d+/_-]/.test(text.charAt(to))) to += 1;
  while (text[to] === '=' && to - end < after) to += 1;
  return [from, to];
}

/** `orders` in "password orders." and `"orders"`, not in the name `mule-orders-1`. */
function isWord(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  return !/(?:[\p{L}\p{N}_]|[\p{L}\p{N}][-.])$/u.test(before) && !/^(?:[\p{L}\p{N}_]|[-.][\p{L}\p{N}])/u.test(after);
}

/** Spans in order; those that overlap are one, and a mask that is there already is not masked again. */
function merged(spans: readonly Span[], text: string): Span[] {
  const masks = [...text.matchAll(/\[secret\]/g)].map(({ index }): Span => [index, index + secretMask.length]);
  const isMask = ([start, end]: Span): boolean => masks.some(([from, to]) => start >= from && end <= to);
  const result: [number, number][] = [];
  for (const [start, end] of spans.filter((span) => !isMask(span)).sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
