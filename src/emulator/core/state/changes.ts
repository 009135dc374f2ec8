import { AsyncLocalStorage } from 'node:async_hooks';
import type { Id } from '../kinds.ts';
import { isComputing } from './frame.ts';
import type { ObjectsWatcher } from './objects.ts';

/** Stands for the value of a part that is not a kind of object. */
export const wholeValue = null;

/** An object of a kind by its id, or {@link wholeValue}. */
export type Key = Id | typeof wholeValue;

/** What was changed, by the names of the parts. */
export type ChangedKeys = Map<string, Set<Key>>;

/** What somebody was given, as it was then. */
interface Given {
  value: unknown;
  before: string;
  /** how often others had changed its part until then */
  version: number;
}

/**
 * What the request that is running was given. One for all logs: a storage that was used once costs every promise of the
 * process some time for good, and tests start thousands of emulators.
 */
const running = new AsyncLocalStorage<{ log: ChangeLog; recording: Recording }>();

/** What a request was given, and how often it has changed a part itself. */
interface Recording {
  given: Map<string, Map<Key, Given>>;
  changes: Map<string, number>;
}

/**
 * Finds out what changed. Services change objects in place, so a request that writes is recorded: what it is given is
 * compared with how it was at the end. Setting and deleting is noticed at any time.
 */
export class ChangeLog implements ObjectsWatcher {
  readonly #versions = new Map<string, number>();
  readonly #running = new Set<Recording>();
  #unsaved: ChangedKeys | undefined;

  /** Increases with each change of a part. */
  versionOf(part: string): number {
    return this.#versions.get(part) ?? 0;
  }

  /** Whether a request that has not ended was given something of a part, and may have changed it already. */
  isOpen(part: string): boolean {
    for (const { given } of this.#running) if (given.has(part)) return true;
    return false;
  }

  /** From now on, changes are collected until they are taken. */
  collect(): void {
    this.#unsaved ??= new Map();
  }

  /** What was changed since the last call. */
  take(): ChangedKeys {
    const taken: ChangedKeys = this.#unsaved ?? new Map();
    if (this.#unsaved !== undefined) this.#unsaved = new Map();
    return taken;
  }

  /** Runs something that may change what it is given. Its changes are noted when it ends. */
  async record<Result>(run: () => Result | Promise<Result>): Promise<Result> {
    const recording: Recording = { given: new Map(), changes: new Map() };
    this.#running.add(recording);
    try {
      return await running.run({ log: this, recording }, run);
    } finally {
      this.#running.delete(recording);
      for (const [part, given] of recording.given) this.#compare(part, given, this.#versionByOthers(part, recording));
    }
  }

  #recording(): Recording | undefined {
    const now = running.getStore();
    return now?.log === this ? now.recording : undefined;
  }

  #versionByOthers(part: string, { changes }: Recording): number {
    return this.versionOf(part) - (changes.get(part) ?? 0);
  }

  #compare(part: string, given: ReadonlyMap<Key, Given>, version: number): void {
    for (const [key, one] of given) {
      if (fingerprint(one.value) !== one.before) this.changed(part, key);
      // Somebody else changed the part meanwhile. If this request changed the object back, that has to be kept as well.
      else if (one.version !== version) this.#note(part, key);
    }
  }

  given(part: string, key: Key, value: unknown): void {
    if (isComputing()) return;
    const recording = this.#recording();
    if (recording === undefined || typeof value !== 'object' || value === null) return;
    let given = recording.given.get(part);
    if (given === undefined) {
      given = new Map();
      recording.given.set(part, given);
    }
    if (given.has(key)) return;
    given.set(key, { value, before: fingerprint(value), version: this.#versionByOthers(part, recording) });
  }

  givenAll(part: string, objects: Iterable<[Id, unknown]>): void {
    if (isComputing() || this.#recording() === undefined) return;
    for (const [id, object] of objects) this.given(part, id, object);
  }

  changed(part: string, key: Key): void {
    this.#versions.set(part, this.versionOf(part) + 1);
    const changes = this.#recording()?.changes;
    changes?.set(part, (changes.get(part) ?? 0) + 1);
    this.#note(part, key);
  }

  #note(part: string, key: Key): void {
    if (this.#unsaved === undefined) return;
    const keys = this.#unsaved.get(part);
    if (keys === undefined) this.#unsaved.set(part, new Set([key]));
    else keys.add(key);
  }
}

const numbersOfBytes = new WeakMap<Uint8Array, number>();
let nextNumber = 1;

/** A text that differs when a value differs. Bytes are replaced, never changed in place, so a number stands for them. */
function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (member instanceof Uint8Array ? numberOf(member) : member));
}

function numberOf(bytes: Uint8Array): string {
  let number = numbersOfBytes.get(bytes);
  if (number === undefined) {
    number = nextNumber++;
    numbersOfBytes.set(bytes, number);
  }
  return `bytes ${number}`;
}
