import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IntentRecord, JournalRecord, OutcomeRecord } from '../../../src/core/changes.ts';
import { beginning, chained, lineText } from '../../../src/safety/journal/chain.ts';
import { newFileName } from '../../../src/safety/journal/file-name.ts';
import { caller } from '../../support/safety.ts';

/** When everything in these journals is written, ms since 1970. */
export const start = Date.parse('2026-11-29T07:00:00Z');

const plan = { summary: 'rename server "a".', steps: [], warnings: [] };

/** A write that begins. */
export function intent(id: string, more: Partial<IntentRecord> = {}): IntentRecord {
  return {
    ...{ type: 'intent', id, at: new Date(start).toISOString(), who: caller, platform: 'http://localhost' },
    ...{ tool: 'anypoint_rename_server', arguments: {}, plan, undo: [], rule: 'r', approvals: [] },
    ...more,
  };
}

/** A write that ends. */
export function outcome(id: string, how: OutcomeRecord['outcome'] = 'done'): OutcomeRecord {
  return { type: 'outcome', id, at: new Date(start).toISOString(), outcome: how, requests: [] };
}

/** A file of the journal as a process of this id writes it; its name. */
export function writtenBy(pid: number, folder: string, records: readonly JournalRecord[]): string {
  const journal = path.join(folder, 'journal');
  const name = newFileName(new Date(start).toISOString(), pid);
  const lines: string[] = [];
  let prev = beginning;
  for (const [index, record] of records.entries()) {
    const line = chained(record, { prev, seq: index + 1 });
    lines.push(lineText(line));
    prev = line.hash;
  }
  mkdirSync(journal, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(journal, name), lines.join(''), { mode: 0o600 });
  return name;
}
