import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Row, RowOrder, type Sort } from '../../src/core/listings/order.ts';
import { type Page, pageOf } from '../../src/core/listings/pages.ts';

/** Rows with ids of their own; names and ranks may be the same, or missing. */
const rowsOf = (most: number): fc.Arbitrary<Row[]> =>
  fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      name: fc.oneof(fc.string(), fc.constantFrom('a', 'A', 'mule-2', 'mule-10')),
      rank: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    }),
    { maxLength: most, selector: ({ id }) => id },
  );
const sorts: fc.Arbitrary<Sort> = fc.record({ field: fc.constantFrom('name', 'rank'), descending: fc.boolean() });
const byName: Sort = { field: 'name', descending: false };
const limits = fc.integer({ min: 1, max: 20 });

function orderOf(sort: Sort): RowOrder {
  return new RowOrder(sort, ['name', 'id']);
}

function page(rows: readonly Row[], sort: Sort | undefined, limit: number, cursor: string | undefined): Page {
  const order = sort && orderOf(sort);
  return pageOf(order === undefined ? rows : order.sorted(rows), {
    ...{ limit, cursor, order, listing: ['rows'], goesOn: false, room: Number.POSITIVE_INFINITY },
    fieldsFor: () => ['id', 'name'],
  });
}

/** All pages in turn; `between` is what happens to the platform after each, given what was shown so far. */
function walk(
  rows: Row[],
  sort: Sort | undefined,
  limit: number,
  between: (rows: Row[], shown: readonly string[]) => Row[] = (same) => same,
): string[] {
  const seen: string[] = [];
  let cursor: string | undefined;
  let now = rows;
  for (let pages = 0; pages < 200; pages++) {
    const { rows: shown, nextCursor } = page(now, sort, limit, cursor);
    seen.push(...shown.map(({ id }) => String(id)));
    if (nextCursor === undefined) return seen;
    cursor = nextCursor;
    now = between(now, seen);
  }
  throw new Error('the pages do not end');
}

const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => String(id));

describe('pages of a listing', () => {
  it('hold every row once and in order while nothing changes', () => {
    fc.assert(
      fc.property(rowsOf(60), limits, fc.option(sorts, { nil: undefined }), (rows, limit, sort) => {
        expect(walk(rows, sort, limit)).toEqual(ids(sort === undefined ? rows : orderOf(sort).sorted(rows)));
      }),
    );
  });

  it('lose none of the rows left when those shown are deleted page by page, as a clean-up does', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 40, selector: (name) => name.toLowerCase().normalize('NFKD') }),
        limits,
        (names, limit) => {
          const rows = names.map((name, index) => ({ id: String(index), name: `${index}-${name}` }));
          const seen = walk(rows, byName, limit, (now, shown) => now.filter(({ id }) => !shown.includes(String(id))));
          expect([...seen].sort()).toEqual(ids(rows).sort());
        },
      ),
    );
  });

  it('lose none of the rows that stay as they are when the last one shown changes its place', () => {
    fc.assert(
      fc.property(rowsOf(40), limits, sorts, fc.integer({ min: 0, max: 9 }), (rows, limit, sort, rank) => {
        const moved = new Set<string>();
        const seen = walk(rows, sort, limit, (now, shown) => {
          const last = shown.at(-1) ?? '';
          if (moved.size > 0) return now;
          moved.add(last);
          return now.map((row) => (row['id'] === last ? { ...row, name: `${rank}`, rank } : row));
        });
        for (const id of ids(rows)) if (!moved.has(id)) expect(seen).toContain(id);
      }),
    );
  });

  it('show no row twice while rows come anywhere', () => {
    fc.assert(
      fc.property(rowsOf(30), rowsOf(10), limits, (rows, more, limit) => {
        const unequal = more.filter(({ name }) =>
          rows.every((row) => orderOf(byName).compare([String(row['name'])], [String(name)]) !== 0),
        );
        let added = false;
        const seen = walk(rows, byName, limit, (now) => {
          if (added) return now;
          added = true;
          return [...now, ...unequal];
        });
        for (const id of ids(rows)) expect(seen.filter((one) => one === id)).toHaveLength(1);
      }),
    );
  });

  it('sort without losing a row, with what is missing last', () => {
    fc.assert(
      fc.property(rowsOf(40), fc.boolean(), (rows, descending) => {
        const sorted = orderOf({ field: 'rank', descending }).sorted(rows);
        expect(new Set(sorted)).toEqual(new Set(rows));
        const ranks = sorted.map(({ rank }) => rank);
        const known = ranks.filter((rank): rank is number => typeof rank === 'number');
        expect(ranks.slice(0, known.length)).toEqual(known);
        expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
      }),
    );
  });

  it('refuse whatever is no cursor of theirs', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.base64String({ minLength: 1 }), fc.json()), (cursor) => {
        expect(() => page([{ id: '1', name: 'a' }], byName, 1, cursor)).toThrow('does not belong');
      }),
    );
  });
});
