import type { Clock } from '../../src/platform/clock.ts';
import { abortError } from '../../src/platform/errors.ts';

/**
 * The clock of those who watch resources: it stands still, and everybody who sleeps is woken by the test. What they do
 * then goes over a real connection, so that the test waits until they sleep again.
 */
export class LookClock implements Clock {
  readonly #sleepers = new Set<() => void>();
  readonly #waiting = new Set<() => void>();

  now(): number {
    return 0;
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      this.#sleepers.add(resolve);
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(resolve);
        reject(abortError());
        this.#tell();
      });
      this.#tell();
    });
  }

  /** How many sleep. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Waits until so many sleep. */
  asleep(count: number): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.sleepers !== count) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  #tell(): void {
    for (const check of this.#waiting) check();
  }

  /** Wakes all, who are so many, and waits until they have looked and sleep again; so often. */
  async looks(count: number, times = 3): Promise<void> {
    for (let time = 0; time < times; time++) {
      await this.asleep(count);
      const sleepers = [...this.#sleepers];
      this.#sleepers.clear();
      for (const wake of sleepers) wake();
      await this.asleep(count);
    }
  }
}
