import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ChainedRecord, RecordedChange, ResetRecord } from '../../core/changes.ts';
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

/** Where a record stands in the journal, and what binds it there. */
export interface ChainPlace extends Pick<ChainedRecord, 'seq' | 'prev' | 'hash'> {
  file: string;
}

/** What the journal has for people: a change, or a reset of the limit, with the lines that it is read from. */
export type JournalEntry = { lines: readonly ChainPlace[] } & (
  | { type: 'change'; change: RecordedChange }
  | { type: 'reset'; reset: ResetRecord }
);

/** The changes and resets of these files, the newest first. */
export function entriesIn(files: readonly JournalFile[]): JournalEntry[] {
  const chained = files.flatMap(({ name, lines }) => lines.map((line) => ({ file: name, ...line })));
  const places = new Map<string, ChainPlace[]>();
  for (const { file, seq, prev, hash, record } of chained) {
    places.set(record.id, [...(places.get(record.id) ?? []), { file, seq, prev, hash }]);
  }
  const linesOf = (id: string): ChainPlace[] => places.get(id) ?? [];
  const resets = chained
    .flatMap(({ record }) => (record.type === 'reset' ? [record] : []))
    .map((reset): JournalEntry => ({ type: 'reset', reset, lines: linesOf(reset.id) }));
  const changes = changesIn(files).map(
    (change): JournalEntry => ({ type: 'change', change, lines: linesOf(change.intent.id) }),
  );
  return [...resets, ...changes].sort((one, other) => factsOf(other).at.localeCompare(factsOf(one).at));
}

/** The id of an entry, and when it was, ISO 8601. */
export function factsOf(entry: JournalEntry): { id: string; at: string } {
  return entry.type === 'reset' ? entry.reset : entry.change.intent;
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
