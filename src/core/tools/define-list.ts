import * as z from 'zod';
import { type Advice, advice } from '../../platform/advice.ts';
import type { PlaceIds } from '../../platform/client.ts';
import type { Sentence } from '../../platform/text.ts';
import { placedFields, placedRow, readEach } from '../listings/across.ts';
import { joined, type ListReading, unreadIn } from '../listings/list-reading.ts';
import { defaultLimit, fieldsToShow, type ListingRequest, listingParams, type RowFields } from '../listings/listing.ts';
import { type Row, RowOrder } from '../listings/order.ts';
import { pageOf, shownBefore } from '../listings/pages.ts';
import { type Where, whereOf, whereOutput, whereText } from '../listings/where.ts';
import type { OperationName, Operations, Shape } from '../operations.ts';
import { type UnreadRow, unreadLines, unreadOutput } from '../reading/unread-parts.ts';
import { table } from '../text/table.ts';
import type { Reach } from './call-place.ts';
import type { ToolName } from './calls.ts';
import type { ContextOf, ScopeKind, ToolContext } from './context.ts';
import { defineReadTool } from './define-read-tool.ts';
import type { ListedThing, Tool } from './tool.ts';
import type { ExampleOf, Said } from './tool-definition.ts';
import type { Toolset } from './toolsets.ts';

type Values<Members extends Shape> = z.output<z.ZodObject<Members>>;

/** How many rows of a listing a headline speaks of. */
export interface RowCount {
  shown: number;
  /** All that match the filters; undefined when the platform has more than were read. */
  total: number | undefined;
  /** All there are, regardless of the filters; undefined where they were not counted. */
  of?: number | undefined;
}

/** A tool that lists things: it reads the matching rows; sorting, paging and display are the same for all lists. */
export interface ListDefinition<
  Name extends OperationName,
  Filters extends Shape,
  RowSchema extends z.ZodObject,
  Facts extends Shape,
  Kind extends ScopeKind,
> {
  /** `anypoint_list_<things>` or `anypoint_search_<things>`. */
  name: ToolName;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** The name that advice uses; the tool's file declares it in {@link Operations}, with `filters` as its arguments. */
  operation: Name & (Operations[Name] extends Filters ? unknown : never);
  /** What is listed, and what each row holds. */
  description: Advice;
  scope: Kind;
  /** Whether `*` as organization or environment lists those of all places; every row then says where it is. */
  reach: Reach;
  /** The arguments that narrow it. */
  filters: Filters;
  rows: {
    /** Member of the result that holds them: `servers`. */
    key: string;
    row: RowSchema;
    /** The default sort field; `platform` keeps the order of the service. */
    order: (keyof z.output<RowSchema> & string) | 'platform';
    /** What each row is. With it the listing is a resource, too, and its rows complete arguments. `names`: default `name`. */
    thing?: Pick<ListedThing, 'argument' | 'noun'> & { names?: readonly (keyof z.output<RowSchema> & string)[] };
  } & Pick<RowFields<keyof z.output<RowSchema> & string>, 'identity' | 'brief' | 'full'>;
  /** What the result holds besides rows, total, cursor and where it is from. */
  facts: Facts;
  example: ExampleOf<Filters>;
  /**
   * Reads the matching rows: all of them, or, where that is costly and the platform decides the order, the first `enough`, marked as incomplete.
   */
  read(
    filters: Values<Filters>,
    ctx: ContextOf<Kind>,
    enough: number,
  ): Promise<ListReading<z.output<RowSchema>, Values<Facts>>>;
  /** The listing in one sentence, complete without the rows. `where`: as in `"Sandbox" of "Acme"`. */
  headline(facts: Values<Facts>, count: RowCount, where: Sentence): Advice;
  /** What follows the rows, from the platform. */
  after?(facts: Values<Facts>, shown: readonly Row[]): string;
}

/** Defines a tool that lists things, with `sort`, `fields`, `limit` and `cursor` besides its own filters. */
export function defineListTool<
  Name extends OperationName,
  Filters extends Shape,
  RowSchema extends z.ZodObject,
  Facts extends Shape,
  Kind extends ScopeKind,
>(definition: ListDefinition<Name, Filters, RowSchema, Facts, Kind>): Tool {
  const { filters: own, rows, facts, read, headline, after, reach, ...tool } = definition;
  const { key, row, order: usual, thing, ...shown } = rows;
  const fields = placedFields({ all: Object.keys(row.shape), ...shown }, reach === 'every' ? tool.scope : 'account');
  type Found = ListReading<Row, Values<Facts>>;
  const rowsIn = async (filters: Values<Filters>, ctx: ContextOf<Kind>, enough: number): Promise<Found> =>
    read(filters, ctx, enough);
  const answer = async (args: Record<string, unknown>, ctx: ToolContext, asked: Asked<Values<Filters>, Found>) => {
    const { request, filters } = parted(args);
    const { sort, limit = defaultLimit, cursor } = request;
    const field = sort?.field ?? usual;
    const order =
      field === 'platform' ? undefined : new RowOrder(sort ?? { field, descending: false }, fields.identity);
    // What is left of the arguments is what `own` has parsed.
    const enough = order ? maxSorted : shownBefore(cursor) + limit;
    const { found, where, unreadable } = await asked.read(filters as Values<Filters>, enough);
    const incomplete = found.incomplete ?? false;
    const page = pageOf(order === undefined ? found.rows : order.sorted<Row>(found.rows), {
      limit,
      cursor,
      listing: [tool.name, asked.place, filters, sort],
      order,
      fieldsFor: (count) => fieldsToShow(request.fields, count, fields),
      goesOn: incomplete && order === undefined,
      room: ctx.room ?? Number.POSITIVE_INFINITY,
    });
    return {
      ...where,
      ...found.facts,
      ...(incomplete ? {} : { total: found.rows.length }),
      ...(found.of === undefined || found.of === found.rows.length ? {} : { of: found.of }),
      ...(incomplete && order !== undefined ? { sortedRows: found.rows.length } : {}),
      [key]: page.rows,
      ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
      ...(unreadable.length === 0 ? {} : { unreadable }),
    };
  };
  const listing = defineReadTool<Name, Shape, z.ZodObject, Kind>({
    ...tool,
    // Declared with the filters, of which the shape here is made.
    operation: tool.operation as Name & (Operations[Name] extends Shape ? unknown : never),
    effect: 'read',
    input: { ...own, ...listingParams(fields) },
    output: z.object({
      ...whereOutput(tool.scope),
      ...facts,
      total: z.number().optional(),
      /** With filters: how many there are without them. */
      of: z.number().optional(),
      [key]: z.array(row.extend(placedRow(fields)).partial()),
      nextCursor: z.string().optional(),
      /** Only this many rows were read and sorted; there are more. */
      sortedRows: z.number().optional(),
      unreadable: unreadOutput.optional(),
    }),
    run: (args, ctx) =>
      answer(args, ctx, {
        place: placeOf(ctx),
        async read(filters, enough) {
          const found = await rowsIn(filters, ctx, enough);
          return { found, where: whereOf(ctx), unreadable: unreadIn(found, {}, ctx) };
        },
      }),
    ...(reach === 'one'
      ? {}
      : {
          runAcross: (args, places, ctx) =>
            answer(args, ctx, {
              place: places.entered.map(({ ctx: one }) => placeOf(one)),
              read: async (filters, enough) => joined(await readEach(places, (one) => rowsIn(filters, one, enough))),
            }),
        }),
    present(result): Said {
      // The result is made above, of these members.
      const { total, of, nextCursor, sortedRows, unreadable = [], [key]: listed, ...rest } = result as ListResult;
      const said = rest as Values<Facts>;
      const shown = listed as Row[];
      const more = after?.(said, shown) ?? '';
      const rowCount = { shown: shown.length, total, of };
      return {
        headline: advice`${headline(said, rowCount, whereText(rest as Where))}${pageNote(shown.length, { total, nextCursor, sortedRows })}`,
        data: [table(shown, idLast(fieldsToShow(['*'], shown.length, fields))), more, unreadLines(unreadable)]
          .filter((text) => text !== '')
          .join('\n'),
      };
    },
  });
  return { ...listing, lists: { key, fields: fields.all, reach, thing: thing && { names: ['name'], ...thing } } };
}

/** What a call asks for: in which place, for cursors, and how its rows are read. */
interface Asked<Filters, Found> {
  place: unknown;
  read(filters: Filters, enough: number): Promise<{ found: Found; where: Where; unreadable: readonly UnreadRow[] }>;
}

interface ListResult extends Record<string, unknown> {
  total?: number | undefined;
  of?: number | undefined;
  nextCursor?: string | undefined;
  sortedRows?: number | undefined;
  unreadable?: readonly UnreadRow[] | undefined;
}

/** Maximum number of rows that are read to be sorted, where reading all would be costly. */
const maxSorted = 1000;

function parted({ sort, fields, limit, cursor, ...filters }: Record<string, unknown>): {
  request: ListingRequest;
  filters: Record<string, unknown>;
} {
  // The arguments were parsed with `listingParams`.
  return { request: { sort, fields, limit, cursor } as ListingRequest, filters };
}

/** The place of a call: the same filters in another place are another listing. */
function placeOf(ctx: object): unknown {
  const { place, organization }: { place?: PlaceIds; organization?: { id: string } } = ctx;
  return [place?.organizationId ?? organization?.id, place?.environmentId];
}

/** A UUID before the name makes every row hard to read; a short id that tells namesakes apart stays in front. */
function idLast(fields: readonly string[]): readonly string[] {
  return fields[0] === 'id'
    ? fields
    : [...fields.filter((field) => field !== 'id'), ...fields.filter((field) => field === 'id')];
}

function pageNote(shown: number, { total, nextCursor, sortedRows }: ListResult): string {
  const part =
    sortedRows === undefined
      ? ''
      : ` Only the first ${sortedRows} were read and sorted; narrow the listing to see the others.`;
  if (nextCursor !== undefined) {
    const of = total === undefined ? 'There are more' : `Showing ${shown} of ${total}`;
    return `${part} ${of}: narrow the listing, or continue with cursor ${nextCursor}.`;
  }
  if (total === undefined || shown === total) return part;
  return shown === 0 ? ' There are no more rows after this cursor.' : ` These are the last ${shown} of ${total}.`;
}
