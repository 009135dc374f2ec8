import { abortError } from '../../platform/errors.ts';

/**
 * Lets the same write of several calls go out one after the other: each plans only once the one before it is sent. A client
 * that repeats a creation at once would otherwise have two things made, because neither plan sees the other's.
 */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Waits until it is the turn of a call of this key.
   * @returns ends the turn; further calls of it do nothing
   * @throws AbortError as soon as the signal aborts
   */
  async take(key: string, signal: AbortSignal): Promise<() => void> {
    const before = this.#last.get(key);
    let end: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (end = resolve));
    const whole = before === undefined ? mine : before.then(() => mine);
    this.#last.set(key, whole);
    // Stryker disable next-line BlockStatement: only memory is saved.
    void whole.then(() => {
      // Stryker disable next-line ConditionalExpression: as above.
      if (this.#last.get(key) === whole) this.#last.delete(key);
    });
    try {
      await unlessAborted(before, signal);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }
}

async function unlessAborted(work: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => (stop = () => reject(abortError())));
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
