import { closeSync, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { JournalRecord } from '../../core/changes.ts';
import { commandLine } from '../../platform/command-line.ts';
import { configurationFailure } from '../../platform/errors.ts';
import { newId } from '../state/ids.ts';
import { privateFolder } from '../state/state-folder.ts';
import { beginning, chained, lineText } from './chain.ts';
import { newFileName } from './file-name.ts';

/** From this size on the next line goes into a new file, bytes. */
const maxBytes = 5_000_000;

/** Where a file of the journal is open, and what its next line follows. */
interface OpenFile {
  name: string;
  descriptor: number;
  prev: string;
  seq: number;
}

/**
 * The journal of this process: a file of its own, so that several processes never write into one. A line is on disk
 * when {@link write} returns.
 */
export class Journal {
  readonly folder: string;
  readonly #now: () => number;
  readonly #maxBytes: number;
  #file: OpenFile | undefined;

  /** @throws Failure (configuration) when the folder cannot be used */
  constructor({
    stateFolder,
    now,
    rotateAt = maxBytes,
  }: { stateFolder: string; now: () => number; rotateAt?: number }) {
    this.folder = privateFolder(stateFolder, 'journal');
    this.#now = now;
    this.#maxBytes = rotateAt;
  }

  /** ISO 8601, for records. */
  at(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Appends a record and waits until it is on disk. @throws Failure (configuration) when that fails */
  write(record: JournalRecord): void {
    try {
      const file = this.#rotated(this.#file ?? this.#opened(beginning));
      this.#append(file, record);
    } catch (error) {
      // A line may be there in part: nothing may follow it.
      this.close();
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      throw configurationFailure({
        what: 'The journal cannot be written, so nothing is changed on the platform.',
        why: `${JSON.stringify(this.folder)}: ${code}.`,
        next: `The operator makes room or gives access there; ANYPOINT_JOURNAL=off does without a journal. ${commandLine('doctor')} checks it.`,
      });
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file.descriptor);
  }

  #append(file: OpenFile, record: JournalRecord): void {
    const line = chained(record, { prev: file.prev, seq: file.seq + 1 });
    writeWhole(file.descriptor, Buffer.from(lineText(line)));
    fdatasyncSync(file.descriptor);
    file.prev = line.hash;
    file.seq = line.seq;
  }

  #opened(prev: string): OpenFile {
    const name = newFileName(this.at(), process.pid);
    const descriptor = openSync(path.join(this.folder, name), 'ax', 0o600);
    this.#file = { name, descriptor, prev, seq: 0 };
    return this.#file;
  }

  #rotated(file: OpenFile): OpenFile {
    const { size, nlink } = fstatSync(file.descriptor);
    const isGone = nlink === 0;
    if (!isGone && size < this.#maxBytes) return file;
    const { name, prev } = file;
    this.close();
    // What goes into a file that somebody has removed is lost.
    if (isGone) return this.#opened(beginning);
    const next = this.#opened(prev);
    this.#append(next, { type: 'continued', id: newId(10), at: this.at(), from: name });
    return next;
  }
}

/** A disk that gets full takes a part of a line without an error. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}
