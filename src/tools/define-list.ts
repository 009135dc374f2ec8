import * as z from 'zod';
import type { ScopeIds } from '../anypoint/client.ts';
import type { ContextOf, ScopeKind } from './context.ts';
import { defineReadTool, type Tool } from './define.ts';
import {
  defaultLimit,
  fieldsToShow,
  type ListingRequest,
  listingParams,
  pageOf,
  type Row,
  type RowFields,
  rowsNeeded,
  sortRows,
} from './listing.ts';
import { table } from './present.ts';
import type { Toolset } from './toolsets.ts';

type Shape = Readonly<Record<string, z.ZodType>>;
type Values<Members extends Shape> = z.output<z.ZodObject<Members>>;

/** How many rows of a listing a headline speaks of. */
export interface RowCount {
  shown: number;
  /** All that fit the filters; undefined when the platform holds more than were read. */
  total: number | undefined;
}

/** A tool that lists things: it reads those that fit, and the listing is sorted, cut and shown alike everywhere. */
export interface ListDefinition<
  Filters extends Shape,
  RowSchema extends z.ZodObject,
  Facts extends Shape,
  Kind extends ScopeKind,
> {
  /** `anypoint_list_<things>` or `anypoint_search_<things>`. */
  name: `anypoint_${string}`;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** What is listed and what of each; at most about 400 characters. */
  description: string;
  scope: Kind;
  /** The arguments that narrow it. */
  filters: Filters;
  rows: {
    /** Member of the result that holds them: `servers`. */
    key: string;
    row: RowSchema;
  } & Pick<RowFields<keyof z.output<RowSchema> & string>, 'identity' | 'brief' | 'full'>;
  /** What the result holds besides rows, total and cursor. */
  facts: Facts;
  /**
   * Reads the rows that fit, in their natural order: all of them, or where that is costly the first `enough`, saying
   * that the listing is incomplete.
   */
  read(
    filters: Values<Filters>,
    ctx: ContextOf<Kind>,
    enough: number,
  ): Promise<{ rows: readonly z.output<RowSchema>[]; facts: Values<Facts>; incomplete?: boolean }>;
  /** The listing in one sentence, complete without the rows. */
  headline(facts: Values<Facts>, count: RowCount): string;
  /** What follows the rows, from the platform. */
  after?(facts: Values<Facts>): string;
}

/** Defines a tool that lists things, with `sort`, `fields`, `limit` and `cursor` besides its own filters. */
export function defineListTool<
  Filters extends Shape,
  RowSchema extends z.ZodObject,
  Facts extends Shape,
  Kind extends ScopeKind,
>(definition: ListDefinition<Filters, RowSchema, Facts, Kind>): Tool {
  const { filters: own, rows, facts, read, headline, after, ...tool } = definition;
  const { key, row, ...shown } = rows;
  const fields: RowFields<string> = { all: Object.keys(row.shape), ...shown };
  return defineReadTool<Shape, z.ZodObject, Kind>({
    ...tool,
    effect: 'read',
    input: { ...own, ...listingParams(fields) },
    output: z.object({
      ...facts,
      total: z.number().optional(),
      [key]: z.array(row.partial()),
      nextCursor: z.string().optional(),
    }),
    async run(args, ctx) {
      const { request, filters } = parted(args);
      // What is left of the arguments is what `own` has parsed.
      const found = await read(filters as Values<Filters>, ctx, request.sort ? allRows : rowsNeeded(request));
      const incomplete = found.incomplete ?? false;
      const page = pageOf(sortRows<Row>(found.rows, request.sort), {
        limit: request.limit ?? defaultLimit,
        cursor: request.cursor,
        listing: [tool.name, placeOf(ctx), filters, request.sort],
        fieldsFor: (count) => fieldsToShow(request.fields, count, fields),
        identity: fields.identity,
        incomplete,
        room: ctx.room ?? Number.POSITIVE_INFINITY,
      });
      return {
        ...found.facts,
        ...(incomplete ? {} : { total: found.rows.length }),
        [key]: page.rows,
        ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
      };
    },
    present(result) {
      // The result is made above, of these members.
      const { total, nextCursor, [key]: listed, ...rest } = result as ListResult;
      const said = rest as Values<Facts>;
      const shown = listed as Row[];
      const more = after?.(said) ?? '';
      return {
        headline: `${headline(said, { shown: shown.length, total })}${pageNote(shown.length, total, nextCursor)}`,
        data: [table(shown, fieldsToShow(['*'], shown.length, fields)), ...(more === '' ? [] : [more])]
          .filter((text) => text !== '')
          .join('\n'),
      };
    },
  });
}

interface ListResult extends Record<string, unknown> {
  total?: number;
  nextCursor?: string;
}

/** When a listing is sorted, every row counts: so many are read at most where reading all would be costly. */
export const allRows = 1000;

function parted({ sort, fields, limit, cursor, ...filters }: Record<string, unknown>): {
  request: ListingRequest;
  filters: Record<string, unknown>;
} {
  // The arguments were parsed with `listingParams`.
  return { request: { sort, fields, limit, cursor } as ListingRequest, filters };
}

/** Which part of the platform a call is about; the same filters elsewhere are another listing. */
function placeOf(ctx: object): unknown {
  const { scope, organization }: { scope?: ScopeIds; organization?: { id: string } } = ctx;
  return [scope?.organizationId ?? organization?.id, scope?.environmentId];
}

function pageNote(shown: number, total: number | undefined, nextCursor: string | undefined): string {
  if (nextCursor !== undefined) {
    const of = total === undefined ? 'There are more' : `Showing ${shown} of ${total}`;
    return ` ${of}: narrow the listing, or go on with cursor ${nextCursor}.`;
  }
  return total !== undefined && shown < total ? ` These are the last ${shown} of ${total}.` : '';
}
