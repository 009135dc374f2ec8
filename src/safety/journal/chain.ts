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

/** A line as it is written. */
export function lineText({ seq, prev, record, hash }: ChainedRecord): string {
  return `${JSON.stringify({ seq, prev, record, hash })}\n`;
}

/** What is wrong with a file of the journal. */
export interface ChainProblem {
  /** From 1. */
  line: number;
  problem: string;
}

/** The lines of a file that are as they were written, and what is wrong with the others. */
export interface ReadChain {
  /** Without those that were changed: nothing may be decided by what somebody has put there. */
  lines: ChainedRecord[];
  problems: ChainProblem[];
  /** The process died while it wrote its last line, or the disk was full: that is no sign of anybody's hand. */
  isTorn: boolean;
}

/** Reads and checks a file, byte by byte: what means the same but is written in another way was changed as well. */
export function readChain(bytes: Buffer): ReadChain {
  const { whole, rest } = linesOf(bytes);
  const lines: ChainedRecord[] = [];
  const problems: ChainProblem[] = [];
  let prev: string | undefined;
  for (const [index, one] of whole.entries()) {
    const line = index + 1;
    const read = written(one);
    if (typeof read === 'string') {
      problems.push({ line, problem: read });
      prev = undefined;
      continue;
    }
    const problem = misplaced(read, { prev, line });
    if (problem !== undefined) problems.push({ line, problem });
    prev = read.hash;
    lines.push(read);
  }
  return { lines, problems, isTorn: rest.length > 0 };
}

function linesOf(bytes: Buffer): { whole: Buffer[]; rest: Buffer } {
  const whole: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    whole.push(bytes.subarray(start, end));
    start = end + 1;
  }
  // A complete file ends with the end of a line.
  return { whole, rest: bytes.subarray(start) };
}

/** A line whose own hash holds, or what is wrong with it. */
function written(bytes: Buffer): ChainedRecord | string {
  const read = parsed(bytes.toString());
  if (read === undefined) return 'it is not a line of a journal';
  const isSame = read.hash === hashOf(read) && Buffer.from(lineText(read)).subarray(0, -1).equals(bytes);
  return isSame ? read : 'it was changed: its hash is another one';
}

/** What is wrong with the place of a line. */
function misplaced(
  { prev: follows, seq, record }: ChainedRecord,
  { prev, line }: { prev: string | undefined; line: number },
): string | undefined {
  if (prev !== undefined && follows !== prev) return 'the line before it was changed or is missing';
  if (line === 1 && record.type !== 'continued' && follows !== beginning) return 'lines before it are missing';
  return seq === line ? undefined : `it was line ${seq} when it was written`;
}

function parsed(text: string): ChainedRecord | undefined {
  try {
    // Only what has the form and the hash of a line is taken for one; null throws, as what has no record or is no JSON does.
    const value = JSON.parse(text) as ChainedRecord;
    const isLine =
      typeof value.hash === 'string' && typeof value.prev === 'string' && typeof value.record.type === 'string';
    return isLine ? value : undefined;
    // Stryker disable next-line BlockStatement: nothing is returned in either case.
  } catch {
    return undefined;
  }
}
