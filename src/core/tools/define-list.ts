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
import type { Tool } from './tool.ts';
import type { Toolset } from './toolsets.ts';

type Values<Members extends Shape> = z.output<z.ZodObject<Members>>;

/** How many rows of a listing a headline speaks of. */
export interface RowCount {
  shown: number;
  /** All that fit the filters; undefined when the platform holds more than were read. */
  total: number | undefined;
  /** All there are, whatever the filters say; undefined where nobody has counted them. */
  of?: number | undefined;
}

/** What a listing tool has read. */
export interface ListReading<RowValue, Facts> {
  rows: readonly RowValue[];
  facts: Facts;
  /** There are more on the platform than were read. */
  incomplete?: boolean;
  /** How many there are, whatever the filters say, where the reading has seen them. */
  of?: number;
}

/** A tool that lists things: it reads those that fit, and the listing is sorted, cut and shown alike everywhere. */
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
  /** By which advice names it; the tool's own file declares it in {@link Operations}, with `filters` as its arguments. */
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
    /** The field by which they follow each other unless the caller says otherwise; `platform` leaves it to the service. */
    order: (keyof z.output<RowSchema> & string) | 'platform';
  } & Pick<RowFields<keyof z.output<RowSchema> & string>, 'identity' | 'brief' | 'full'>;
  /** What the result holds besides rows, total and cursor. */
  facts: Facts;
  example: ExampleOf<Filters>;
  /**
   * Reads the rows that fit: all of them, or where that is costly and the order is the platform's the first `enough`,
   * saying that the listing is incomplete.
   */
  read(
    filters: Values<Filters>,
    ctx: ContextOf<Kind>,
    enough: number,
  ): Promise<ListReading<z.output<RowSchema>, Values<Facts>>>;
  /** The listing in one sentence, complete without the rows. */
  headline(facts: Values<Facts>, count: RowCount): Advice;
  /** What follows the rows, from the platform. */
  after?(facts: Values<Facts>): string;
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
  const { key, row, order: usual, ...shown } = rows;
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
      /** Where filters leave some out: how many there are. */
      of: z.number().optional(),
      [key]: z.array(row.partial()),
      nextCursor: z.string().optional(),
      /** There are more rows than these first ones of the platform, and only they were sorted. */
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
      const more = after?.(said) ?? '';
      return {
        headline: advice`${headline(said, { shown: shown.length, total, of })}${pageNote(shown.length, { total, nextCursor, sortedRows })}`,
        data: [table(shown, fieldsToShow(['*'], shown.length, fields)), ...(more === '' ? [] : [more])]
          .filter((text) => text !== '')
          .join('\n'),
      };
    },
  });
  return { ...listing, lists: key };
}

interface ListResult extends Record<string, unknown> {
  total?: number | undefined;
  of?: number | undefined;
  nextCursor?: string | undefined;
  sortedRows?: number | undefined;
}

/** So many rows are read at most for being sorted where reading all would be costly. */
const maxSorted = 1000;

function parted({ sort, fields, limit, cursor, ...filters }: Record<string, unknown>): {
  request: ListingRequest;
  filters: Record<string, unknown>;
} {
  // The arguments were parsed with `listingParams`.
  return { request: { sort, fields, limit, cursor } as ListingRequest, filters };
}

/** Which part of the platform a call is about; the same filters elsewhere are another listing. */
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
