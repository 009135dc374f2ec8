import { randomBytes } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import type { Store } from '../store.ts';
import { applyRecord, decode, type JournalRecord } from './encoding.ts';
import { StateError } from './error.ts';
import { lineOf, readLines } from './journal-lines.ts';
import { createPrivate, readPrivate, syncFolder } from './private-file.ts';

/** The first line of a journal: which state file it continues. */
interface Header {
  journal: string;
}

/** The changes since a state file was written as a whole, in `FILE.journal`. */
export class Journal {
  /** said by the state file that it continues */
  readonly id = randomBytes(12).toString('hex');
  /** how many bytes were written */
  size = 0;
  readonly #file: string;
  #handle: FileHandle | undefined;

  /** A new journal; {@link append} creates its file. */
  constructor(stateFile: string) {
    this.#file = journalOf(stateFile);
  }

  /** Appends records, and waits until they are on disk. */
  async append(records: readonly string[]): Promise<void> {
    const line = lineOf(`[${records.join(',')}]`);
    if (this.#handle === undefined) {
      // The journal of a former state file, or whatever somebody has put there.
      await rm(this.#file, { force: true });
      this.#handle = await createPrivate(this.#file);
      await this.#write(lineOf(JSON.stringify({ journal: this.id } satisfies Header)) + line);
      await syncFolder(this.#file);
    } else await this.#write(line);
  }

  async #write(text: string): Promise<void> {
    await this.#handle?.appendFile(text);
    // Not only with the system, which a killed process would survive, but on disk.
    await this.#handle?.datasync();
    this.size += Buffer.byteLength(text);
  }

  /** Closes the file, and removes it: the state file says everything. */
  async remove(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    await rm(this.#file, { force: true });
  }
}

/** Applies the journal that continues a state file. Returns the time of its last record. @throws StateError */
export async function replay(stateFile: string, id: string, store: Store): Promise<number | undefined> {
  const file = journalOf(stateFile);
  const text = await readPrivate(file);
  const { complete, damagedAt } = readLines(text ?? '');
  const [header, ...batches] = complete;
  // A journal with another id is left from a former state file.
  if (header !== undefined && !isHeader(decode(header), id)) return undefined;
  if (damagedAt !== undefined) {
    throw new StateError(
      `The journal ${file} is damaged at line ${damagedAt}. Remove it to go on without the changes in it and after it.`,
    );
  }
  let at: number | undefined;
  for (const batch of batches) {
    // The checksum says that append() wrote it.
    for (const record of decode(batch) as JournalRecord[]) {
      applyRecord(store, record);
      at = record.at;
    }
  }
  return at;
}

function isHeader(value: unknown, id: string): boolean {
  return typeof value === 'object' && value !== null && 'journal' in value && value.journal === id;
}

function journalOf(stateFile: string): string {
  return `${stateFile}.journal`;
}
