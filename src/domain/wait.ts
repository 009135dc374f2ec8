import type { Clock } from '../anypoint/clock.ts';
import { Failure } from '../anypoint/errors.ts';

/** What was seen when looking at something that takes its time. */
export interface Observation<T> {
  value: T;
  /** The state in the platform's words. */
  state: string;
  /** Nothing more will change by itself. */
  settled: boolean;
  /** It settled badly: why, as far as the platform told. */
  failure?: string | undefined;
}

/** How a wait ended. `unreadable` holds the reason when the state could not be read any more. */
export type WaitEnd<T> =
  | { end: 'settled' | 'timeout'; observation: Observation<T>; elapsedMs: number }
  | { end: 'unreadable'; observation: Observation<T> | undefined; reason: Failure; elapsedMs: number };

export interface WaitOptions<T> {
  observe: () => Promise<Observation<T>>;
  clock: Clock;
  signal: AbortSignal;
  timeoutMs: number;
  /** Called after every look; looks are at most `longestPauseMs` apart, so this is the heartbeat. */
  progress: (state: string, elapsedMs: number) => void;
}

const firstPauseMs = 500;
/** Hosts take silence for death; this is well below the ten seconds they are promised. */
const longestPauseMs = 5_000;

/**
 * Looks until it is settled, the time is over, or the caller cancels. Failing to read the state is not an error of the
 * work being waited for, which goes on: it is reported as such.
 * @throws AbortError when cancelled
 */
export async function waitFor<T>(options: WaitOptions<T>): Promise<WaitEnd<T>> {
  const { clock, signal, timeoutMs } = options;
  const start = clock.now();
  let pause = firstPauseMs;
  let observation: Observation<T> | undefined;
  for (;;) {
    try {
      observation = await options.observe();
    } catch (reason) {
      if (!(reason instanceof Failure)) throw reason;
      return { end: 'unreadable', observation, reason, elapsedMs: clock.now() - start };
    }
    const elapsedMs = clock.now() - start;
    options.progress(observation.state, elapsedMs);
    if (observation.settled) return { end: 'settled', observation, elapsedMs };
    if (elapsedMs >= timeoutMs) return { end: 'timeout', observation, elapsedMs };
    await clock.sleep(Math.min(pause, timeoutMs - elapsedMs), signal);
    pause = Math.min(pause * 1.5, longestPauseMs);
  }
}
