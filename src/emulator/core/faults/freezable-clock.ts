import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../clock.ts';

/** A clock that single requests can see standing still. */
export interface FreezableClock extends Clock {
  /** The real time of the platform, also within a request that sees it standing still. */
  unfrozenNow(): number;
  /** Runs something that sees the time stand still at `moment`. */
  runFrozenAt<Result>(moment: number, run: () => Result): Result;
}

/**
 * What starts under the freeze ends after it: a step takes its time from `moment` on, which the clock has left behind
 * as soon as the freeze is over.
 */
export function freezable(clock: Clock): FreezableClock {
  const moments = new AsyncLocalStorage<number>();
  let everFrozen = false;
  const momentOf = (): number | undefined => (everFrozen ? moments.getStore() : undefined);
  return {
    now: () => momentOf() ?? clock.now(),
    advance: (ms) => clock.advance(ms),
    after(ms) {
      const moment = momentOf();
      // At least one millisecond, so that a step that starts under the freeze is never finished under it.
      return moment === undefined ? clock.after(ms) : moment + Math.max(1, clock.after(ms) - clock.now());
    },
    beginRequest: () => clock.beginRequest(),
    unfrozenNow: () => clock.now(),
    runFrozenAt(moment, run) {
      everFrozen = true;
      return moments.run(moment, run);
    },
  };
}
