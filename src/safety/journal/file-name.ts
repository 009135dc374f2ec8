import { newId } from '../state/ids.ts';

/** A new name for a file of the journal: when it was begun, by which process; names sort by time. */
export function newFileName(at: string, pid: number): string {
  return `${at.replace(/[:.]/g, '-')}_${pid}_${newId(6)}.jsonl`;
}

/** The process that writes a file of this name; undefined where the name is none of ours. */
export function writerOf(name: string): number | undefined {
  const [, pid] = /^[\dTZ-]+_([1-9]\d{0,9})_\w+\.jsonl$/.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
}
