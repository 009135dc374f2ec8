import type { Clock } from '../../src/platform/clock.ts';
import { abortError } from '../../src/platform/errors.ts';

/** A clock on which sleeping takes no time: it moves itself, and the emulator with it when that is driven. */
export function drivenClock(
  advance: (ms: number) => void = () => undefined,
  start = Date.parse('2026-11-23T08:00:00Z'),
): Clock {
  let now = start;
  return {
    // Whole milliseconds, as the clock of the machine tells them; pauses are not.
    now: () => Math.floor(now),
    async sleep(ms, signal) {
      if (signal?.aborted) throw abortError();
      now += ms;
      advance(ms);
      // Gives way, so that an abort from the outside is seen between two looks.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) throw abortError();
    },
  };
}
