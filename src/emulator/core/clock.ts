/** How the emulated platform's time passes, see {@link createClock}. */
export type ClockMode = 'wall' | 'instant' | 'driven';

/** The emulated platform's time. There are no timers: states are computed from this clock when they are read. */
export interface Clock {
  /** The platform's current time in epoch milliseconds. */
  now(): number;
  /** Advances a driven clock. @throws Error on the other kinds, RangeError for a negative number */
  advance(ms: number): void;
  /** The time, in epoch milliseconds, at which a step that starts now and takes `ms` is finished. */
  after(ms: number): number;
  /** Called once at the start of every request. */
  beginRequest(): void;
}

/** A driven clock starts here, so that tests see the same times on every run. */
const drivenStart = Date.UTC(2026, 0, 15, 9, 0, 0);

/**
 * - `wall`: real time.
 * - `driven`: stands still until `advance` is called.
 * - `instant`: real time, but it moves at least one millisecond between two requests and every step takes exactly one.
 *   So the answer that starts a step still shows it under way, and the next request always finds it finished.
 */
export function createClock(mode: ClockMode): Clock {
  if (mode === 'wall') {
    return { now: () => Date.now(), advance: refuseAdvance, after: (ms) => Date.now() + ms, beginRequest: () => {} };
  }
  if (mode === 'driven') {
    let time = drivenStart;
    return {
      now: () => time,
      advance: (ms) => {
        if (!(ms >= 0)) throw new RangeError('advance(ms): expected zero or a positive number of milliseconds');
        time += ms;
      },
      after: (ms) => time + ms,
      beginRequest: () => {},
    };
  }
  let time = Date.now();
  return {
    now: () => time,
    advance: refuseAdvance,
    after: () => time + 1,
    beginRequest: () => {
      time = Math.max(Date.now(), time + 1);
    },
  };
}

function refuseAdvance(): never {
  throw new Error("advance(ms) requires clock: 'driven'");
}
