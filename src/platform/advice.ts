import type { Sentence } from './text.ts';

/**
 * A tool, named by its operation: the code that gives advice knows no tools; the code that shows it knows the tool's name and whether this server offers it.
 */
export interface Call {
  readonly operation: string;
  /**
   * Arguments of the call, without those that say where; text in angle brackets stands for a value that only the caller knows. Undefined: the tool is only mentioned.
   */
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  /** It works only after the call before it. */
  readonly after?: true;
}

/** Words and calls in reading order, with the spaces between them. */
export interface AdviceParts {
  readonly parts: readonly (Sentence | Call)[];
}

/** What to do next: a text, or words and calls, which {@link advice} and {@link advise} put together. */
export type Advice = Sentence | AdviceParts;

/** Joins words, calls and other advice with spaces; empty ones are left out, and no space goes before punctuation. */
export function advise(...said: readonly (Advice | Call)[]): Advice {
  return joined(
    said
      .filter((one) => one !== '')
      .flatMap((one, index): readonly (string | Call)[] => {
        const [first = '', ...rest] = partsOf(one);
        const isBound = index === 0 || (typeof first === 'string' && /^[.,;:)]/.test(first));
        if (isBound) return [first, ...rest];
        return typeof first === 'string' ? [` ${first}`, ...rest] : [' ', first, ...rest];
      }),
  );
}

/** `` advice`Take it out first: ${call}.` `` A text with calls in it; advice in it is put in part by part. */
export function advice(strings: TemplateStringsArray, ...values: readonly (Advice | Call | number)[]): Advice {
  return joined(
    strings.flatMap((text, index): (string | Call)[] => {
      const value = values[index];
      return value === undefined ? [text] : [text, ...(typeof value === 'number' ? [String(value)] : partsOf(value))];
    }),
  );
}

/** Advice without calls is a text. */
function joined(parts: readonly (string | Call)[]): Advice {
  return parts.every((part) => typeof part === 'string')
    ? parts.join('')
    : { parts: parts.filter((part) => part !== '') };
}

/** The parts of an advice in their order. */
export function partsOf(said: Advice | Call): readonly (string | Call)[] {
  if (typeof said === 'string') return [said];
  return 'operation' in said ? [said] : said.parts;
}

/** The calls in an advice, in order; tools that are only mentioned are left out. */
export function callsIn(said: Advice): (Call & { arguments: Readonly<Record<string, unknown>> })[] {
  return partsOf(said).flatMap((part) =>
    typeof part === 'string' || part.arguments === undefined ? [] : [{ ...part, arguments: part.arguments }],
  );
}
