import type { Clock } from '../anypoint/clock.ts';
import { abortError, Failure, platformFailure } from '../anypoint/errors.ts';

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

/** Calls again and again until it is stopped. */
export type Ticker = (call: () => void) => { stop(): void };

export interface WaitOptions<T> {
  observe: () => Promise<Observation<T>>;
  clock: Clock;
  signal: AbortSignal;
  timeoutMs: number;
  /** Called after every look, and while a look takes long: at most `heartbeatMs` apart, and a tick. */
  progress: (state: string, elapsedMs: number) => void;
  /** Wakes the wait up while a look takes long; the machine's timer unless a test drives it. */
  ticker?: Ticker;
}

const firstPauseMs = 500;
/** Hosts take silence for death; with the ticks this is well below the ten seconds they are promised. */
const heartbeatMs = 5_000;
/** A look that was begun before the limit may take this much longer; an answer that late is worth more than none. */
const lastLookMs = 5_000;

const everySecond: Ticker = (call) => {
  const timer = setInterval(call, 1_000);
  return { stop: () => clearInterval(timer) };
};

/**
 * Looks until it is settled, the time is over, or the caller cancels; a look that does not come back holds up none of
 * these, nor the heartbeat. Failing to read the state is not an error of the work being waited for, which goes on: it is
 * reported as such.
 * @throws AbortError when cancelled, at once
 */
export async function waitFor<T>(options: WaitOptions<T>): Promise<WaitEnd<T>> {
  const { clock, signal, timeoutMs } = options;
  const start = clock.now();
  const elapsed = (): number => clock.now() - start;
  let pause = firstPauseMs;
  let observation: Observation<T> | undefined;
  let reportedAt = 0;
  const report = (): void => {
    reportedAt = elapsed();
    options.progress(observation?.state ?? 'No state told yet', reportedAt);
  };

  for (;;) {
    let look: Observation<T> | 'overdue';
    try {
      look = await watched(options, () => {
        if (elapsed() - reportedAt >= heartbeatMs) report();
        return elapsed() >= timeoutMs + lastLookMs;
      });
    } catch (reason) {
      if (signal.aborted) throw abortError();
      if (!(reason instanceof Failure)) throw reason;
      return { end: 'unreadable', observation, reason, elapsedMs: elapsed() };
    }
    if (look === 'overdue') {
      return observation === undefined
        ? { end: 'unreadable', observation, reason: noAnswer, elapsedMs: elapsed() }
        : { end: 'timeout', observation, elapsedMs: elapsed() };
    }
    observation = look;
    report();
    const elapsedMs = reportedAt;
    if (observation.settled) return { end: 'settled', observation, elapsedMs };
    if (elapsedMs >= timeoutMs) return { end: 'timeout', observation, elapsedMs };
    await clock.sleep(Math.min(pause, timeoutMs - elapsedMs), signal);
    pause = Math.min(pause * 1.5, heartbeatMs);
  }
}

const noAnswer = platformFailure({
  what: 'The platform has not told the state within the time limit.',
  next: 'Read it later.',
  retryable: true,
});

/** One look, given up as soon as the caller cancels or a tick finds it overdue. @throws AbortError when cancelled */
async function watched<T>(
  { observe, signal, ticker = everySecond }: WaitOptions<T>,
  isOverdue: () => boolean,
): Promise<Observation<T> | 'overdue'> {
  if (signal.aborted) throw abortError();
  let ticks: ReturnType<Ticker> | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise((resolve, reject) => {
      onAbort = () => reject(abortError());
      signal.addEventListener('abort', onAbort, { once: true });
      ticks = ticker(() => {
        if (isOverdue()) resolve('overdue');
      });
      // Nobody hears the end of a look that was given up.
      observe().then(resolve, reject);
    });
  } finally {
    ticks?.stop();
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
