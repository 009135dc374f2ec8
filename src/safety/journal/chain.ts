import type { ChainedRecord, JournalRecord } from '../../core/changes.ts';
import { canonical, sha256 } from '../canonical.ts';

/** What the first line of a first file follows. */
export const beginning = '0'.repeat(64);

/** The next line of a file. */
export function chained(record: JournalRecord, { prev, seq }: Pick<ChainedRecord, 'prev' | 'seq'>): ChainedRecord {
  return { seq, prev, record, hash: hashOf({ seq, prev, record }) };
}

function hashOf({ seq, prev, record }: Omit<ChainedRecord, 'hash'>): string {
  return sha256(canonical([prev, seq, record]));
}

/** What is wrong with a file of the journal. */
export interface ChainProblem {
  /** From 1. */
  line: number;
  problem: string;
}

/** The lines of a file that can be trusted, and what is wrong with the others. */
export interface ReadChain {
  lines: ChainedRecord[];
  problems: ChainProblem[];
  /** The process died while it wrote its last line: that is no sign of anybody's hand. */
  isTorn: boolean;
}

/** Reads and checks a file. Nothing after a broken line counts as checked, but it is still read. */
export function readChain(text: string): ReadChain {
  const texts = text.split('\n');
  // A complete file ends with the end of a line.
  const rest = texts.pop() ?? '';
  const lines: ChainedRecord[] = [];
  const problems: ChainProblem[] = [];
  let prev: string | undefined;
  texts.forEach((one, index) => {
    const line = index + 1;
    const read = parsed(one);
    if (read === undefined) {
      problems.push({ line, problem: 'it is not a line of a journal' });
      prev = undefined;
      return;
    }
    if (read.hash !== hashOf(read)) problems.push({ line, problem: 'it was changed: its hash is another one' });
    else if (prev !== undefined && read.prev !== prev)
      problems.push({ line, problem: 'the line before it was changed or is missing' });
    else if (line === 1 && read.record.type !== 'continued' && read.prev !== beginning) {
      problems.push({ line, problem: 'lines before it are missing' });
    } else if (read.seq !== line) problems.push({ line, problem: `it was line ${read.seq} when it was written` });
    prev = read.hash;
    lines.push(read);
  });
  return { lines, problems, isTorn: rest !== '' };
}

function parsed(text: string): ChainedRecord | undefined {
  try {
    // Only what has the form and the hash of a line is taken for one.
    const value = JSON.parse(text) as ChainedRecord;
    const isLine =
      typeof value?.hash === 'string' && typeof value.prev === 'string' && typeof value.record?.type === 'string';
    return isLine ? value : undefined;
  } catch {
    return undefined;
  }
}
