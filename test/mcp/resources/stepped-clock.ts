import type { Clock } from '../../../src/platform/clock.ts';
import { abortError } from '../../../src/platform/errors.ts';

/** A clock that stands still until the test moves it, and knows who sleeps. */
export class SteppedClock implements Clock {
  readonly #sleepers = new Set<{ until: number; wake: () => void }>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        if (this.#sleepers.delete(sleeper)) reject(abortError());
      });
    });
  }

  /** Timers that are set. */
  get timers(): number {
    return this.#sleepers.size;
  }

  /** Moves on, from one due sleeper to the next, each of which gets to do its work before the next one wakes. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
      if (due === undefined) break;
      this.#now = due.until;
      this.#sleepers.delete(due);
      due.wake();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets everything that can go on without time passing do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
