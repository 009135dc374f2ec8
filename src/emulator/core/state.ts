import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { Store } from './store.ts';

/** A state file that cannot be used; the message says why. */
export class StateError extends Error {}

const format = 'anypoint-mcp emulator state, version 3';
/** Marks bytes in the file; nothing else has a property of this name. */
const bytesKey = '$anypoint-mcp:bytes';

/** Keeps the platform's state in a file: read at start, replaced as a whole after each change, one writer at a time. */
export class StateFile {
  readonly #path: string;
  #writing: Promise<void> | undefined;
  #next: { store: Store; now: number } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Fills an empty store from the file. Returns when the file was saved, in epoch milliseconds; undefined when there is
   * no file yet. @throws StateError
   */
  read(store: Store): number | undefined {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw new StateError(`The state file ${this.#path} cannot be read: ${String(error)}`);
    }
    return decode(text, this.#path, store);
  }

  /** Schedules a write. While one is in progress, further changes are combined into the next one. */
  write(store: Store, now: number): void {
    this.#next = { store, now };
    this.#writing ??= this.#writePending();
  }

  /** Writes the state and waits until it is written. @throws StateError */
  async flush(store: Store, now: number): Promise<void> {
    this.write(store, now);
    await this.#writing;
    this.failure();
  }

  #failed: unknown;

  /** @throws StateError when the last attempt to write failed */
  failure(): void {
    if (this.#failed !== undefined) {
      throw new StateError(`The state file ${this.#path} cannot be written: ${String(this.#failed)}`);
    }
  }

  async #writePending(): Promise<void> {
    const temporary = `${this.#path}.${process.pid}.tmp`;
    while (this.#next !== undefined) {
      const { store, now } = this.#next;
      this.#next = undefined;
      try {
        await writeFile(temporary, encode(store, now), { mode: 0o600 });
        await rename(temporary, this.#path);
        this.#failed = undefined;
      } catch (error) {
        this.#failed = error;
      }
    }
    this.#writing = undefined;
  }
}

function encode(store: Store, now: number): string {
  const parts = Object.entries(store).map(([key, value]) => [
    key,
    value instanceof Map || value instanceof Set ? [...value] : value,
  ]);
  const replacer = (_key: string, value: unknown): unknown =>
    value instanceof Uint8Array ? { [bytesKey]: Buffer.from(value).toString('base64') } : value;
  return JSON.stringify({ format, savedAt: new Date(now).toISOString(), store: Object.fromEntries(parts) }, replacer);
}

function decode(text: string, path: string, store: Store): number {
  let file: { format?: unknown; savedAt?: unknown; store?: Record<string, unknown> } | null;
  try {
    // The members that matter are checked below; encode() wrote the rest.
    file = JSON.parse(text, (_key, value) => decodeBytes(value) ?? value) as typeof file;
  } catch {
    throw new StateError(`The state file ${path} is not JSON. Remove it to start again.`);
  }
  if (file?.format !== format || typeof file.savedAt !== 'string' || typeof file.store !== 'object') {
    throw new StateError(`${path} is not a state file of this emulator (${format}). Choose another file.`);
  }
  for (const [key, empty] of Object.entries(store)) {
    const value = file.store[key];
    // A part that did not exist when the file was written starts empty.
    if (value === undefined) continue;
    const isList = empty instanceof Map || empty instanceof Set || Array.isArray(empty);
    if (isList !== Array.isArray(value) || (!isList && typeof value !== typeof empty)) {
      throw new StateError(`The state file ${path} is damaged at ${key}. Remove it to start again.`);
    }
    // As above: encode() wrote it from a value of the same part.
    if (empty instanceof Map) for (const [id, item] of value as [unknown, unknown][]) empty.set(id, item);
    else if (empty instanceof Set) for (const item of value as unknown[]) empty.add(item);
    else Object.assign(store, { [key]: value });
  }
  return Date.parse(file.savedAt);
}

function decodeBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof value !== 'object' || value === null || !(bytesKey in value)) return undefined;
  return new Uint8Array(Buffer.from(String(value[bytesKey]), 'base64'));
}
