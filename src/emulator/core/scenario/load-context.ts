import type { Store } from '../store.ts';
import { type Claim, type NamedKind, type Names, ScenarioProblem } from './names.ts';

/** The context of a loader: the store to fill, the names taken so far, and the location in the scenario. */
export class LoadContext {
  readonly store: Store;
  /** when the platform starts, in epoch milliseconds */
  readonly start: number;
  /** the location of the entry, such as `servers[2]` */
  readonly path: string;
  readonly #names: Names;

  constructor(store: Store, names: Names, start: number, path: string) {
    this.store = store;
    this.start = start;
    this.path = path;
    this.#names = names;
  }

  /** The location of a member, or of an item of it: `servers[2].ip`, `servers[2].tags[0]`. */
  at(field: string, index?: number): LoadContext {
    const member = new LoadContext(this.store, this.#names, this.start, `${this.path}.${field}`);
    return index === undefined ? member : member.item(index);
  }

  /** The location of an item of a list. */
  item(index: number): LoadContext {
    return new LoadContext(this.store, this.#names, this.start, `${this.path}[${index}]`);
  }

  /** Runs a function for each item of a list and collects the problems of all of them. */
  each<Item>(items: readonly Item[], run: (item: Item, at: LoadContext) => void): void {
    for (const [index, item] of items.entries()) {
      try {
        run(item, this.item(index));
      } catch (error) {
        if (!(error instanceof ScenarioProblem)) throw error;
        this.#names.problems.push(error.message);
      }
    }
  }

  /** Claims a name and an id. @throws ScenarioProblem when either is taken */
  claim(kind: NamedKind, claim: Claim): void {
    this.#names.claim(this.path, kind, claim);
  }

  /** The id of an object of one of these kinds, by name or id. @throws ScenarioProblem that lists the existing names */
  find(kinds: readonly NamedKind[], scope: string, reference: string): string {
    return this.#names.find(this.path, kinds, scope, reference);
  }

  /** The id of the first object of a kind in a scope. @throws ScenarioProblem when there is none */
  first(kind: NamedKind, scope: string): string {
    return this.#names.first(this.path, kind, scope);
  }

  /** A problem at this location. */
  problem(text: string): ScenarioProblem {
    return new ScenarioProblem(`${this.path}: ${text}`);
  }
}

/** The creation time of objects whose scenario entry has none. */
export const defaultTimeMs = Date.UTC(2025, 5, 2, 8, 0, 0);

/** A time of a scenario in epoch milliseconds. */
export function timeOf(text: string | undefined, otherwise = defaultTimeMs): number {
  return text === undefined ? otherwise : Date.parse(text);
}
