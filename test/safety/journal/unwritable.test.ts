import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/core/changes.ts';
import { Failure } from '../../../src/platform/errors.ts';
import { Journal } from '../../../src/safety/journal/journal.ts';
import { stateFolder } from '../../support/safety.ts';

const at = '2026-11-29T07:00:00.000Z';
const reset: JournalRecord = { type: 'reset', id: '2345678', at, who: { session: 'terminal' } };
const outcome: JournalRecord = { type: 'outcome', id: '2345678', at, outcome: 'done', requests: [] };

/** What the second line of a journal fails with whose folder was taken away after the first one. */
function failureOf(record: JournalRecord): unknown {
  const journal = new Journal({ stateFolder: stateFolder(), now: () => 0, rotateAt: 1 });
  journal.write(reset);
  rmSync(journal.folder, { recursive: true });
  try {
    journal.write(record);
  } catch (error) {
    return error;
  }
  return undefined;
}

it('says that nothing was changed only where nothing was sent yet', () => {
  expect(failureOf(reset)).toMatchObject({ message: expect.stringContaining('nothing is changed') });
  const late = failureOf(outcome);
  expect(late).toBeInstanceOf(Failure);
  expect(late).toMatchObject({ message: expect.stringContaining('was sent'), mayHaveHappened: true });
  expect(late).not.toMatchObject({ message: expect.stringContaining('nothing is changed') });
});
