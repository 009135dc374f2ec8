import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Listing, readPages } from '../../src/platform/paging.ts';

/** A service with `count` items that says `total` of them; returns the listing and the pages asked for. */
async function list(
  count: number,
  options: { limit: number; pageSize: number },
  total: number | undefined,
): Promise<{ listing: Listing<number>; asked: number[] }> {
  const all = Array.from({ length: count }, (_, index) => index);
  const asked: number[] = [];
  const listing = await readPages(async ({ page: index, size }) => {
    asked.push(index);
    if (asked.length > 1000) throw new Error('it does not end');
    return { items: all.slice(index * size, (index + 1) * size), total };
  }, options);
  return { listing, asked };
}

const counts = fc.record({
  count: fc.nat(15),
  limit: fc.integer({ min: 1, max: 16 }),
  pageSize: fc.integer({ min: 1, max: 5 }),
  counted: fc.boolean(),
});

describe('reading pages', () => {
  it('gives the first items up to the limit, and is cut exactly when there are more', async () => {
    await fc.assert(
      fc.asyncProperty(counts, async ({ count, limit, pageSize, counted }) => {
        const { listing } = await list(count, { limit, pageSize }, counted ? count : undefined);
        expect(listing.items).toEqual(Array.from({ length: Math.min(count, limit) }, (_, index) => index));
        expect(listing.cut).toBe(limit < count);
        if (counted || !listing.cut) expect(listing.total).toBe(count);
        else expect(listing.total).toBeGreaterThan(limit);
      }),
      { numRuns: 500 },
    );
  });

  it('asks for no page twice, and for none after the end or the limit', async () => {
    await fc.assert(
      fc.asyncProperty(counts, async ({ count, limit, pageSize, counted }) => {
        const { asked } = await list(count, { limit, pageSize }, counted ? count : undefined);
        expect(asked).toEqual(asked.map((_, index) => index));
        const needed = Math.ceil(Math.min(count, limit) / pageSize);
        // Without a total, one more page tells whether a full one was the last.
        expect(asked.length).toBeLessThanOrEqual(Math.max(1, needed) + (counted ? 0 : 1));
      }),
    );
  });

  it('ends at an empty page when the service says that there are more than it has', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.integer({ min: 1, max: 30 }), async ({ count, pageSize }, tooMany) => {
        const { listing } = await list(count, { limit: 1000, pageSize }, count + tooMany);
        expect(listing.items).toHaveLength(count);
        expect(listing).toMatchObject({ total: count, cut: false });
      }),
    );
  });

  it('never gives more than the limit, whatever the service says of its total', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.nat(100), async ({ count, limit, pageSize }, total) => {
        const { listing } = await list(count, { limit, pageSize }, total);
        expect(listing.items.length).toBeLessThanOrEqual(limit);
        expect(listing.total).toBeGreaterThanOrEqual(listing.items.length);
      }),
    );
  });

  it('reads on after a short page when the service says that there are more: some serve smaller pages', async () => {
    const pages = [[1, 2], [3, 4], [5]];
    const listing = await readPages(async ({ page: index }) => ({ items: pages[index] ?? [], total: 5 }), {
      limit: 100,
      pageSize: 3,
    });
    expect(listing).toEqual({ items: [1, 2, 3, 4, 5], total: 5, cut: false });
  });

  it('knows that a page exactly full was the last one', async () => {
    expect((await list(10, { limit: 10, pageSize: 10 }, undefined)).listing).toMatchObject({ total: 10, cut: false });
    expect((await list(11, { limit: 10, pageSize: 10 }, undefined)).listing).toMatchObject({ total: 11, cut: true });
  });

  it('skips nothing where the service serves smaller pages than asked for', async () => {
    const all = Array.from({ length: 11 }, (_, index) => index);
    const listing = await readPages(
      async ({ offset, size }) => ({ items: all.slice(offset, offset + Math.min(size, 3)), total: all.length }),
      { limit: 100, pageSize: 5 },
    );
    expect(listing).toEqual({ items: all, total: 11, cut: false });
  });

  it('follows the tokens of a service that pages by them: the first items up to the limit, cut where there are more', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.nat(5), async ({ count, limit, pageSize }, served) => {
        const all = Array.from({ length: count }, (_, index) => index);
        const listing = await readPages(
          async ({ size, token = '0' }) => {
            // It may serve smaller pages than asked for, even empty ones.
            const end = Number(token) + Math.min(size, served);
            const isPause = served === 0;
            return {
              items: all.slice(Number(token), end),
              total: undefined,
              next: end < count && !isPause ? `${end}` : null,
            };
          },
          { limit, pageSize },
        );
        const available = served === 0 ? 0 : count;
        expect(listing.items).toEqual(all.slice(0, Math.min(available, limit)));
        expect(listing.cut).toBe(limit < available);
      }),
    );
  });

  it('reads on behind an empty page with a token, and ends at a token that leads to itself', async () => {
    const pages: Record<string, { items: number[]; next: string }> = {
      first: { items: [], next: 'second' },
      second: { items: [1], next: 'second' },
    };
    const listing = await readPages(
      async ({ token = 'first' }) => ({ ...(pages[token] ?? { items: [] }), total: undefined }),
      {
        limit: 10,
        pageSize: 5,
      },
    );
    expect(listing).toEqual({ items: [1], total: 1, cut: false });
  });
});
