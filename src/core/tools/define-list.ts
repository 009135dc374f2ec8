import * as z from 'zod';
import { type Advice, advice } from '../../platform/advice.ts';
import type { PlaceIds } from '../../platform/client.ts';
import { defaultLimit, fieldsToShow, type ListingRequest, listingParams, type RowFields } from '../listings/listing.ts';
import { type Row, RowOrder } from '../listings/order.ts';
import { pageOf, shownBefore } from '../listings/pages.ts';
import type { OperationName, Operations, Shape } from '../operations.ts';
import { table } from '../text/table.ts';
import type { ToolName } from './calls.ts';
import type { ContextOf, ScopeKind } from './context.ts';
import { defineReadTool, type ExampleOf, type Said } from './define-tool.ts';
import type { ListedThing, Tool } from './tool.ts';
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

/** What a listing tool has read. */
export interface ListReading<RowValue, Facts> {
  rows: readonly RowValue[];
  facts: Facts;
  /** There are more on the platform than were read. */
  incomplete?: boolean;
  /** How many there are regardless of the filters, if known. */
  of?: number;
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
  /** What the result holds besides rows, total and cursor. */
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
  /** The listing in one sentence, complete without the rows. */
  headline(facts: Values<Facts>, count: RowCount): Advice;
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
  const { filters: own, rows, facts, read, headline, after, ...tool } = definition;
  const { key, row, order: usual, thing, ...shown } = rows;
  const fields: RowFields<string> = { all: Object.keys(row.shape), ...shown };
  const listing = defineReadTool<Name, Shape, z.ZodObject, Kind>({
    ...tool,
    // Declared with the filters, of which the shape here is made.
    operation: tool.operation as Name & (Operations[Name] extends Shape ? unknown : never),
    effect: 'read',
    input: { ...own, ...listingParams(fields) },
    output: z.object({
      ...facts,
      total: z.number().optional(),
      /** With filters: how many there are without them. */
      of: z.number().optional(),
      [key]: z.array(row.partial()),
      nextCursor: z.string().optional(),
      /** Only this many rows were read and sorted; there are more. */
      sortedRows: z.number().optional(),
    }),
    async run(args, ctx) {
      const { request, filters } = parted(args);
      const { sort, limit = defaultLimit, cursor } = request;
      const field = sort?.field ?? usual;
      const order =
        field === 'platform' ? undefined : new RowOrder(sort ?? { field, descending: false }, fields.identity);
      // What is left of the arguments is what `own` has parsed.
      const found = await read(filters as Values<Filters>, ctx, order ? maxSorted : shownBefore(cursor) + limit);
      const incomplete = found.incomplete ?? false;
      const page = pageOf(order === undefined ? found.rows : order.sorted<Row>(found.rows), {
        limit,
        cursor,
        listing: [tool.name, placeOf(ctx), filters, sort],
        order,
        fieldsFor: (count) => fieldsToShow(request.fields, count, fields),
        goesOn: incomplete && order === undefined,
        room: ctx.room ?? Number.POSITIVE_INFINITY,
      });
      return {
        ...found.facts,
        ...(incomplete ? {} : { total: found.rows.length }),
        ...(found.of === undefined || found.of === found.rows.length ? {} : { of: found.of }),
        ...(incomplete && order !== undefined ? { sortedRows: found.rows.length } : {}),
        [key]: page.rows,
        ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
      };
    },
    present(result): Said {
      // The result is made above, of these members.
      const { total, of, nextCursor, sortedRows, [key]: listed, ...rest } = result as ListResult;
      const said = rest as Values<Facts>;
      const shown = listed as Row[];
      const more = after?.(said, shown) ?? '';
      return {
        headline: advice`${headline(said, { shown: shown.length, total, of })}${pageNote(shown.length, { total, nextCursor, sortedRows })}`,
        data: [table(shown, fieldsToShow(['*'], shown.length, fields)), ...(more === '' ? [] : [more])]
          .filter((text) => text !== '')
          .join('\n'),
      };
    },
  });
  return { ...listing, lists: { key, fields: fields.all, thing: thing && { names: ['name'], ...thing } } };
}

interface ListResult extends Record<string, unknown> {
  total?: number | undefined;
  of?: number | undefined;
  nextCursor?: string | undefined;
  sortedRows?: number | undefined;
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
