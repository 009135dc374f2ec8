import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../../platform/json.ts';
import type { Change, PlanValue } from './plan.ts';

/**
 * The differences of two JSON objects, leaf by leaf, as dotted paths in the order of `before`, then of what `after`
 * adds. Lists are compared as a whole. Keys with undefined count as missing.
 */
export function diff(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Change[] {
  return diffAt('', before, after);
}

function diffAt(
  prefix: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !Object.hasOwn(before, key))];
  return keys.flatMap((key): Change[] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const now = Object.hasOwn(after, key) ? after[key] : undefined;
    if (isDeepStrictEqual(old, now)) return [];
    if (isObject(old) && isObject(now)) return diffAt(path, old, now);
    return [{ setting: path, ...side('before', old), ...side('after', now) }];
  });
}

function side(name: 'before' | 'after', value: unknown): { before?: PlanValue; after?: PlanValue } {
  // Both objects came from JSON or are about to become JSON, so their leaves are JSON values.
  return value === undefined ? {} : { [name]: value as PlanValue };
}

/**
 * Merges `changes` into `base`: objects member by member, everything else replaced. Undefined changes nothing. Neither
 * argument is modified.
 */
export function merge(
  base: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base };
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    define(result, key, isObject(change) ? merge(isObject(old) ? old : {}, change) : change);
  }
  return result;
}

/** `__proto__` as a key must become a member, not the prototype. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * An object with every leaf under its dotted path, so that new and removed objects show value by value, too.
 * Lists and empty objects are leaves.
 */
export function dotted(object: JsonObject, prefix = ''): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]): [string, unknown][] =>
      isObject(value) && Object.keys(value).length > 0
        ? Object.entries(dotted(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, value]],
    ),
  );
}

/** The differences of two JSON objects, always leaf by leaf. */
export function leafChanges(before: object, after: object): Change[] {
  return diff(dotted({ ...before }), dotted({ ...after }));
}
