import type { Advice } from '../../platform/advice.ts';
import type { Clock } from '../../platform/clock.ts';
import { abortError, Failure, isAbort, platformFailure } from '../../platform/errors.ts';
import type { Sentence } from '../../platform/text.ts';

/** One observation of something that takes time. */
export interface Observation<T, Words = Advice> {
  value: T;
  /** The state in the platform's words, quoted unless they are one. */
  state: Sentence;
  /** Nothing more will change by itself. */
  isComplete: boolean;
  /** It completed badly: why, as far as the platform said. */
  failure?: Words | undefined;
}

/** How a wait ended. `unreadable` holds the reason when the state could not be read any more. */
export type WaitEnd<T, Words = Advice> =
  | { end: 'complete' | 'timeout'; observation: Observation<T, Words>; elapsedMs: number }
  | { end: 'unreadable'; observation: Observation<T, Words> | undefined; reason: Failure; elapsedMs: number };

/** Calls again and again until it is stopped. */
export type Ticker = (call: () => void) => { stop(): void };

export interface WaitOptions<T, Words = Advice> {
  observe: () => Promise<Observation<T, Words>>;
  clock: Clock;
  signal: AbortSignal;
  /** When the waiting call began, on the clock; its limit and the reported time count from then. Default: now. */
  startedAt?: number | undefined;
  timeoutMs: number;
  /** Aborts when there is no more time to wait: the wait then ends with a last observation, as at its limit. */
  ending?: AbortSignal | undefined;
  /** Called after every observation. */
  progress: (state: Sentence, elapsedMs: number) => void;
  /** Wakes the wait up while an observation takes long; tests drive their own. */
  ticker?: Ticker | undefined;
}

const firstPauseMs = 500;
const maxPauseMs = 5_000;
/** An observation that began before the limit may take this much longer: a late answer is better than none. */
const lastObservationMs = 5_000;

/** The machine's timer. */
export const everySecond: Ticker = (call) => {
  const timer = setInterval(call, 1_000);
  return { stop: () => clearInterval(timer) };
};

/**
 * Waits for everything that takes long: observes until it is complete, the time is over, or the caller cancels; an observation that does not return delays none of these. A failure to read the state is not a failure of the work, which continues. While the platform fails, it is observed again until the limit; a permanent failure (forbidden, not found) ends the wait at once.
 * @throws AbortError when cancelled, at once
 */
export async function waitFor<T, Words = Advice>(options: WaitOptions<T, Words>): Promise<WaitEnd<T, Words>> {
  const { clock, ending, timeoutMs, startedAt = clock.now() } = options;
  const elapsed = (): number => clock.now() - startedAt;
  let pause = firstPauseMs;
  let observation: Observation<T, Words> | undefined;
  /** Why the last observation failed. */
  let trouble: Failure | undefined;

  for (;;) {
    const giveUpAt = Math.max(timeoutMs, elapsed()) + lastObservationMs;
    const look = await watched(options, () => elapsed() >= giveUpAt);
    const elapsedMs = elapsed();
    if (look instanceof Failure) trouble = look;
    else if (look !== 'overdue') [observation, trouble] = [look, undefined];
    const isLate = elapsedMs >= timeoutMs || ending?.aborted;
    const isOver = isLate || (trouble !== undefined && !passes(trouble));
    if (observation === undefined || trouble !== undefined) {
      if (isOver) return { end: 'unreadable', observation, reason: trouble ?? noAnswer, elapsedMs };
      options.progress(silenceText(observation), elapsedMs);
    } else {
      options.progress(observation.state, elapsedMs);
      if (observation.isComplete) return { end: 'complete', observation, elapsedMs };
      if (isOver) return { end: 'timeout', observation, elapsedMs };
    }
    await rest(Math.min(pause, timeoutMs - elapsedMs), options);
    pause = Math.min(pause * 1.5, maxPauseMs);
  }
}

/** Pauses between two observations; shorter when there is no more time, or when cancelled, which the next one finds. */
async function rest(ms: number, { clock, signal, ending }: Pick<WaitOptions<unknown>, 'clock' | 'signal' | 'ending'>) {
  try {
    await clock.sleep(ms, ending === undefined ? signal : AbortSignal.any([signal, ending]));
  } catch (error) {
    if (!isAbort(error)) throw error;
  }
}

/** Whether the failure may pass by itself. */
function passes({ kind }: Failure): boolean {
  return kind === 'platform';
}

function silenceText(seen: { state: string } | undefined): string {
  return `the platform is not answering at the moment${seen === undefined ? '' : ` (last seen: ${seen.state})`}`;
}

const noAnswer = platformFailure({
  what: 'The platform did not return the state within the time limit.',
  next: 'Read the state later.',
  retryable: true,
});

/**
 * One observation, abandoned as soon as the caller cancels or a tick finds it overdue; or why it failed.
 * @throws AbortError when cancelled
 */
async function watched<T, Words>(
  { observe, signal, ticker = everySecond }: WaitOptions<T, Words>,
  isOverdue: () => boolean,
): Promise<Observation<T, Words> | Failure | 'overdue'> {
  if (signal.aborted) throw abortError();
  const cleanUps: (() => void)[] = [];
  try {
    return await new Promise<Observation<T, Words> | 'overdue'>((resolve, reject) => {
      const onAbort = () => reject(abortError());
      signal.addEventListener('abort', onAbort);
      const ticks = ticker(() => {
        if (isOverdue()) resolve('overdue');
      });
      cleanUps.push(
        () => signal.removeEventListener('abort', onAbort),
        () => ticks.stop(),
      );
      // The result of an abandoned observation is ignored.
      observe().then(resolve, reject);
    });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  } finally {
    for (const cleanUp of cleanUps) cleanUp();
  }
}
