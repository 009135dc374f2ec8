import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import { crowd } from './sample.ts';

type Row = Record<string, unknown>;

/** Every listing with the member that holds its rows, a field to sort by, and one that only few rows show. */
const listings = [
  { tool: 'anypoint_list_organizations', key: 'organizations', sort: 'name', extra: 'parentId' },
  { tool: 'anypoint_list_environments', key: 'environments', sort: 'name', extra: 'isProduction' },
  { tool: 'anypoint_list_servers', key: 'servers', sort: 'name', extra: 'address' },
  { tool: 'anypoint_list_clusters', key: 'clusters', sort: 'name', extra: 'servers' },
  { tool: 'anypoint_list_gateways', key: 'gateways', sort: 'name', extra: 'targetName' },
  { tool: 'anypoint_list_apis', key: 'apis', sort: 'label', extra: 'assetId' },
  { tool: 'anypoint_list_applications', key: 'applications', sort: 'name', extra: 'where' },
  { tool: 'anypoint_search_exchange_assets', key: 'assets', sort: 'assetId', extra: 'groupId' },
] as const;

const tokensOf = (value: unknown): number => encode(JSON.stringify(value)).length;
const numberIn = (text: unknown): number => Number(/\d+/.exec(String(text))?.[0] ?? 0);

describe('every listing', async () => {
  const harness = await startHarness({
    emulator: { scenario: crowd },
    env: {
      ANYPOINT_CLIENT_ID: 'crowd-client',
      ANYPOINT_CLIENT_SECRET: 'crowd-secret',
      ANYPOINT_ENVIRONMENT: 'Sandbox',
    },
  });

  it('is one of those tested here', () => {
    const paged = allTools.filter(({ input }) => 'cursor' in input.shape).map(({ name }) => name);
    expect(paged).toEqual(listings.map(({ tool }) => tool).sort());
  });

  describe.each(listings)('$tool', ({ tool, key, sort, extra }) => {
    const rowsOf = (result: Record<string, unknown>): Row[] => result[key] as Row[];

    it('says 20 rows in under 1,000 tokens, in either form', async () => {
      const { text, structured = {} } = await harness.call(tool, { limit: 20 });
      expect(rowsOf(structured)).toHaveLength(20);
      expect(encode(text).length).toBeLessThan(1000);
      expect(tokensOf(structured)).toBeLessThan(1000);
    });

    it('shows more of few rows, and any field that is asked for', async () => {
      const few = rowsOf(await harness.ok(tool, { limit: 3, fields: ['*'] }));
      expect(few.at(-1)).toHaveProperty(extra);
      const many = rowsOf(await harness.ok(tool, { limit: 20 }));
      for (const row of many) expect(row).not.toHaveProperty(extra);
      const asked = rowsOf(await harness.ok(tool, { limit: 20, fields: [extra.toUpperCase()] }));
      expect(asked.some((row) => extra in row)).toBe(true);
      expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(3);
    });

    it('sorts numbers inside of names as numbers, in both directions', async () => {
      const up = rowsOf(await harness.ok(tool, { sort, limit: 1000 })).map((row) => numberIn(row[sort]));
      expect(up).toEqual([...up].sort((a, b) => a - b));
      const down = rowsOf(await harness.ok(tool, { sort: `-${sort}`, limit: 1000 })).map((row) => numberIn(row[sort]));
      expect(down).toEqual([...down].sort((a, b) => b - a));
    });

    it('goes through all pages without losing or repeating a row', async () => {
      const whole = rowsOf(await harness.ok(tool, { limit: 1000, sort }));
      const paged: Row[] = [];
      let cursor: string | undefined;
      do {
        const page = await harness.ok(tool, { limit: 7, sort, ...(cursor === undefined ? {} : { cursor }) });
        paged.push(...rowsOf(page));
        cursor = page['nextCursor'];
      } while (cursor !== undefined);
      expect(paged.map(({ name, id }) => [name, id])).toEqual(whole.map(({ name, id }) => [name, id]));
    });

    it('says how to go on, in words too', async () => {
      const { text, structured = {} } = await harness.call(tool, { limit: 2 });
      expect(text).toContain(`narrow the listing, or go on with cursor ${structured['nextCursor']}.`);
    });

    it('says which fields there are when one is wrong', async () => {
      const sorted = await harness.fails(tool, { sort: 'colour' });
      expect(sorted).toContain('The argument sort is wrong: expected ');
      expect(sorted).toContain(extra);
      expect(await harness.fails(tool, { fields: ['colour'] })).toContain(
        'The argument fields is wrong: expected any of ',
      );
    });

    it('refuses the cursor of another listing', async () => {
      const { nextCursor: cursor } = await harness.ok(tool, { limit: 2 });
      const text = await harness.fails(tool, { limit: 2, sort: `-${sort}`, cursor });
      expect(text).toContain('The cursor does not belong to this listing.');
      expect(text).toContain('Repeat the arguments of that call beside the cursor');
      expect(await harness.fails(tool, { cursor: 'page 2' })).toContain('It was not issued by this server.');
    });
  });

  it('goes on behind the last row shown when rows before it have gone and others have come', async () => {
    const { store } = harness.emulator;
    const page = { limit: 5, nameContains: 'mule-freight-' };
    const first = await harness.ok('anypoint_list_servers', page);
    const seen = first['servers'].map(({ name }: { name: string }) => name);
    const [gone] = [...store.servers.values()].filter(({ name }) => name === seen[1]);
    if (gone === undefined) throw new Error('the emulator lost a server');
    store.servers.delete(gone.id);
    const second = await harness.ok('anypoint_list_servers', { ...page, cursor: first['nextCursor'] });
    store.servers.set(gone.id, gone);
    expect(second['servers'][0].name).toBe('mule-freight-6');
  });

  it('ends a page where the answer would be too long, and goes on behind it', async () => {
    const args = { limit: 1000, fields: ['*'], nameContains: 'mule-freight-' };
    const { store } = harness.emulator;
    const [any] = store.servers.values();
    if (any === undefined) throw new Error('the emulator has no servers');
    const added = Array.from({ length: 300 }, (_, index) => ({
      ...any,
      id: 90_000 + index,
      name: `mule-freight-x-${index}`,
    }));
    for (const server of added) store.servers.set(server.id, server);
    const first = await harness.ok('anypoint_list_servers', args);
    const second = await harness.ok('anypoint_list_servers', { ...args, cursor: first['nextCursor'] });
    for (const { id } of added) store.servers.delete(id);
    expect(first['servers'].length).toBeLessThan(350);
    expect(first['servers'].length + second['servers'].length).toBe(350);
    expect(second).not.toHaveProperty('nextCursor');
  });
});
