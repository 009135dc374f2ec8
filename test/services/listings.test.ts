import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fewRows } from '../../src/core/listings/listing.ts';
import type { Listing, Tool } from '../../src/core/tools/tool.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import { serviceOf } from '../support/tools.ts';
import { sampleOrganization, sampleSettings } from './sample.ts';

type Row = Record<string, unknown>;

/** Rows of a page that is not small, and of a small one. */
const someRows = 20;
const listTools = allTools.filter((tool): tool is Tool & { lists: Listing } => tool.lists !== undefined);

const tokensOf = (value: unknown): number => encode(JSON.stringify(value)).length;
/** The numbers that names end in; a sample may hold other things between them. */
const numbersIn = (rows: readonly Row[], field: string): number[] =>
  rows.flatMap((row) => (isNumbered(row[field]) ? [Number(/\d+$/.exec(String(row[field]))?.[0])] : []));
const isNumbered = (name: unknown): boolean => /^[a-z][a-z -]*\d+$/i.test(String(name));

/** Every field that a row may have, as the tool's output declares it. */
function fieldsOf({ output, lists }: Tool & { lists: Listing }): string[] {
  const rows: unknown = output.shape[lists.key];
  if (!(rows instanceof z.ZodArray && rows.element instanceof z.ZodObject))
    throw new Error(`${lists.key} holds no rows`);
  return Object.keys(rows.element.shape);
}

/** The arguments that a tool cannot do without, as its example has them: the sample organization has what they name. */
function requiredOf({ input, example }: Tool): Record<string, unknown> {
  const given = Object.entries(example.arguments);
  return Object.fromEntries(
    given.filter(([argument]) => input.shape[argument]?.safeParse(undefined).success === false),
  );
}

/** The first field of rows whose values are words with a number at their end, as people number things. */
function numberedField(rows: readonly Row[]): string | undefined {
  return Object.keys(rows[0] ?? {}).find(
    (field) => new Set(rows.map((row) => row[field]).filter(isNumbered)).size >= rows.length - 1,
  );
}

describe('every listing', async () => {
  const harness = await startHarness({ emulator: { scenario: sampleOrganization }, env: sampleSettings });

  it('is declared as one: what has pages lists things', () => {
    const paged = allTools.filter(({ input }) => 'cursor' in input.shape).map(({ name }) => name);
    expect(paged, 'Define these with defineListTool, which says what they list').toEqual(
      listTools.map(({ name }) => name),
    );
  });

  // The journal holds no things of the platform, so no sample organization has them.
  describe.each(listTools.filter(({ toolset }) => toolset !== 'changes'))('$name', async (tool) => {
    const { name } = tool;
    const sample = `test/services/${serviceOf(tool)}/sample.ts`;
    const rowsOf = (result: Record<string, unknown>): Row[] => result[tool.lists.key] as Row[];
    const needed = requiredOf(tool);
    const list = async (args: Record<string, unknown>): Promise<Row[]> =>
      rowsOf(await harness.ok(name, { ...needed, ...args }));

    const brief = await list({ limit: someRows });
    if (brief.length < someRows) {
      throw new Error(
        `${name} lists ${brief.length} things of the sample organization: let ${sample} have ${someRows}.`,
      );
    }
    const sort = numberedField(brief) ?? '';
    if (sort === '')
      throw new Error(`Nothing in the rows of ${name} ends in a number: name the things in ${sample} so.`);
    // What is shown only where rows are few, or when it is asked for.
    const full = await list({ limit: 3, fields: ['*'] });
    const extras = Object.keys(full.at(-1) ?? {}).filter((field) => !brief.some((row) => field in row));

    it('says 20 rows in under 1,000 tokens, in either form', async () => {
      const { text, structured = {} } = await harness.call(name, { ...needed, limit: someRows });
      expect(rowsOf(structured)).toHaveLength(someRows);
      expect(encode(text).length).toBeLessThan(1000);
      expect(tokensOf(structured)).toBeLessThan(1000);
    });

    it('shows more of few rows, and any field that is asked for', async () => {
      const fields = fieldsOf(tool);
      expect(fields).toEqual(expect.arrayContaining([...extras, ...Object.keys(brief[0] ?? {})]));
      const few = await list({ limit: fewRows });
      expect(few.some((row) => extras.some((extra) => extra in row))).toBe(extras.length > 0);
      // Where a row has no more to show, the last that it shows: what names it comes first, and along with any field.
      const [extra = Object.keys(brief.at(-1) ?? {}).at(-1) ?? sort] = extras;
      const asked = await list({ limit: someRows, fields: [extra.toUpperCase()] });
      expect(asked.at(-1)).toHaveProperty(extra);
      // Besides the field asked for, each row has what names it, and nothing else.
      const names = Object.keys(asked.at(-1) ?? {}).filter((field) => field !== extra);
      const another = fields.find((field) => !names.includes(field) && field !== extra) ?? extra;
      const others = await list({ limit: someRows, fields: [another] });
      for (const row of others) expect(Object.keys(row).filter((field) => field !== another)).toEqual(names);
      expect(Object.keys(brief.at(-1) ?? {})).toEqual(expect.arrayContaining(names));
    });

    it('sorts numbers inside of names as numbers, in both directions', async () => {
      const up = numbersIn(await list({ sort, limit: 1000 }), sort);
      expect(up).toEqual([...up].sort((a, b) => a - b));
      const down = numbersIn(await list({ sort: `-${sort}`, limit: 1000 }), sort);
      expect(down).toEqual([...down].sort((a, b) => b - a));
      expect(new Set(up).size).toBeGreaterThan(someRows);
    });

    it('goes through all pages without losing or repeating a row', async () => {
      const whole = await list({ limit: 1000, sort, fields: [sort] });
      const paged: Row[] = [];
      let cursor: string | undefined;
      do {
        const page = await harness.ok(name, {
          ...needed,
          limit: 7,
          sort,
          fields: [sort],
          ...(cursor ? { cursor } : {}),
        });
        paged.push(...rowsOf(page));
        cursor = page['nextCursor'];
      } while (cursor !== undefined);
      expect(paged).toEqual(whole);
      expect(new Set(whole.map((row) => JSON.stringify(row))).size).toBe(whole.length);
    });

    it('says how to go on, in words too', async () => {
      const { text, structured = {} } = await harness.call(name, { ...needed, limit: 2 });
      expect(text).toContain(`narrow the listing, or continue with cursor ${structured['nextCursor']}.`);
    });

    it('says which fields there are when one is wrong', async () => {
      const sorted = await harness.fails(name, { ...needed, sort: 'colour' });
      expect(sorted).toContain('The argument sort is wrong: "colour" is no field; expected ');
      for (const field of fieldsOf(tool)) expect(sorted).toContain(field);
      expect(await harness.fails(name, { ...needed, fields: ['colour'] })).toContain(
        'The argument fields is wrong: "colour" is no field; expected any of ',
      );
      const two = await harness.fails(name, { ...needed, fields: ['colour', 'size of it'] });
      expect(two).toContain('The argument fields is wrong: "colour" and "size of it" are no fields; expected any of ');
      expect(two.match(/expected any of/g)).toHaveLength(1);
    });

    it('refuses the cursor of another listing', async () => {
      const { nextCursor: cursor } = await harness.ok(name, { ...needed, limit: 2 });
      const text = await harness.fails(name, { ...needed, limit: 2, sort: `-${sort}`, cursor });
      expect(text).toContain('The cursor does not belong to this listing.');
      expect(text).toContain('Repeat the arguments of that call with the cursor');
      expect(await harness.fails(name, { ...needed, cursor: 'page 2' })).toContain('It was not issued by this server.');
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
