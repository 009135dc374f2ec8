import { Failure } from '../errors.ts';
import { isDistinctive } from './distinctive.ts';
import { KnownSecrets } from './known-secrets.ts';
import { mapStrings, type SecretKeeper } from './secrets.ts';

/** Shorter words occur everywhere in our own sentences; they are masked by their position only. */
const minWord = 4;

/**
 * The secrets that one call was given. Nothing that this call shows has them: distinctive ones are masked inside of
 * longer texts, all others as whole words. The session's keeper is told of them only once the call has been accepted: the secrets of a rejected call are forgotten.
 */
export class GivenSecrets implements SecretKeeper {
  readonly #session: SecretKeeper;
  readonly #values = new Set<string>();
  readonly #known = new KnownSecrets();
  #isAccepted = false;

  constructor(session: SecretKeeper) {
    this.#session = session;
  }

  addGiven(value: string | undefined): void {
    if (value === undefined) return;
    if (this.#isAccepted) this.#session.addGiven(value);
    this.#values.add(value);
    if (isDistinctive(value)) this.#known.add(value, true);
    else if (value.length >= minWord) this.#known.add(value, false);
  }

  /** The values were checked: the session hears of those so far and of every later one. */
  accept(): void {
    this.#isAccepted = true;
    for (const value of this.#values) this.#session.addGiven(value);
  }

  /** Texts in `revealed` stay: they are what the caller asked for. */
  redact(text: string, revealed: readonly string[] = []): string {
    const [first, ...others] = revealed.filter((one) => one !== '');
    if (first !== undefined) {
      return text
        .split(first)
        .map((part) => this.redact(part, others))
        .join(first);
    }
    return this.#known.masked(text);
  }

  /** `redact` for every string inside a value; the very same value for a call that was given no secret. */
  redactAll<T>(value: T, revealed: readonly string[] = []): T {
    return this.#values.size === 0 ? value : mapStrings(value, (text) => this.redact(text, revealed));
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
      const { message, why, next, http, choice, unknown } = error;
      return error.with(this.redactAll({ what: message, why, next, http, choice, unknown }));
    }
    // A bug of ours: the log gets its message and stack.
    if (error instanceof Error) {
      error.message = this.redact(error.message);
      if (error.stack !== undefined) error.stack = this.redact(error.stack);
    }
    return error;
  }
}
