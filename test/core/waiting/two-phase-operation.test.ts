import { describe, expect, it } from 'vitest';
import { TwoPhaseOperation } from '../../../src/core/waiting/two-phase-operation.ts';
import type { Observation } from '../../../src/core/waiting/wait.ts';
import { inputFailure, platformFailure } from '../../../src/platform/errors.ts';

const stopping: Observation<string> = { value: 'up', state: 'STOPPING', isComplete: false };
const stopped: Observation<string> = { value: 'down', state: 'STOPPED', isComplete: true };
const running: Observation<string> = { value: 'up', state: 'RUNNING', isComplete: true };

const outage = platformFailure({ what: 'Down.', next: 'Wait.' });
const unanswered = platformFailure({ what: 'Cut.', next: 'Look.', mayHaveHappened: true });
const refused = inputFailure({ what: 'No.', next: 'Change it.' });

/** A restart: each read of the stop returns the next of `shown`, each start ends as the next of `starts` says. */
function restart(shown: Observation<string>[], starts: (Error | 'fine')[] = ['fine']) {
  const did: string[] = [];
  const work = new TwoPhaseOperation<string>(
    {
      async first() {
        did.push('read stop');
        return shown.shift() ?? stopped;
      },
      async begin() {
        did.push('start');
        const end = starts.shift() ?? 'fine';
        if (end !== 'fine') throw end;
      },
      left: (sent) => ({ head: 'Stopped', text: sent ? 'perhaps started' : 'not started' }),
      early: 'started early',
    },
    async () => {
      did.push('read start');
      return running;
    },
  );
  return { work, did };
}

describe('a two-phase operation', () => {
  it('begins its second phase once, as soon as a read finds the first one complete', async () => {
    const { work, did } = restart([stopping, stopped]);
    expect(await work.observe()).toEqual(stopping);
    expect(work.isOpen).toBe(true);
    expect(await work.observe()).toEqual(running);
    expect(work.isOpen).toBe(false);
    expect(await work.observe()).toEqual(running);
    expect(did).toEqual(['read stop', 'read stop', 'start', 'read start', 'read start']);
    expect(work.end()).toBeUndefined();
  });

  it('is not complete when its first phase is, even when that failed', async () => {
    const { work, did } = restart([{ ...stopped, failure: 'crashed' }]);
    expect(await work.observe()).toEqual(running);
    expect(did).toContain('start');
  });

  it('says what is still to do when the call ends before, and begins nothing afterwards', async () => {
    const { work, did } = restart([stopping, stopped]);
    await work.observe();
    expect(work.end()?.text).toBe('not started');
    expect(await work.observe()).toEqual({ ...stopped, isComplete: false, failure: undefined });
    expect(did).not.toContain('start');
  });

  it('retries the second phase while the platform fails', async () => {
    const { work, did } = restart([stopped, stopped], [outage]);
    await expect(work.observe()).rejects.toBe(outage);
    expect(work.isOpen).toBe(true);
    expect(await work.observe()).toEqual(running);
    expect(did.filter((step) => step === 'start')).toHaveLength(2);
  });

  it('treats the second phase as begun when the platform did not answer, but the state has changed', async () => {
    const { work, did } = restart([stopped, { ...stopping, state: 'STARTING' }], [unanswered]);
    await expect(work.observe()).rejects.toBe(unanswered);
    expect(await work.observe()).toEqual(running);
    expect(did.filter((step) => step === 'start')).toHaveLength(1);
  });

  it('says that the second phase may have begun when the platform did not answer', async () => {
    const { work } = restart([stopped], [unanswered]);
    await expect(work.observe()).rejects.toBe(unanswered);
    expect(work.end()?.text).toBe('perhaps started');
  });

  it('has failed when the platform refuses to begin the second phase', async () => {
    const { work } = restart([stopped], [refused]);
    expect(await work.observe()).toEqual({ ...stopped, failure: 'No. Change it.' });
    expect(work.end()?.text).toBe('not started');
  });

  it('says why the platform refuses it', async () => {
    const { work } = restart([stopped], [refused.with({ why: 'The platform said: "Frozen".' })]);
    expect(await work.observe()).toMatchObject({ failure: 'No. The platform said: "Frozen". Change it.' });
  });

  it('does not hide an unexpected error', async () => {
    const { work } = restart([stopped], [new TypeError('a bug')]);
    await expect(work.observe()).rejects.toThrow('a bug');
  });

  it('can be finished without waiting, once', async () => {
    const { work, did } = restart([stopping]);
    await work.observe();
    await work.finish();
    await work.finish();
    expect(did).toEqual(['read stop', 'start']);
    expect(work.end()).toEqual({ text: 'started early' });
  });

  it('says what is still to do when it could not be finished', async () => {
    const ends = [
      [refused, 'not started'],
      [outage, 'not started'],
      [unanswered, 'perhaps started'],
    ] as const;
    for (const [failure, text] of ends) {
      const { work } = restart([stopping], [failure]);
      await expect(work.finish()).rejects.toBe(failure);
      expect(work.end()).toEqual({ head: 'Stopped', text });
    }
  });

  it('is not begun again by an observation while it is being finished', async () => {
    let answer: () => void = () => undefined;
    let starts = 0;
    const phases = {
      first: async () => stopped,
      begin() {
        starts++;
        return new Promise<void>((resolve) => (answer = resolve));
      },
      left: () => ({ head: 'Stopped', text: 'not started' }),
      early: 'started early',
    };
    const work = new TwoPhaseOperation<string>(phases, async () => running);
    const finishing = work.finish();
    expect(await work.observe()).toMatchObject({ isComplete: false });
    answer();
    await finishing;
    expect(starts).toBe(1);
  });

  it('stays begun when an earlier try fails afterwards', async () => {
    let fail: (error: Error) => void = () => undefined;
    let begun: () => void = () => undefined;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const tries = [new Promise<void>((_resolve, reject) => (fail = reject)), Promise.resolve()];
    const phases = {
      first: async () => stopped,
      begin() {
        begun();
        return tries.shift() ?? Promise.resolve();
      },
      left: () => ({ head: 'Stopped', text: 'not started' }),
      early: 'started early',
    };
    const work = new TwoPhaseOperation<string>(phases, async () => running);
    const reading = work.observe();
    await isBegun;
    await work.finish();
    fail(outage);
    await expect(reading).rejects.toBe(outage);
    expect(work.end()).toEqual({ text: 'started early' });
  });
});
