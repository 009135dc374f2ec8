import { readFile } from 'node:fs/promises';
import type { Store } from '../store.ts';
import { decodeState, encodeChanges, encodeState } from './encoding.ts';
import { StateError } from './error.ts';
import { Journal, replay } from './journal.ts';
import { Lock } from './lock.ts';
import { codeOf, removeLeftovers, replacePrivate } from './private-file.ts';

/** A journal is not written anew before it has this many bytes, however small the state is. */
const leastJournal = 1_048_576;

/** Somebody who waits until a change is on disk. */
interface Waiting {
  record: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** What a state file keeps. */
export interface Kept {
  store: Store;
  /** the platform's time in epoch ms */
  now: () => number;
}

/**
 * Keeps the platform's state on disk: the whole state in a file, and what changed since in a journal beside it. When the
 * journal has grown larger than the state, the state is written as a whole again, and the journal starts anew.
 *
 * Changes are saved in the order in which they were made. All that come while a flush is under way share the next one.
 */
export class StateFile {
  readonly #path: string;
  readonly #state: Kept;
  readonly #lock: Lock;
  #journal: Journal;
  /** how many bytes the journal may have */
  #limit = leastJournal;
  /** the next write is the whole state: there is no file yet, or what is on disk is uncertain */
  #needsWhole = true;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  private constructor(path: string, state: Kept, lock: Lock) {
    this.#path = path;
    this.#state = state;
    this.#lock = lock;
    this.#journal = new Journal(path);
  }

  /** Locks a state file, which does not have to exist yet. @throws StateError */
  static async open(path: string, state: Kept): Promise<StateFile> {
    const file = new StateFile(path, state, await Lock.of(path));
    await removeLeftovers(path);
    return file;
  }

  /**
   * Fills the store, which is empty, from the file. Returns when the last change was saved, in epoch milliseconds;
   * undefined when there is no file yet. @throws StateError
   */
  async read(): Promise<number | undefined> {
    const { store } = this.#state;
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new StateError(`The state file ${this.#path} cannot be read: ${String(error)}`);
    }
    const { at, journal } = decodeState(text, this.#path, store);
    return (journal === undefined ? undefined : await replay(this.#path, journal, store)) ?? at;
  }

  /**
   * Saves what has changed. The promise is kept when that, and every earlier change, is on disk.
   * @throws StateError when it cannot be written
   */
  async save(): Promise<void> {
    const { store, now } = this.#state;
    // Nobody tells what somebody else changes.
    if (store.isLent) this.#needsWhole = true;
    const changed = store.changes.take();
    if (changed.size === 0 && !store.isLent) return await this.#writing;
    // As it is now: whatever changes it later is saved later.
    const record = this.#needsWhole ? '' : encodeChanges(store, changed, now());
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
    });
    this.#writing ??= this.#writeAll();
    await written;
  }

  /** Writes the whole state, and lets others have the file. @throws StateError when it cannot be written */
  async close(): Promise<void> {
    try {
      await this.#writing;
      await this.#writeWhole();
    } catch (error) {
      throw this.#failed(error);
    } finally {
      await this.release();
    }
  }

  /** Lets others have the file as it is. */
  async release(): Promise<void> {
    await this.#lock.release();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#needsWhole || this.#journal.size > this.#limit) await this.#writeWhole();
        else await this.#journal.append(batch.map(({ record }) => record));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // How much of it is on disk is not known.
        this.#needsWhole = true;
        for (const { reject } of batch) reject(this.#failed(error));
      }
    }
    this.#writing = undefined;
  }

  async #writeWhole(): Promise<void> {
    const journal = new Journal(this.#path);
    const text = encodeState(this.#state.store, { at: this.#state.now(), journal: journal.id });
    this.#needsWhole = false;
    await replacePrivate(this.#path, text);
    await this.#journal.remove();
    this.#journal = journal;
    this.#limit = Math.max(leastJournal, text.length);
  }

  #failed(error: unknown): StateError {
    return new StateError(`The state file ${this.#path} cannot be written: ${String(error)}`);
  }
}
