import type { Id } from '../kinds.ts';
import type { Store } from '../store.ts';
import { type ChangedKeys, wholeValue } from './changes.ts';
import { StateError } from './error.ts';

const format = 'anypoint-mcp emulator state, version 4';
/** Version 3 had no journal beside it. */
const readable = [format, 'anypoint-mcp emulator state, version 3'];
/** Marks bytes in the file; nothing else has a property of this name. */
const bytesKey = '$anypoint-mcp:bytes';

/** What a state file says besides the state. */
export interface Saved {
  /** when it was written, in epoch ms on the platform's clock */
  at: number;
  /** the id of the journal that continues it, if there is one */
  journal: string | undefined;
}

/** What changed at a moment: for each part its objects, or its whole value. */
export interface JournalRecord {
  at: number;
  changes: [part: string, ...([id: Id, object: unknown] | [deleted: Id] | [whole: null, value: unknown])][];
}

/** The whole state as text. */
export function encodeState(store: Store, { at, journal }: Saved): string {
  const parts = Object.entries(store).map(([key, value]) => [key, listOf(value)]);
  return encode({ format, savedAt: new Date(at).toISOString(), journal, store: Object.fromEntries(parts) });
}

/** Changes as text, with what the store holds now. */
export function encodeChanges(store: Store, changed: ChangedKeys, at: number): string {
  const changes: JournalRecord['changes'] = [];
  for (const [part, keys] of changed) {
    const value: unknown = Reflect.get(store, part);
    // The whole part says everything about its objects.
    if (keys.has(wholeValue) || !(value instanceof Map)) {
      changes.push([part, wholeValue, listOf(value)]);
      continue;
    }
    for (const key of keys) {
      if (key === wholeValue) continue;
      changes.push(value.has(key) ? [part, key, valueAt(value, key)] : [part, key]);
    }
  }
  return encode({ at, changes } satisfies JournalRecord);
}

/** The object itself: nobody is going to change it. */
function valueAt(objects: Map<unknown, unknown>, key: Id): unknown {
  return Map.prototype.get.call(objects, key);
}

function listOf(value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value;
}

function encode(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member instanceof Uint8Array ? { [bytesKey]: Buffer.from(member).toString('base64') } : member,
  );
}

/** Fills an empty store with the text of a state file. @throws StateError */
export function decodeState(text: string, path: string, store: Store): Saved {
  let file: { format?: unknown; savedAt?: unknown; journal?: unknown; store?: Record<string, unknown> } | null;
  try {
    // The members that matter are checked below; encodeState() wrote the rest.
    file = decode(text) as typeof file;
  } catch {
    throw new StateError(`The state file ${path} is not JSON. Remove it to start again.`);
  }
  if (
    !readable.includes(String(file?.format)) ||
    typeof file?.savedAt !== 'string' ||
    typeof file.store !== 'object' ||
    file.store === null
  ) {
    throw new StateError(`${path} is not a state file of this emulator (${format}). Choose another file.`);
  }
  for (const key of Object.keys(store)) {
    // A part that did not exist when the file was written starts empty.
    if (file.store[key] === undefined) continue;
    if (!setPart(store, key, file.store[key])) {
      throw new StateError(`The state file ${path} is damaged at ${key}. Remove it to start again.`);
    }
  }
  const { journal } = file;
  return { at: Date.parse(file.savedAt), journal: typeof journal === 'string' ? journal : undefined };
}

/** Reads back what {@link encodeChanges} or the journal wrote. */
export function decode(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => decodeBytes(value) ?? value);
}

function decodeBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof value !== 'object' || value === null || !(bytesKey in value)) return undefined;
  return new Uint8Array(Buffer.from(String(value[bytesKey]), 'base64'));
}

/** Applies a record of the journal. A part that no running service has is left out. */
export function applyRecord(store: Store, { changes }: JournalRecord): void {
  for (const change of changes) {
    const [part, key] = change;
    const objects: unknown = Reflect.get(store, part);
    if (key === wholeValue) setPart(store, part, change[2]);
    else if (objects instanceof Map) {
      if (change.length === 2) objects.delete(key);
      else objects.set(key, change[2]);
    }
  }
}

/** Sets a part to what was written. Returns false when it was not written from a value of this part. */
function setPart(store: Store, name: string, written: unknown): boolean {
  const value: unknown = Reflect.get(store, name);
  const isList = value instanceof Map || value instanceof Set || Array.isArray(value);
  if (isList !== Array.isArray(written) || (!isList && typeof written !== typeof value)) return false;
  if (value instanceof Map) {
    value.clear();
    // encodeState() wrote the entries of the map.
    for (const [id, object] of written as [unknown, unknown][]) value.set(id, object);
  } else if (value instanceof Set) {
    value.clear();
    // As above.
    for (const item of written as unknown[]) value.add(item);
  } else Reflect.set(store, name, written);
  return true;
}
