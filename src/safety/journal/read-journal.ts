import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ChainedRecord, RecordedChange } from '../../core/changes.ts';
import { filesIn } from '../state/state-folder.ts';
import { type ChainProblem, readChain } from './chain.ts';

/** A file of the journal, checked. */
export interface JournalFile {
  name: string;
  lines: readonly ChainedRecord[];
  problems: readonly ChainProblem[];
  isTorn: boolean;
}

/**
 * Every file of this user's journal, of all processes, the oldest first; with `since` (ms since 1970) only those that
 * were written to after it.
 */
export function readJournalFiles(stateFolder: string, since = 0): JournalFile[] {
  const folder = path.join(stateFolder, 'journal');
  const files = filesIn(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .filter((name) => since === 0 || writtenAt(path.join(folder, name)) >= since)
    .map((name): JournalFile => ({ name, ...readChain(contentOf(path.join(folder, name))) }));
  return files.map((file) => ({ ...file, problems: [...file.problems, ...continuation(file, files)] }));
}

/** A file that continues another one begins with the last hash of that one. */
function continuation({ lines }: JournalFile, files: readonly JournalFile[]): ChainProblem[] {
  const [first] = lines;
  if (first?.record.type !== 'continued') return [];
  const { from } = first.record;
  const before = files.find(({ name }) => name === from);
  // Without its predecessor, which may have been archived, there is nothing to compare.
  if (before === undefined || before.lines.at(-1)?.hash === first.prev) return [];
  return [{ line: 1, problem: `lines at the end of ${from} were changed or are missing` }];
}

/** The writes of these files, the newest first. */
export function changesIn(files: readonly JournalFile[]): RecordedChange[] {
  const records = files.flatMap(({ lines }) => lines.map(({ record }) => record));
  const outcomes = new Map(records.flatMap((record) => (record.type === 'outcome' ? [[record.id, record]] : [])));
  const undone = new Map(
    records.flatMap((record) =>
      record.type === 'intent' && record.undoes !== undefined && hasHappened(outcomes.get(record.id)?.outcome)
        ? [[record.undoes, record.id]]
        : [],
    ),
  );
  return (
    records
      .flatMap((record) => (record.type === 'intent' ? [record] : []))
      .map((intent) => ({ intent, outcome: outcomes.get(intent.id), undoneBy: undone.get(intent.id) }))
      // Of the same millisecond the later line is the newer change.
      .reverse()
      .sort(({ intent: one }, { intent: other }) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1))
  );
}

function hasHappened(outcome: string | undefined): boolean {
  return outcome === 'done' || outcome === 'in_progress';
}

function writtenAt(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function contentOf(file: string): Buffer {
  try {
    // Anything else, such as a pipe, could keep the reader forever.
    return lstatSync(file).isFile() ? readFileSync(file) : Buffer.alloc(0);
  } catch {
    // It was archived or removed meanwhile.
    return Buffer.alloc(0);
  }
}
