/** Refusals kept at once. */
const maxKept = 1_000;

/** A question that somebody was asked in a session, by its digest. */
export interface AskedQuestion {
  session: string;
  /** See `questionDigest`. */
  question: string;
}

/**
 * The questions that a person has said no to in a client. What counts is what they have read, not the call: the same
 * deletion by its id, or with one more argument, reads the same and is not asked about again.
 */
export class Refusals {
  readonly #lifetimeMs: number;
  readonly #now: () => number;
  readonly #maxKept: number;
  /** When they were given, ms since 1970; the oldest first. */
  readonly #given = new Map<string, number>();

  /** @param options.lifetimeMs how long a no is remembered, ms */
  constructor(options: { lifetimeMs: number; now: () => number; maxKept?: number }) {
    this.#lifetimeMs = options.lifetimeMs;
    this.#now = options.now;
    this.#maxKept = options.maxKept ?? maxKept;
  }

  /** Remembers a no; the first one counts. */
  remember(asked: AskedQuestion): void {
    if (this.at(asked) !== undefined) return;
    // Anew, so that it stands behind those that are older.
    this.#given.delete(keyOf(asked));
    this.#given.set(keyOf(asked), this.#now());
    for (const [oldest] of this.#given) {
      if (this.#given.size <= this.#maxKept) break;
      this.#given.delete(oldest);
    }
  }

  /** When they said no, ms since 1970; undefined if they did not, or it is forgotten. */
  at(asked: AskedQuestion): number | undefined {
    const at = this.#given.get(keyOf(asked)) ?? Number.NEGATIVE_INFINITY;
    return at + this.#lifetimeMs > this.#now() ? at : undefined;
  }
}

function keyOf({ session, question }: AskedQuestion): string {
  return JSON.stringify([session, question]);
}
