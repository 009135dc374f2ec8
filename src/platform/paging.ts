/** One page of a listing. `total` is undefined where the service does not count. */
export interface Page<T> {
  items: T[];
  total: number | undefined;
}

/** Where a page starts, in both ways in which services count: pages from 0, or rows already seen. */
export interface PageStart {
  page: number;
  /** A service that silently serves smaller pages than asked for then still skips nothing. */
  offset: number;
  size: number;
}

/** A listing read to its end, or to the limit: `total` tells how many there are, as far as the service said. */
export interface Listing<T> {
  items: T[];
  /** How many there are on the platform; equals `items.length` when all were read. */
  total: number;
  /** True when `limit` stopped the reading before the end. */
  cut: boolean;
}

/**
 * Reads pages until the end or until `limit` items are there. The end is a page shorter than asked for, or the total
 * reached; an empty page always ends it, so that a wrong total cannot keep it going.
 */
export async function readPages<T>(
  fetchPage: (from: PageStart) => Promise<Page<T>>,
  options: { limit: number; pageSize: number },
): Promise<Listing<T>> {
  const items: T[] = [];
  for (let index = 0; ; index++) {
    const page = await fetchPage({ page: index, offset: items.length, size: options.pageSize });
    items.push(...page.items);
    const atEnd =
      page.items.length === 0 ||
      (page.total === undefined ? page.items.length < options.pageSize : items.length >= page.total);
    // Where nobody counts, only the next page can tell whether a limit that is just reached leaves something out.
    const more = items.length > options.limit || (items.length === options.limit && !atEnd && page.total !== undefined);
    if (more) {
      return { items: items.slice(0, options.limit), total: Math.max(page.total ?? 0, items.length), cut: true };
    }
    if (atEnd) return { items, total: items.length, cut: false };
  }
}
