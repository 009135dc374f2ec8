import type { ChainedRecord, RecordedChange, ResetRecord } from '../../core/changes.ts';
import { changesIn, type JournalFile } from './read-journal.ts';

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
