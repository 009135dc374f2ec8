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

/** A restart whose looks at the stop show these, one after the other, and whose starts end so. */
function restart(shown: Observation<string>[], starts: (Error | 'fine')[] = ['fine']) {
  const did: string[] = [];
  const work = new TwoPhaseOperation<string>(
    {
      async first() {
        did.push('look at stop');
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
      did.push('look at start');
      return running;
    },
  );
  return { work, did };
}

describe('work of two phases', () => {
  it('is looked at, and its second phase begun once by the look that finds the first one done', async () => {
    const { work, did } = restart([stopping, stopped]);
    expect(await work.observe()).toEqual(stopping);
    expect(work.isOpen).toBe(true);
    expect(await work.observe()).toEqual(running);
    expect(work.isOpen).toBe(false);
    expect(await work.observe()).toEqual(running);
    expect(did).toEqual(['look at stop', 'look at stop', 'start', 'look at start', 'look at start']);
    expect(work.end()).toBeUndefined();
  });

  it('is not settled when its first phase is, whatever that has come to', async () => {
    const { work, did } = restart([{ ...stopped, failure: 'crashed' }]);
    expect(await work.observe()).toEqual(running);
    expect(did).toContain('start');
  });

  it('says what is left when the call ends before, and begins nothing afterwards', async () => {
    const { work, did } = restart([stopping, stopped]);
    await work.observe();
    expect(work.end()?.text).toBe('not started');
    expect(await work.observe()).toEqual({ ...stopped, isComplete: false, failure: undefined });
    expect(did).not.toContain('start');
  });

  it('tries again to begin the second phase while the platform fails', async () => {
    const { work, did } = restart([stopped, stopped], [outage]);
    await expect(work.observe()).rejects.toBe(outage);
    expect(work.isOpen).toBe(true);
    expect(await work.observe()).toEqual(running);
    expect(did.filter((step) => step === 'start')).toHaveLength(2);
  });

  it('takes the second phase for begun when nobody answered, but the first is not as it was', async () => {
    const { work, did } = restart([stopped, { ...stopping, state: 'STARTING' }], [unanswered]);
    await expect(work.observe()).rejects.toBe(unanswered);
    expect(await work.observe()).toEqual(running);
    expect(did.filter((step) => step === 'start')).toHaveLength(1);
  });

  it('says that the second phase may be begun when nobody answered', async () => {
    const { work } = restart([stopped], [unanswered]);
    await expect(work.observe()).rejects.toBe(unanswered);
    expect(work.end()?.text).toBe('perhaps started');
  });

  it('has ended badly when the platform refuses to begin the second phase', async () => {
    const { work } = restart([stopped], [refused]);
    expect(await work.observe()).toEqual({ ...stopped, failure: 'No. Change it.' });
    expect(work.end()?.text).toBe('not started');
  });

  it('does not hide an error that nobody expected', async () => {
    const { work } = restart([stopped], [new TypeError('a bug')]);
    await expect(work.observe()).rejects.toThrow('a bug');
  });

  it('is finished when there is nobody to tell what is left, once', async () => {
    const { work, did } = restart([stopping]);
    await work.observe();
    await work.finish();
    await work.finish();
    expect(did).toEqual(['look at stop', 'start']);
    expect(work.end()).toEqual({ text: 'started early' });
  });

  it('says what is left when it could not be finished', async () => {
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

  it('stays begun when an earlier try fails after it was', async () => {
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
    const look = work.observe();
    await isBegun;
    await work.finish();
    fail(outage);
    await expect(look).rejects.toBe(outage);
    expect(work.end()).toEqual({ text: 'started early' });
  });
});
