import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../clock.ts';

/** A clock that individual requests can see as stopped. */
export interface FreezableClock extends Clock {
  /** The platform's time in epoch ms, even within a request that sees a stopped clock. */
  unfrozenNow(): number;
  /** Runs a function that sees the clock stopped at `moment`, in epoch ms. */
  runFrozenAt<Result>(moment: number, run: () => Result): Result;
}

/**
 * When the request that is running sees its clock stopped. One for all clocks: a storage that was used once costs every
 * promise of the process some time for good, and tests start thousands of emulators.
 */
const moments = new AsyncLocalStorage<{ clock: Clock; moment: number }>();

/**
 * A step that starts during a freeze ends after it: its duration counts from `moment`, and the real clock is already
 * past that when the freeze ends.
 */
export function freezable(clock: Clock): FreezableClock {
  let everFrozen = false;
  const momentOf = (): number | undefined => {
    const frozen = everFrozen ? moments.getStore() : undefined;
    return frozen?.clock === clock ? frozen.moment : undefined;
  };
  return {
    now: () => momentOf() ?? clock.now(),
    advance: (ms) => clock.advance(ms),
    after(ms) {
      const moment = momentOf();
      // At least one millisecond, so that a step that starts during the freeze never finishes during it.
      return moment === undefined ? clock.after(ms) : moment + Math.max(1, clock.after(ms) - clock.now());
    },
    beginRequest: () => clock.beginRequest(),
    unfrozenNow: () => clock.now(),
    runFrozenAt(moment, run) {
      everFrozen = true;
      return moments.run({ clock, moment }, run);
    },
  };
}
