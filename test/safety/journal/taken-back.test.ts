import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/core/changes.ts';
import { isTakenBackElsewhere } from '../../../src/safety/journal/taken-back.ts';
import { stateFolder } from '../../support/safety.ts';
import { intent, outcome, start, writtenBy } from './written.ts';

const hour = 3_600_000;
/** Another process, which runs as long as this one. */
const running = process.ppid;
/** No system gives such an id. */
const dead = 999_999_999;

/** Whether "one" is taken back where these processes have written these records, some time later. */
function isTakenBack(written: readonly [pid: number, ...JournalRecord[]][], later = 0): boolean {
  const folder = stateFolder();
  for (const [pid, ...records] of written) writtenBy(pid, folder, records);
  return isTakenBackElsewhere('one', { stateFolder: folder, now: () => start + later });
}

const one = [intent('one'), outcome('one')] as const;
const back = intent('back', { undoes: 'one' });

describe('a change', () => {
  it('is not taken back where nothing or something else has been', () => {
    expect(isTakenBack([])).toBe(false);
    expect(isTakenBack([[dead, ...one]])).toBe(false);
    const other = [intent('other'), outcome('other'), intent('back', { undoes: 'other' }), outcome('back')];
    expect(isTakenBack([[dead, ...one, ...other]])).toBe(false);
  });

  it('is taken back once that was done, by whichever process', () => {
    for (const pid of [process.pid, running, dead]) {
      expect(
        isTakenBack([
          [dead, ...one],
          [pid, back, outcome('back')],
        ]),
      ).toBe(true);
      expect(
        isTakenBack([
          [dead, ...one],
          [pid, back, outcome('back', 'refused')],
        ]),
      ).toBe(false);
    }
  });

  it('is being taken back only by another process, which still runs', () => {
    expect(
      isTakenBack([
        [dead, ...one],
        [running, back],
      ]),
    ).toBe(true);
    expect(
      isTakenBack([
        [dead, ...one],
        [dead, back],
      ]),
    ).toBe(false);
    // That one knows by itself what it has under way, and asks this about its own.
    expect(
      isTakenBack([
        [dead, ...one],
        [process.pid, back],
      ]),
    ).toBe(false);
  });

  it('is not being taken back by other work of another process', () => {
    expect(
      isTakenBack([
        [dead, ...one],
        [running, intent('other')],
      ]),
    ).toBe(false);
    expect(
      isTakenBack([
        [dead, ...one],
        [running, intent('other', { undoes: 'two' })],
      ]),
    ).toBe(false);
  });

  it('is not being taken back any more after six hours without an end: the id of the process is another one’s then', () => {
    expect(
      isTakenBack(
        [
          [dead, ...one],
          [running, back],
        ],
        6 * hour - 1,
      ),
    ).toBe(true);
    expect(
      isTakenBack(
        [
          [dead, ...one],
          [running, back],
        ],
        6 * hour,
      ),
    ).toBe(false);
    // What was done stays done.
    expect(
      isTakenBack(
        [
          [dead, ...one],
          [running, back, outcome('back')],
        ],
        6 * hour,
      ),
    ).toBe(true);
  });
});
