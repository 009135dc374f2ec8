import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Page, pageOf, type Row, type Sort, sortRows } from '../../src/tools/listing.ts';

/** Rows with names of their own; `rank` may be the same, or missing. */
const rowsOf = (most: number): fc.Arbitrary<Row[]> =>
  fc.uniqueArray(fc.record({ id: fc.uuid(), name: fc.string(), rank: fc.option(fc.integer(), { nil: undefined }) }), {
    maxLength: most,
    selector: ({ id }) => id,
  });
const sorts: fc.Arbitrary<Sort | undefined> = fc.option(
  fc.record({ field: fc.constantFrom('name', 'rank'), descending: fc.boolean() }),
  { nil: undefined },
);

function page(rows: readonly Row[], limit: number, cursor: string | undefined): Page {
  return pageOf(rows, {
    ...{ limit, cursor, listing: ['rows'], identity: ['id'] },
    fieldsFor: () => ['id', 'name'],
    incomplete: false,
    room: Number.POSITIVE_INFINITY,
  });
}

/** All pages in turn; `between` is what happens to the platform after each. */
function walk(rows: Row[], limit: number, between: (rows: Row[]) => Row[]): string[] {
  const seen: string[] = [];
  let cursor: string | undefined;
  let now = rows;
  // Changes between the pages could go on for ever, an assistant does not.
  for (let pages = 0; pages < 200; pages++) {
    const { rows: shown, nextCursor } = page(now, limit, cursor);
    seen.push(...shown.map(({ id }) => String(id)));
    if (nextCursor === undefined) return seen;
    cursor = nextCursor;
    now = between(now);
  }
  throw new Error('the pages do not end');
}

describe('pages of a listing', () => {
  it('hold every row once and in order while nothing changes', () => {
    fc.assert(
      fc.property(rowsOf(60), fc.integer({ min: 1, max: 20 }), sorts, (rows, limit, sort) => {
        const sorted = sortRows(rows, sort);
        expect(walk(sorted, limit, (same) => same)).toEqual(sorted.map(({ id }) => id));
      }),
    );
  });

  it('lose no row that stays while one other row goes between two pages, and repeat at most one', () => {
    fc.assert(
      fc.property(rowsOf(40), fc.integer({ min: 1, max: 10 }), fc.nat(), (rows, limit, which) => {
        const gone = rows[which % Math.max(1, rows.length)];
        let removed = false;
        const seen = walk(rows, limit, (now) => {
          if (removed) return now;
          removed = true;
          return now.filter((row) => row !== gone);
        });
        for (const row of rows) if (row !== gone) expect(seen).toContain(row['id']);
        expect(seen.length - new Set(seen).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('lose no row while rows come anywhere between two pages', () => {
    fc.assert(
      fc.property(rowsOf(30), rowsOf(10), fc.integer({ min: 1, max: 10 }), fc.nat(), (rows, more, limit, where) => {
        const fresh = more.filter(({ id }) => rows.every((row) => row['id'] !== id));
        let added = false;
        const seen = walk(rows, limit, (now) => {
          if (added) return now;
          added = true;
          const at = where % (now.length + 1);
          return [...now.slice(0, at), ...fresh, ...now.slice(at)];
        });
        for (const { id } of rows) expect(seen.filter((one) => one === id)).toHaveLength(1);
      }),
    );
  });

  it('sort without losing a row, with what is missing last', () => {
    fc.assert(
      fc.property(rowsOf(40), fc.boolean(), (rows, descending) => {
        const sorted = sortRows(rows, { field: 'rank', descending });
        expect(new Set(sorted)).toEqual(new Set(rows));
        const ranks = sorted.map(({ rank }) => rank);
        const known = ranks.filter((rank): rank is number => typeof rank === 'number');
        expect(ranks.slice(0, known.length)).toEqual(known);
        expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
      }),
    );
  });
});
