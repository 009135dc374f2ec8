import type { Store } from '../store.ts';
import { type Claim, type NamedKind, type Names, ScenarioProblem } from './names.ts';

/** What a loader gets beside an entry: the store to fill, the names so far, and where in the scenario the entry stands. */
export class LoadContext {
  readonly store: Store;
  /** when the platform starts, in epoch milliseconds */
  readonly start: number;
  /** where the entry stands, such as `servers[2]` */
  readonly path: string;
  readonly #names: Names;

  constructor(store: Store, names: Names, start: number, path: string) {
    this.store = store;
    this.start = start;
    this.path = path;
    this.#names = names;
  }

  /** The place of a member, or of an item of it: `servers[2].ip`, `servers[2].tags[0]`. */
  at(field: string, index?: number): LoadContext {
    const member = new LoadContext(this.store, this.#names, this.start, `${this.path}.${field}`);
    return index === undefined ? member : member.item(index);
  }

  /** The place of an item of a list. */
  item(index: number): LoadContext {
    return new LoadContext(this.store, this.#names, this.start, `${this.path}[${index}]`);
  }

  /** Runs something for each item of a list; a problem with one does not hide those with the next. */
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

  /** Takes a name, and the id behind it. @throws ScenarioProblem when one of the two is taken */
  claim(kind: NamedKind, claim: Claim): void {
    this.#names.claim(this.path, kind, claim);
  }

  /** The id of a thing of one of some kinds, by its name or id. @throws ScenarioProblem that lists the names there are */
  find(kinds: readonly NamedKind[], scope: string, reference: string): string {
    return this.#names.find(this.path, kinds, scope, reference);
  }

  /** The id of the first thing of a kind in a scope. @throws ScenarioProblem when there is none */
  first(kind: NamedKind, scope: string): string {
    return this.#names.first(this.path, kind, scope);
  }

  /** A problem at this place. */
  problem(text: string): ScenarioProblem {
    return new ScenarioProblem(`${this.path}: ${text}`);
  }
}

/** When something of a scenario was created that does not say it. */
export const defaultTimeMs = Date.UTC(2025, 5, 2, 8, 0, 0);

/** A time of a scenario in epoch milliseconds. */
export function timeOf(text: string | undefined, otherwise = defaultTimeMs): number {
  return text === undefined ? otherwise : Date.parse(text);
}
