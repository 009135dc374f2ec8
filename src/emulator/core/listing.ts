import { Derived } from './derived.ts';
import type { AnyKind, Id, Kind } from './kinds.ts';
import type { Platform } from './platform.ts';
import { TextSearch } from './text-search.ts';

/** What a list shows, and in which order. The keys name a rule with its values: what was found is kept by them. */
export interface Query<Item> {
  /** default: all of the environment */
  where?: { key: string; holds: (now: number) => (object: Readonly<Item>) => boolean } | undefined;
  /** only objects whose text contains `part`; empty: all */
  text?: { part: string; of: () => (object: Readonly<Item>) => string } | undefined;
  /** default: in the order of their creation */
  order?: Order<Item> | undefined;
}

/** The order of a list. */
export interface Order<Item> {
  key: string;
  compare: (now: number) => (a: Readonly<Item>, b: Readonly<Item>) => number;
  /** from the last to the first */
  isReversed?: boolean;
}

type Where = Pick<Platform, 'store' | 'clock'>;

/** Objects in a list, for looking only: see `Store.look`. */
export type Listed<Item> = readonly Readonly<Item>[];

/**
 * Finds the objects of a kind in an environment. Long lists are searched and sorted once and not for each page; a route
 * cuts its page out of what was found, and renders only that.
 */
export class Listing<ItemId extends Id, Item> {
  readonly #kind: Kind<string, ItemId, Item>;
  readonly #environmentOf: (object: Readonly<Item>, platform: Where) => string | undefined;
  readonly #groups = new Derived<ReadonlyMap<string | undefined, Listed<Item>>>();
  readonly #sorted = new Derived<Listed<Item>>();
  readonly #found = new Derived<Listed<Item>>();
  readonly #texts = new Derived<TextSearch>();

  constructor(
    kind: Kind<string, ItemId, Item>,
    environmentOf: (object: Readonly<Item>, platform: Where) => string | undefined,
  ) {
    this.#kind = kind;
    this.#environmentOf = environmentOf;
  }

  /** The objects of an environment that a query asks for. */
  find(platform: Where, environmentId: string, { where, text, order }: Query<Item> = {}): Listed<Item> {
    const sorted = (): Listed<Item> =>
      order === undefined ? this.#all(platform, environmentId) : this.#inOrder(platform, environmentId, order);
    const part = text?.part ?? '';
    if (where === undefined && part === '') return sorted();
    const inOrder = JSON.stringify([environmentId, order?.key, order?.isReversed]);
    return this.#found.of(platform, `${inOrder} ${JSON.stringify([where?.key, part])}`, (now) => {
      const found =
        text === undefined || part === ''
          ? sorted()
          : withText(
              sorted(),
              this.#texts.of(platform, inOrder, () => new TextSearch(sorted().map(text.of()))),
              part,
            );
      return where === undefined ? found : found.filter(where.holds(now));
    });
  }

  #all(platform: Where, environmentId: string): Listed<Item> {
    return this.#groups.of(platform, '', () => this.#grouped(platform)).get(environmentId) ?? [];
  }

  #grouped(platform: Where): ReadonlyMap<string | undefined, Listed<Item>> {
    const groups = new Map<string | undefined, Readonly<Item>[]>();
    for (const [, object] of platform.store.look(this.#kind)) {
      const environmentId = this.#environmentOf(object, platform);
      const group = groups.get(environmentId);
      if (group === undefined) groups.set(environmentId, [object]);
      else group.push(object);
    }
    return groups;
  }

  #inOrder(platform: Where, environmentId: string, { key, compare, isReversed = false }: Order<Item>): Listed<Item> {
    return this.#sorted.of(platform, JSON.stringify([environmentId, key, isReversed]), (now) => {
      const sorted = this.#all(platform, environmentId).toSorted(compare(now));
      return isReversed ? sorted.reverse() : sorted;
    });
  }
}

function withText<Item>(listed: Listed<Item>, texts: TextSearch, part: string): Listed<Item> {
  const found: Readonly<Item>[] = [];
  for (const position of texts.find(part)) {
    const object = listed[position];
    if (object !== undefined) found.push(object);
  }
  return found;
}

const listings = new WeakMap<AnyKind, unknown>();

/** The listing of a kind whose objects say in which environment they are. */
export function listingOf<ItemId extends Id, Item extends { environmentId: string }>(
  kind: Kind<string, ItemId, Item>,
): Listing<ItemId, Item> {
  // Only this function adds to the map, from the same kind.
  const known = listings.get(kind) as Listing<ItemId, Item> | undefined;
  if (known !== undefined) return known;
  const listing = new Listing(kind, ({ environmentId }) => environmentId);
  listings.set(kind, listing);
  return listing;
}
