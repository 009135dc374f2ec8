import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbort, platformFailure } from '../../src/anypoint/errors.ts';
import { type Observation, type WaitEnd, waitFor } from '../../src/domain/wait.ts';
import { drivenClock } from '../support/harness.ts';

interface Waited {
  end: WaitEnd<number>;
  /** Times of the progress reports, ms since the start. */
  reports: number[];
  looks: number;
}

/** Waits for something that settles after `settlesAfterMs`; its value is the number of the look. */
async function wait(options: {
  settlesAfterMs: number;
  timeoutMs: number;
  failure?: string;
  look?: (look: number) => void;
  signal?: AbortSignal;
}): Promise<Waited> {
  const clock = drivenClock();
  const start = clock.now();
  const reports: number[] = [];
  let looks = 0;
  const end = await waitFor<number>({
    async observe(): Promise<Observation<number>> {
      looks++;
      options.look?.(looks);
      const settled = clock.now() - start >= options.settlesAfterMs;
      return {
        value: looks,
        state: settled ? 'RUNNING' : 'STARTING',
        settled,
        failure: settled ? options.failure : undefined,
      };
    },
    clock,
    signal: options.signal ?? new AbortController().signal,
    timeoutMs: options.timeoutMs,
    progress: (_state, elapsedMs) => reports.push(elapsedMs),
  });
  return { end, reports, looks };
}

const unreadable = platformFailure({ what: 'It cannot be read.', next: 'Try again.' });

describe('waiting for work on the platform', () => {
  it('ends when it is settled or the time is over, whichever comes first, and never later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(120_000), fc.nat(90_000), async (settlesAfterMs, timeoutMs) => {
        const { end } = await wait({ settlesAfterMs, timeoutMs });
        expect(end.elapsedMs).toBeLessThanOrEqual(timeoutMs);
        expect(end.end).toBe(settlesAfterMs <= timeoutMs ? 'settled' : 'timeout');
        if (end.end === 'timeout') expect(end.elapsedMs).toBe(timeoutMs);
        // Seen soon after it happened.
        if (end.end === 'settled') expect(end.elapsedMs).toBeLessThanOrEqual(settlesAfterMs + 5_000);
      }),
    );
  });

  it('reports progress after every look, at most 5 s apart: hosts take silence for death', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300_000), async (timeoutMs) => {
        const { reports, looks } = await wait({ settlesAfterMs: Number.POSITIVE_INFINITY, timeoutMs });
        expect(reports).toHaveLength(looks);
        for (const [index, at] of reports.entries()) expect(at - (reports[index - 1] ?? 0)).toBeLessThanOrEqual(5_000);
      }),
    );
  });

  it('looks once when it is settled already, and once when there is no time', async () => {
    expect(await wait({ settlesAfterMs: 0, timeoutMs: 60_000 })).toMatchObject({ looks: 1, end: { end: 'settled' } });
    expect(await wait({ settlesAfterMs: 1, timeoutMs: 0 })).toMatchObject({ looks: 1, end: { end: 'timeout' } });
  });

  it('gives the last thing seen, and why it settled badly', async () => {
    const { end, looks } = await wait({ settlesAfterMs: 2_000, timeoutMs: 60_000, failure: 'no capacity' });
    expect(end).toMatchObject({ observation: { value: looks, state: 'RUNNING', failure: 'no capacity' } });
  });

  it('says what was seen last when the state cannot be read any more: the work itself goes on', async () => {
    const { end } = await wait({
      settlesAfterMs: 60_000,
      timeoutMs: 90_000,
      look(look) {
        if (look === 3) throw unreadable;
      },
    });
    expect(end).toMatchObject({ end: 'unreadable', reason: unreadable, observation: { value: 2, state: 'STARTING' } });
  });

  it('has seen nothing when even the first look fails', async () => {
    const { end } = await wait({
      settlesAfterMs: 1,
      timeoutMs: 1,
      look() {
        throw unreadable;
      },
    });
    expect(end).toMatchObject({ end: 'unreadable', observation: undefined, elapsedMs: 0 });
  });

  it('ends with an AbortError when the caller cancels', async () => {
    const controller = new AbortController();
    const look = (count: number): void => {
      if (count === 2) controller.abort();
    };
    await expect(
      wait({ settlesAfterMs: 60_000, timeoutMs: 90_000, look, signal: controller.signal }),
    ).rejects.toSatisfy(isAbort);
  });

  it('does not hide an error that is no failure of the platform', async () => {
    const look = (): void => {
      throw new TypeError('a bug');
    };
    await expect(wait({ settlesAfterMs: 1, timeoutMs: 1, look })).rejects.toThrow('a bug');
  });
});
