import fc from 'fast-check';
import type { Things } from './things.ts';

/** One call of a tool, and what it makes of what there is when it happens. */
export interface Call {
  tool: string;
  args: Record<string, unknown>;
  /** The requests that write, `PUT /hybrid/**`, in their order; faults are aimed at them. */
  writes: readonly string[];
  change: (things: Things) => void;
  /** A write of several requests: what there is between them, in turn, and the words that tell of it. */
  partly?: readonly { told: RegExp; change: (things: Things) => void }[];
  /** What the same call says when it comes again at once; `maybe`: that depends. */
  again: 'no change' | 'failed' | 'done' | 'maybe';
}

/** A call that is made up when its turn comes: most calls are about something that is there by then. */
export type Step = (things: Things) => Call;

/** A password that a caller hands over: it may be shown nowhere. */
export const callersPassword = 'callers-own-Passw0rd-71';

/** One of some names. */
export const oneOf = <Name extends string>(names: readonly Name[]): fc.Arbitrary<Name> => fc.constantFrom(...names);

/** Changes the entries of a list that have a name, and leaves the others as they are. */
export function replace(list: string[], name: string, make: (entry: string) => string[]): void {
  const index = list.findIndex((entry) => entry.startsWith(`${name} `));
  if (index >= 0) list.splice(index, 1, ...make(list[index] ?? ''));
  list.sort();
}

/** Adds an entry to a list. */
export function add(list: string[], entry: string): void {
  list.push(entry);
  list.sort();
}

/** The name that an entry begins with. */
export const nameOf = (entry: string): string => entry.slice(0, entry.indexOf(' '));

/** Mostly one of those that are there, and sometimes any. */
export const picked = (
  from: (things: Things) => string[],
  any: readonly string[],
): fc.Arbitrary<(things: Things) => string> =>
  fc.tuple(fc.nat(11), fc.nat(4), oneOf(any)).map(([index, chance, other]) => (things) => {
    const there = from(things).map(nameOf);
    return chance === 0 ? other : (there[index % Math.max(1, there.length)] ?? other);
  });

/** Calls that only read: they show everything that a secret could be in. */
export const reading = (...reads: Pick<Call, 'tool' | 'args'>[]): fc.Arbitrary<Step> =>
  fc.constantFrom(...reads).map(
    (read): Step =>
      () => ({ ...read, writes: [], change: () => undefined, again: 'done' }),
  );
