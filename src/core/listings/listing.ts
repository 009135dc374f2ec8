import * as z from 'zod';
import { listed, quote } from '../text/quote.ts';
import { shortText } from '../tools/params.ts';
import type { Sort } from './order.ts';

/** The fields of the rows of a listing. */
export interface RowFields<Field extends string> {
  /** Every field that a row has. */
  all: readonly Field[];
  /** Fields that identify a row, for people and calls; always shown. */
  identity: readonly Field[];
  /** Shown in addition where there are many rows: enough to choose, so that 20 rows stay under 1,000 tokens. */
  brief: readonly Field[];
  /** Shown in addition where there are few rows; default: every field. */
  full?: readonly Field[] | undefined;
}

/** What a caller asks of a listing besides its filters. */
export interface ListingRequest {
  sort?: Sort | undefined;
  fields?: readonly string[] | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Rows that a listing returns unless `limit` says otherwise. */
export const defaultLimit = 100;
const maxRows = 1000;
/** Up to this many rows show more fields, which saves a second call. */
export const fewRows = 10;

/** Unknown fields that an error names. */
const fewNamed = 5;

/** The arguments that every listing takes; the same words everywhere but for the fields. */
export function listingParams<Field extends string>(fields: RowFields<Field>) {
  const others = fields.all.filter((field) => !fields.identity.includes(field) && !fields.brief.includes(field));
  const sortable = `expected ${fields.all.join(', ')}, or one with - before it`;
  return {
    sort: shortText()
      .transform((text, ctx) => {
        const sort = parseSort(text, fields.all);
        if (sort === undefined) {
          ctx.addIssue({ code: 'custom', message: `${quote(text)} is no field; ${sortable}` });
          return z.NEVER;
        }
        return sort;
      })
      .describe('Field to sort by; -field for descending order')
      .optional(),
    fields: z
      .array(shortText())
      .transform((texts, ctx) => {
        // Command-line clients and some models write a list as one text.
        const named = texts
          .flatMap((text) => text.split(','))
          .filter((text) => text.trim() !== '')
          .map((text) => ({ text, field: text.trim() === '*' ? '*' : knownField(text, fields.all) }));
        const unknown = named.filter(({ field }) => field === undefined).map(({ text }) => quote(text.trim()));
        if (unknown.length > 0) {
          const more = unknown.length > fewNamed ? ` and ${unknown.length - fewNamed} more` : '';
          const said =
            unknown.length === 1
              ? `${unknown[0]} is no field`
              : `${listed(unknown.slice(0, fewNamed))}${more} are no fields`;
          ctx.addIssue({ code: 'custom', message: `${said}; expected any of ${fields.all.join(', ')}, or * for all` });
        }
        const shown = new Set(named.flatMap(({ field }) => field ?? []));
        return shown.size === 0 ? undefined : [...shown];
      })
      .describe(`Fields to show, * for all${others.length === 0 ? '' : `; not shown by default: ${others.join(', ')}`}`)
      .optional(),
    limit: z
      .int()
      .min(1)
      // As a refinement, because a limit nobody reaches is not worth its tokens in every schema.
      .refine((rows) => rows <= maxRows, `expected ${maxRows} at most`)
      .describe(`Rows at most; default ${defaultLimit}`)
      .optional(),
    cursor: shortText('nextCursor of the page before').optional(),
  };
}

/** `name`, `-name`, and what models write for them: `name desc`, `+name`, another case. */
function parseSort(text: string, known: readonly string[]): Sort | undefined {
  const parts = /^([-+]?)(\w+)(?:[\s:]+(asc|desc)(?:ending)?)?$/i.exec(text.trim());
  const field = knownField(parts?.[2] ?? '', known);
  if (parts === null || field === undefined) return undefined;
  return { field, descending: (parts[1] === '-') !== (parts[3]?.toLowerCase() === 'desc') };
}

function knownField(text: string, known: readonly string[]): string | undefined {
  const folded = text.trim().toLowerCase();
  return known.find((field) => field.toLowerCase() === folded);
}

/** The fields of a page: the identity, then the requested ones, or as many as the number of rows allows. */
export function fieldsToShow<Field extends string>(
  asked: readonly string[] | undefined,
  rows: number,
  { all, identity, brief, full = all }: RowFields<Field>,
): readonly Field[] {
  const chosen =
    asked === undefined
      ? rows > fewRows
        ? brief
        : full
      : asked.includes('*')
        ? all
        : all.filter((field) => asked.includes(field));
  return [...identity, ...chosen.filter((field) => !identity.includes(field))];
}
