import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { everySecond, type Observation, type Ticker, type WaitEnd, waitFor } from '../../../src/core/waiting/wait.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import {
  abortError,
  configurationFailure,
  inputFailure,
  isAbort,
  permissionFailure,
  platformFailure,
} from '../../../src/platform/errors.ts';
import { drivenClock } from '../../support/driven-clock.ts';

interface Waited {
  end: WaitEnd<number>;
  /** Times of the progress reports, ms since the start. */
  reports: number[];
  /** What they said. */
  states: string[];
  reads: number;
}

/** Waits for something that is complete after `completeAfterMs`; its value counts the reads. */
async function wait(options: {
  completeAfterMs: number;
  timeoutMs: number;
  begunMsAgo?: number;
  failure?: string;
  onRead?: (read: number) => void;
  signal?: AbortSignal;
}): Promise<Waited> {
  const clock = drivenClock();
  const start = clock.now();
  const reports: number[] = [];
  const states: string[] = [];
  let reads = 0;
  const end = await waitFor<number>({
    async observe(): Promise<Observation<number>> {
      reads++;
      options.onRead?.(reads);
      const isComplete = clock.now() - start >= options.completeAfterMs;
      return {
        value: reads,
        state: isComplete ? 'RUNNING' : 'STARTING',
        isComplete,
        failure: isComplete ? options.failure : undefined,
      };
    },
    clock,
    signal: options.signal ?? new AbortController().signal,
    startedAt: options.begunMsAgo === undefined ? undefined : start - options.begunMsAgo,
    timeoutMs: options.timeoutMs,
    progress(state, elapsedMs) {
      reports.push(elapsedMs);
      states.push(state);
    },
  });
  return { end, reports, states, reads };
}

const outage = platformFailure({ what: 'It cannot be read.', next: 'Try again.' });

describe('waiting for work on the platform', () => {
  it('ends when it is complete or the time is over, whichever comes first, and never later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(120_000), fc.nat(90_000), async (completeAfterMs, timeoutMs) => {
        const { end } = await wait({ completeAfterMs, timeoutMs });
        expect(end.elapsedMs).toBeLessThanOrEqual(timeoutMs);
        expect(end.end).toBe(completeAfterMs <= timeoutMs ? 'complete' : 'timeout');
        if (end.end === 'timeout') expect(end.elapsedMs).toBe(timeoutMs);
        // Seen soon after it happened.
        if (end.end === 'complete') expect(end.elapsedMs).toBeLessThanOrEqual(completeAfterMs + 5_000);
      }),
    );
  });

  it('reports progress after every read, at most 5 s apart: hosts give up on a silent call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300_000), async (timeoutMs) => {
        const { reports, reads } = await wait({ completeAfterMs: Number.POSITIVE_INFINITY, timeoutMs });
        expect(reports).toHaveLength(reads);
        for (const [index, at] of reports.entries()) expect(at - (reports[index - 1] ?? 0)).toBeLessThanOrEqual(5_000);
      }),
    );
  });

  it('pauses longer after each read, from half a second up to 5 s: what takes minutes is not read every second', async () => {
    const { reports } = await wait({ completeAfterMs: Number.POSITIVE_INFINITY, timeoutMs: 30_000 });
    const growing = [0, 500, 1_250, 2_375, 4_062, 6_593, 10_390];
    expect(reports).toEqual([...growing, 15_390, 20_390, 25_390, 30_000]);
  });

  it('reads once when it is complete already, and once when there is no time', async () => {
    expect(await wait({ completeAfterMs: 0, timeoutMs: 60_000 })).toMatchObject({ reads: 1, end: { end: 'complete' } });
    expect(await wait({ completeAfterMs: 1, timeoutMs: 0 })).toMatchObject({ reads: 1, end: { end: 'timeout' } });
  });

  it('gives the last thing seen, and why it failed', async () => {
    const { end, reads } = await wait({ completeAfterMs: 2_000, timeoutMs: 60_000, failure: 'no capacity' });
    expect(end).toMatchObject({ observation: { value: reads, state: 'RUNNING', failure: 'no capacity' } });
  });

  it('reads again while the platform fails, says so, and sees later what happened meanwhile', async () => {
    const { end, states } = await wait({
      completeAfterMs: 20_000,
      timeoutMs: 90_000,
      onRead(read) {
        if (read >= 3 && read <= 6) throw outage;
      },
    });
    expect(end).toMatchObject({ end: 'complete', observation: { state: 'RUNNING' } });
    const silent = 'the platform is not answering at the moment (last seen: STARTING)';
    expect(states.slice(0, 7)).toEqual(['STARTING', 'STARTING', silent, silent, silent, silent, 'STARTING']);
  });

  it('says at the limit that the platform still fails, and what was seen last', async () => {
    const { end, reads } = await wait({
      completeAfterMs: 60_000,
      timeoutMs: 30_000,
      onRead(read) {
        if (read >= 3) throw outage;
      },
    });
    expect(end).toMatchObject({ end: 'unreadable', reason: outage, observation: { value: 2 }, elapsedMs: 30_000 });
    expect(reads).toBeGreaterThan(5);
  });

  it('has seen nothing when every read fails', async () => {
    const { end, states } = await wait({
      completeAfterMs: 1,
      timeoutMs: 3_000,
      onRead() {
        throw outage;
      },
    });
    expect(end).toMatchObject({ end: 'unreadable', observation: undefined, elapsedMs: 3_000 });
    expect(states[0]).toBe('the platform is not answering at the moment');
  });

  it.each([
    permissionFailure({ what: 'Not allowed.', next: 'Ask.' }),
    inputFailure({ what: 'Not there.', next: 'List.', http: { method: 'GET', path: '/x', status: 404 } }),
    configurationFailure({ what: 'Not signed in.', next: 'Set it.' }),
  ])('ends at once for a failure that stays: $message', async (reason) => {
    const { end, reads } = await wait({
      completeAfterMs: 60_000,
      timeoutMs: 90_000,
      onRead(read) {
        if (read === 3) throw reason;
      },
    });
    expect(end).toMatchObject({ end: 'unreadable', reason, observation: { value: 2, state: 'STARTING' } });
    expect(reads).toBe(3);
  });

  it('counts from the beginning of the call: the time before the first read is part of its limit', async () => {
    const { end, reports } = await wait({ completeAfterMs: 60_000, timeoutMs: 45_000, begunMsAgo: 20_000 });
    expect(reports[0]).toBe(20_000);
    expect(end).toMatchObject({ end: 'timeout', elapsedMs: 45_000 });
  });

  it('reads once although the limit is over before the first read', async () => {
    const { end, reads } = await wait({ completeAfterMs: 0, timeoutMs: 5_000, begunMsAgo: 20_000 });
    expect({ end, reads }).toMatchObject({ end: { end: 'complete', elapsedMs: 20_000 }, reads: 1 });
  });

  it('ends with an AbortError when the caller cancels', async () => {
    const controller = new AbortController();
    const onRead = (count: number): void => {
      if (count === 2) controller.abort();
    };
    await expect(
      wait({ completeAfterMs: 60_000, timeoutMs: 90_000, onRead, signal: controller.signal }),
    ).rejects.toSatisfy(isAbort);
  });

  it('does not hide an error that is no failure of the platform', async () => {
    const onRead = (): void => {
      throw new TypeError('a bug');
    };
    await expect(wait({ completeAfterMs: 1, timeoutMs: 1, onRead })).rejects.toThrow('a bug');
  });
});

/** A wait whose reads return only when the test says so, on a clock that moves only when the test moves it. */
function hangingWait(timeoutMs: number) {
  let now = 0;
  let tick: () => void = () => undefined;
  const controller = new AbortController();
  const reports: [state: string, elapsedMs: number][] = [];
  const reads: ((seen: Observation<number> | Error) => void)[] = [];
  const ticking = { count: 0 };
  const ticker: Ticker = (call) => {
    ticking.count++;
    tick = call;
    return { stop: () => ticking.count-- };
  };
  const end = waitFor<number>({
    observe: () =>
      new Promise((resolve, reject) => reads.push((seen) => (seen instanceof Error ? reject(seen) : resolve(seen)))),
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    signal: controller.signal,
    timeoutMs,
    progress: (state, elapsedMs) => reports.push([state, elapsedMs]),
    ticker,
  });
  const seconds = (count: number): void => {
    for (let second = 0; second < count; second++) {
      now += 1_000;
      tick();
    }
  };
  return { end, reports, reads, ticking, seconds, signal: controller.signal, cancel: () => controller.abort() };
}

const starting: Observation<number> = { value: 1, state: 'STARTING', isComplete: false };

describe('a wait for which there is no more time', () => {
  /** A clock on which sleeping ends with its signal only. */
  const still: Clock = {
    now: () => 0,
    sleep: (_ms, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(abortError()), { once: true })),
  };

  /** A wait with that clock, when it has begun to sleep. */
  async function sleeping() {
    const [cancel, ending] = [new AbortController(), new AbortController()];
    let reads = 0;
    const observe = async () => ({ ...starting, value: ++reads });
    let reported = (): void => undefined;
    const slept = new Promise<void>((resolve) => {
      reported = resolve;
    });
    const signals = { signal: cancel.signal, ending: ending.signal };
    const end = waitFor({ observe, clock: still, ...signals, timeoutMs: 60_000, progress: () => reported() });
    await slept;
    return { end, cancel, ending };
  }

  it('ends with a last observation', async () => {
    const { end, ending } = await sleeping();
    ending.abort();
    expect(await end).toMatchObject({ end: 'timeout', observation: { value: 2, state: 'STARTING' } });
  });

  it('observes once when there never was any', async () => {
    const signals = { signal: new AbortController().signal, ending: AbortSignal.abort() };
    const observe = async () => starting;
    const end = waitFor({ observe, clock: still, ...signals, timeoutMs: 60_000, progress: () => undefined });
    expect(await end).toMatchObject({ end: 'timeout', observation: { value: 1 } });
  });

  it('does not hide that a clock is broken', async () => {
    const broken: Clock = { now: () => 0, sleep: () => Promise.reject(new TypeError('a bug')) };
    const { signal } = new AbortController();
    const observe = async () => starting;
    const end = waitFor({ observe, clock: broken, signal, timeoutMs: 60_000, progress: () => undefined });
    await expect(end).rejects.toThrow('a bug');
  });

  it('is still cancelled by its caller', async () => {
    const { end, cancel, ending } = await sleeping();
    cancel.abort();
    ending.abort();
    await expect(end).rejects.toSatisfy(isAbort);
  });
});

describe('a read that takes long', () => {
  it('counts when it returns', async () => {
    const { end, reports, reads, seconds, ticking, signal } = hangingWait(300_000);
    seconds(12);
    reads[0]?.(starting);
    await expect.poll(() => reads).toHaveLength(2);
    seconds(40);
    reads[1]?.({ value: 2, state: 'RUNNING', isComplete: true });
    expect(await end).toMatchObject({ end: 'complete', observation: { value: 2 } });
    expect(reports).toEqual([
      ['STARTING', 12_000],
      ['RUNNING', 52_500],
    ]);
    expect(ticking.count).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('may take five seconds longer than the limit, and no tick more', async () => {
    const { end, reports, seconds } = hangingWait(20_000);
    let ended = false;
    const watching = end.then(() => (ended = true));
    seconds(24);
    await new Promise(setImmediate);
    expect(ended).toBe(false);
    seconds(1);
    await watching;
    expect(await end).toMatchObject({ end: 'unreadable', elapsedMs: 25_000 });
    expect(reports).toEqual([]);
  });

  it('after the limit may take five seconds, too', async () => {
    const { end, reads, seconds } = hangingWait(20_000);
    seconds(23);
    reads[0]?.(starting);
    expect(await end).toMatchObject({ end: 'timeout', observation: { value: 1 }, elapsedMs: 23_000 });
  });

  it('after one that failed is reported as that failure', async () => {
    const { end, reads, seconds } = hangingWait(20_000);
    reads[0]?.(outage);
    await expect.poll(() => reads).toHaveLength(2);
    seconds(60);
    expect(await end).toMatchObject({ end: 'unreadable', reason: outage, observation: undefined });
  });

  it('does not hold up the cancellation, and its outcome is ignored', async () => {
    const { end, reads, cancel, ticking } = hangingWait(300_000);
    cancel();
    await expect(end).rejects.toSatisfy(isAbort);
    expect(ticking.count).toBe(0);
    reads[0]?.(new Error('too late'));
  });

  it('does not hold up the limit: what was seen last counts', async () => {
    const { end, reads, seconds, ticking } = hangingWait(20_000);
    reads[0]?.(starting);
    await expect.poll(() => reads).toHaveLength(2);
    seconds(60);
    expect(await end).toMatchObject({ end: 'timeout', observation: { value: 1 }, elapsedMs: expect.any(Number) });
    expect(ticking.count).toBe(0);
  });

  it('is reported as unreadable when there was no answer at all', async () => {
    const { end, seconds } = hangingWait(20_000);
    seconds(30);
    const reason = { kind: 'platform', retryable: true, message: expect.stringContaining('within the time limit') };
    expect(await end).toMatchObject({ end: 'unreadable', observation: undefined, reason });
  });

  it('is not begun when the call is cancelled already', async () => {
    const onRead = (): void => {
      throw new Error('read');
    };
    await expect(wait({ completeAfterMs: 1, timeoutMs: 1, onRead, signal: AbortSignal.abort() })).rejects.toSatisfy(
      isAbort,
    );
  });
});

describe('the ticker of the machine', () => {
  it('calls every second until it is stopped', () => {
    vi.useFakeTimers();
    try {
      let calls = 0;
      const ticking = everySecond(() => calls++);
      vi.advanceTimersByTime(999);
      expect(calls).toBe(0);
      vi.advanceTimersByTime(2_001);
      expect(calls).toBe(3);
      ticking.stop();
      vi.advanceTimersByTime(5_000);
      expect(calls).toBe(3);
    } finally {
      vi.useRealTimers();
    }
  });
});
