import { Failure } from './errors.ts';
import { formsOf, isDistinctive, mapStrings, type SecretKeeper, Secrets } from './secrets.ts';

/** Shorter words occur everywhere in our own sentences; they are masked by their position only. */
const minWord = 4;

/**
 * The secrets that one call was given. Nothing that this call shows has them: distinctive ones are masked inside of
 * longer texts, all others as whole words. The session's keeper is told of them only once the call has been accepted: the secrets of a rejected call are forgotten.
 */
export class GivenSecrets implements SecretKeeper {
  readonly #session: SecretKeeper;
  readonly #values = new Set<string>();
  readonly #distinctive = new Secrets();
  #words: RegExp | undefined;
  #isAccepted = false;

  constructor(session: SecretKeeper) {
    this.#session = session;
  }

  addGiven(value: string | undefined): void {
    if (value === undefined) return;
    if (this.#isAccepted) this.#session.addGiven(value);
    if (this.#values.has(value)) return;
    this.#values.add(value);
    if (isDistinctive(value)) this.#distinctive.add(value);
    this.#words = wordsPattern([...this.#values].filter((given) => !isDistinctive(given)));
  }

  /** The values were checked: the session hears of those so far and of every later one. */
  accept(): void {
    this.#isAccepted = true;
    for (const value of this.#values) this.#session.addGiven(value);
  }

  redact(text: string): string {
    const left = this.#distinctive.redact(text);
    return this.#words === undefined ? left : left.replace(this.#words, '[secret]');
  }

  /** `redact` for every string inside a value; the very same value for a call that was given no secret. */
  redactAll<T>(value: T): T {
    return this.#values.size === 0 ? value : mapStrings(value, (text) => this.redact(text));
  }

  /** Runs a part of the call; errors that it throws contain none of the values either. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#values.size === 0 ? error : this.#masked(error);
    }
  }

  #masked(error: unknown): unknown {
    if (error instanceof Failure) {
      const { kind, message, why, next, http, retryable, mayHaveHappened, choice } = error;
      const texts = this.redactAll({ what: message, why, next, http, choice });
      return new Failure(kind, { ...texts, retryable, mayHaveHappened });
    }
    // A bug of ours: the log gets its message and stack.
    if (error instanceof Error) {
      error.message = this.redact(error.message);
      if (error.stack !== undefined) error.stack = this.redact(error.stack);
    }
    return error;
  }
}

/**
 * Matches values as whole words: `orders` in "password orders." and `"orders"`, not in the name `mule-orders-1`. An existing mask is matched as a whole, so that the word secret inside it stays.
 */
function wordsPattern(values: readonly string[]): RegExp | undefined {
  const forms = values.filter(({ length }) => length >= minWord).flatMap(formsOf);
  if (forms.length === 0) return undefined;
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length).map(literal);
  return new RegExp(
    String.raw`\[secret\]|(?<![\p{L}\p{N}_]|[\p{L}\p{N}][-.])(?:${longestFirst.join('|')})(?![\p{L}\p{N}_]|[-.][\p{L}\p{N}])`,
    'gu',
  );
}

/** A text escaped for a regular expression. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
