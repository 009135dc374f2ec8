import { fieldText } from '../text/table.ts';

/** A row of any listing. */
export type Row = Readonly<Record<string, unknown>>;

/** By which field, and in which direction. */
export interface Sort {
  field: string;
  descending: boolean;
}

/** A field as rows are compared by it; null where a row has none. */
export type SortKey = string | number | null;

/** The order of the rows of a listing: by the requested field, then by identity. */
export class RowOrder {
  readonly #sorts: readonly Sort[];

  /** @param identity the fields that tell a row from all others, its id last, if it has one */
  constructor(sort: Sort, identity: readonly string[]) {
    const ties = identity.filter((field) => field !== sort.field && field !== idField);
    const last = identity.includes(idField) ? [idField] : [];
    this.#sorts = [sort, ...[...ties, ...last].map((field) => ({ field, descending: false }))];
  }

  /** The rows sorted; equal ones keep their order. */
  sorted<R extends Row>(rows: readonly R[]): R[] {
    return rows
      .map((row) => ({ row, keys: this.keysOf(row) }))
      .sort((a, b) => this.compare(a.keys, b.keys))
      .map(({ row }) => row);
  }

  /** The sort keys of a row. */
  keysOf(row: Row): SortKey[] {
    return this.#sorts.map(({ field }) => sortKey(row[field]));
  }

  /** The sort keys of a row, only as many as distinguish it from its neighbours: an id makes a cursor long. */
  shortKeysOf(row: Row, neighbours: readonly (Row | undefined)[]): SortKey[] {
    const keys = this.keysOf(row);
    const short = this.#sorts.at(-1)?.field === idField && keys.length > 1 ? keys.slice(0, -1) : keys;
    const isShared = neighbours.some((one) => one !== undefined && this.compare(this.keysOf(one), short) === 0);
    return isShared ? keys : short;
  }

  /** Below 0 when `a` comes first, by as many keys as `b` has. Rows without a field come last in either direction. */
  compare(a: readonly SortKey[], b: readonly SortKey[]): number {
    for (const [index, { field, descending }] of this.#sorts.entries()) {
      if (index >= b.length) return 0;
      const [one = null, other = null] = [a[index], b[index]];
      if (one === null || other === null) {
        if (one === other) continue;
        return one === null ? 1 : -1;
      }
      const order = field === idField ? compareIds(one, other) : compareKeys(one, other);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  }
}

const idField = 'id';
/** Longer texts are compared by their first characters: names are shorter, and cursors must be. */
const maxKey = 80;
// Numbers inside of texts count as numbers: mule-2 stands before mule-10, and 4.9.6 before 4.10.0.
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** Ids are compared exactly. */
function compareIds(a: string | number, b: string | number): number {
  const [one, other] = [String(a), String(b)];
  if (one === other) return 0;
  return compareKeys(one, other) || (one < other ? -1 : 1);
}

function sortKey(value: unknown): SortKey {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return fieldText(value).slice(0, maxKey);
}
