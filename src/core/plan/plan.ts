import { isDeepStrictEqual } from 'node:util';
import { escaped, oneLine, printable, shortened } from '../../platform/reading.ts';

/** A value in a plan, as JSON has it. */
export type PlanValue = string | number | boolean | null | PlanValue[] | { [key: string]: PlanValue };

/** One setting before and after; a missing side means that it was not there or will not be. */
export interface Change {
  setting: string;
  before?: PlanValue;
  after?: PlanValue;
}

/** One thing that will be done, as a sentence in the imperative, with what it changes. */
export interface Step {
  action: string;
  changes: Change[];
}

/**
 * What a write is going to do. `intent` is what `apply` needs and nobody else sees. A plan without steps means that
 * everything is as wanted already.
 */
export interface Plan<Intent> {
  summary: string;
  steps: Step[];
  warnings: string[];
  intent: Intent;
}

/** Longest text of a value, characters; the structured plan has all of it. */
const longestText = 300;
/** The same for a list or object, whose members count for themselves. */
const longestStructure = 2_000;

/** `setting: before → after`, one line. */
export function changeLine({ setting: path, before, after }: Change): string {
  // The platform's own words may be part of the path.
  const setting = oneLine(path);
  if (before === undefined) return `${setting}: ${valueText(after)}`;
  if (after === undefined) return `${setting}: ${valueText(before)} → removed`;
  return `${setting}: ${valueText(before)} → ${valueText(after)}`;
}

/** A value that cannot be shown as it is, is written as in JSON: whoever agrees to a plan sees exactly what will be set. */
function valueText(value: PlanValue | undefined): string {
  if (value === undefined) return 'not set';
  const isPlain = typeof value === 'string' && printable(value) === value;
  const text = isPlain ? value : escaped(JSON.stringify(value, shortMember));
  const longest = typeof value === 'string' ? longestText : longestStructure;
  return text.length > longest ? `${shortened(text, longest)} (${text.length} characters)` : text;
}

/** No member takes the room of all others; a value that is a text by itself is cut as a whole, with its length. */
function shortMember(key: string, value: unknown): unknown {
  return key !== '' && typeof value === 'string' ? shortened(value, longestText) : value;
}

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
    if (isRecord(old) && isRecord(now)) return diffAt(path, old, now);
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
    define(result, key, isRecord(change) ? merge(isRecord(old) ? old : {}, change) : change);
  }
  return result;
}

/** `__proto__` as a key must become a member, not the prototype. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
