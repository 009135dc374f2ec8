/** One page of a listing. `total` is undefined where the service does not count. */
export interface Page<T> {
  items: T[];
  total: number | undefined;
  /** Where a service pages by tokens: the token of the next page, null behind the last one. */
  next?: string | null;
}

/** Where a page starts, in all ways in which services page: pages from 0, rows already seen, or a token of the page before. */
export interface PageStart {
  page: number;
  /** A service that silently serves smaller pages than asked for then still skips nothing. */
  offset: number;
  size: number;
  /** What the page before said of this one; undefined for the first page. */
  token: string | undefined;
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
 * reached; an empty page always ends it, so that a wrong total cannot keep it going. Where a service pages by tokens, the
 * end is a page without one, or with the token that led to it.
 */
export async function readPages<T>(
  fetchPage: (from: PageStart) => Promise<Page<T>>,
  options: { limit: number; pageSize: number },
): Promise<Listing<T>> {
  const items: T[] = [];
  let token: string | undefined;
  for (let index = 0; ; index++) {
    const page = await fetchPage({ page: index, offset: items.length, size: options.pageSize, token });
    items.push(...page.items);
    const atEnd =
      page.next === undefined ? isLast(page, items.length, options.pageSize) : isLastToken(page.next, token);
    token = page.next ?? undefined;
    // Where nobody counts, only the next page can tell whether a limit that is just reached leaves something out.
    const more =
      items.length > options.limit ||
      (items.length === options.limit && !atEnd && (page.total !== undefined || page.next !== undefined));
    if (more) {
      return { items: items.slice(0, options.limit), total: Math.max(page.total ?? 0, items.length), cut: true };
    }
    if (atEnd) return { items, total: items.length, cut: false };
  }
}

function isLast<T>({ items, total }: Page<T>, seen: number, pageSize: number): boolean {
  return items.length === 0 || (total === undefined ? items.length < pageSize : seen >= total);
}

/** An empty page may have others behind it, but a token that leads to itself would never end. */
function isLastToken(next: string | null, token: string | undefined): boolean {
  return next === null || next === '' || next === token;
}
