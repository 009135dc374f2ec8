import { foldedCase } from './decoding.ts';
import { formsOf, type SecretForm } from './secret-forms.ts';
import { maskedAt, type Span, spansInLayers } from './spans.ts';

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
    return maskedAt(
      text,
      spansInLayers(text, (layer) => this.#spansIn(layer)),
    );
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
