import type { Platform } from './platform.ts';
import { noteFrame, withFrame } from './state/frame.ts';
import type { Store } from './store.ts';

/** A computed value, and what it depends on. */
interface Kept<Value> {
  value: Value;
  /** it holds from `at` until `until`, in epoch ms */
  at: number;
  until: number;
  /** the parts of the state that were read, with their versions */
  parts: [name: string, version: number][];
}

/** How many values of one kind are kept; the oldest goes first. */
const mostKept = 100;

/**
 * Values computed from the state, kept until a part that they were computed from changes, or a state in it changes by
 * itself. While a request may be changing such a part, they are computed each time. A computation reads the state through {@link Store.of} and time through `stateAt`, `stageAt` and `hasPassed`;
 * it changes nothing, and neither does whoever gets the value.
 */
export class Derived<Value> {
  readonly #kept = new WeakMap<Store, Map<string, Kept<Value>>>();

  /** The value for a key, which says everything that the computation depends on besides the state. */
  of({ store, clock }: Pick<Platform, 'store' | 'clock'>, key: string, compute: (now: number) => Value): Value {
    const now = clock.now();
    // Changes that nobody is told about cannot end a value.
    if (store.isLent) return compute(now);
    const kept = this.#keptIn(store);
    const known = kept.get(key);
    if (known !== undefined && isCurrent(known, store, now)) {
      noteFrame({ until: known.until, parts: known.parts.map(([name]) => name) });
      return known.value;
    }
    const { value, frame } = withFrame(() => compute(now));
    noteFrame(frame);
    kept.delete(key);
    if ([...frame.parts].some((name) => store.changes.isOpen(name))) return value;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    const parts = [...frame.parts].map((name): [string, number] => [name, store.changes.versionOf(name)]);
    kept.set(key, { value, at: now, until: frame.until, parts });
    return value;
  }

  #keptIn(store: Store): Map<string, Kept<Value>> {
    let kept = this.#kept.get(store);
    if (kept === undefined) {
      kept = new Map();
      this.#kept.set(store, kept);
    }
    return kept;
  }
}

function isCurrent({ at, until, parts }: Kept<unknown>, { changes }: Store, now: number): boolean {
  if (now < at || now >= until) return false;
  return parts.every(([name, version]) => changes.versionOf(name) === version && !changes.isOpen(name));
}
