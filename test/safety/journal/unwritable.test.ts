import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/core/changes.ts';
import { Failure } from '../../../src/platform/errors.ts';
import { Journal } from '../../../src/safety/journal/journal.ts';
import { stateFolder } from '../../support/safety.ts';

it('names the folder when the next file cannot be opened there', () => {
  const reset: JournalRecord = { type: 'reset', id: '2345678', at: '2026-11-29', who: { session: 'terminal' } };
  const journal = new Journal({ stateFolder: stateFolder(), now: () => 0, rotateAt: 1 });
  journal.write(reset);
  rmSync(journal.folder, { recursive: true });
  const write = () => journal.write(reset);
  expect(write).toThrow(Failure);
  expect(write).toThrow('The journal cannot be written, so nothing is changed');
});
