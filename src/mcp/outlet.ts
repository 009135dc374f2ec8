import type { Secrets } from '../platform/masking/secrets.ts';
import { secretMask } from '../platform/masking/spans.ts';
import { cutSentence, escaped, inData, oneLine, printable, printableLines, shortened } from '../platform/text.ts';

/** Longest line of a text, longest single text inside a structured result or a log line, and longest name of a member, characters. */
const maxMember = 8_000;
const maxName = 200;

/**
 * The one exit of every channel: results, resources, prompts, completion, progress, questions, logs, reports and errors. Whatever is said there comes out of here without secrets, and without characters that cannot be seen.
 */
export class Outlet {
  readonly #secrets: Pick<Secrets, 'redact' | 'redactAll'>;

  constructor(secrets: Pick<Secrets, 'redact' | 'redactAll'>) {
    this.#secrets = secrets;
  }

  /** A text of several lines. Texts in `revealed` are secrets that the caller asked for. */
  lines(text: string, revealed: readonly string[] = []): string {
    const masked = this.#secrets.redact(text, revealed);
    const seen = printableLines(masked);
    // Invisible characters may have hidden a secret from the search.
    // Stryker disable next-line ConditionalExpression: a second search of the same text finds nothing, and takes time.
    const safe = seen === masked ? seen : this.#secrets.redact(seen, revealed);
    return shortLines(safe);
  }

  /** A text on one line, of at most `max` characters. */
  line(text: string, max = 300): string {
    return oneLine(this.lines(text), max);
  }

  /** A sentence of ours on one line: names in it stay quoted where it is cut. */
  sentence(text: string, max = 300): string {
    return cutSentence(inData(printable(this.lines(text))), max);
  }

  /** Whether an id can be shown as it is: what has to be repeated exactly, like an address or an answer, is left out otherwise. */
  shows(id: string): boolean {
    return this.lines(id) === id && !id.includes('\n');
  }

  /** A value with every string in it, and every name of a member, as it may be seen: what is invisible is escaped. */
  value<T>(value: T, revealed: readonly string[] = []): T {
    // Rebuilt member by member, so the shape is T's own.
    return visible(this.#secrets.redactAll(value, revealed), (text) => this.#member(text, revealed)) as T;
  }

  #member(text: string, revealed: readonly string[]): string {
    const seen = shortened(escaped(text), maxMember);
    // Stryker disable next-line ConditionalExpression: as above, only time is saved.
    if (seen === text) return text;
    // As above: what the eye would put together must not be a secret.
    const together = printableLines(text);
    return this.#secrets.redact(together, revealed) === together ? seen : secretMask;
  }
}

function shortLines(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line.length <= maxMember
        ? line
        : `${inData(shortened(line, maxMember))} [cut here: ${line.length - maxMember} of ${line.length} characters left out]`,
    )
    .join('\n');
}

function visible(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const members = value.map((member) => visible(member, show));
    return members.every((member, index) => member === value[index]) ? value : members;
  }
  let isChanged = false;
  const shown = Object.entries(value).map(([name, member]): [string, unknown] => {
    const pair: [string, unknown] = [shortened(escaped(name), maxName), visible(member, show)];
    isChanged ||= pair[0] !== name || pair[1] !== member;
    return pair;
  });
  return isChanged ? Object.fromEntries(shown) : value;
}
