import { createHash } from 'node:crypto';
import * as z from 'zod';
import { inputFailure } from '../anypoint/errors.ts';
import { fieldText } from './present.ts';

/** What of each row a listing gives. */
export interface RowFields<Field extends string> {
  /** Every field that a row has. */
  all: readonly Field[];
  /** By which people and calls name a row; always given. Together they tell a row from all others. */
  identity: readonly Field[];
  /** Given besides these where rows are many: what lets one choose, so that 20 rows stay under 1,000 tokens. */
  brief: readonly Field[];
  /** Given besides these where rows are few; every field unless said otherwise. */
  full?: readonly Field[] | undefined;
}

/** What a caller asks of a listing besides its filters. */
export interface ListingRequest {
  sort?: Sort | undefined;
  fields?: readonly string[] | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** By which field, and in which direction. */
export interface Sort {
  field: string;
  descending: boolean;
}

/** Rows that a listing returns unless `limit` says otherwise. */
export const defaultLimit = 100;
const mostRows = 1000;
/** So many rows are few: they show more of themselves, which saves a second call. */
export const fewRows = 10;

/** The arguments that every listing takes; the same words everywhere but for the fields. */
export function listingParams<Field extends string>(fields: RowFields<Field>) {
  const others = fields.all.filter((field) => !fields.identity.includes(field) && !fields.brief.includes(field));
  return {
    sort: z
      .string()
      .min(1)
      .transform((text, ctx) => {
        const sort = parseSort(text, fields.all);
        if (sort === undefined) {
          ctx.addIssue({ code: 'custom', message: `expected ${fields.all.join(', ')}, or one with - before it` });
          return z.NEVER;
        }
        return sort;
      })
      .describe('By a field; -field descends')
      .optional(),
    fields: z
      .array(
        z.string().transform((text, ctx) => {
          const field = text === '*' ? text : knownField(text, fields.all);
          if (field === undefined) {
            ctx.addIssue({ code: 'custom', message: `expected any of ${fields.all.join(', ')}, or * for all` });
            return z.NEVER;
          }
          return field;
        }),
      )
      .describe(others.length === 0 ? 'To show' : `To show; also ${others.join(', ')}`)
      .optional(),
    limit: z
      .int()
      .min(1)
      // As a refinement, because a limit nobody reaches is not worth its tokens in every schema.
      .refine((rows) => rows <= mostRows, `expected ${mostRows} at most`)
      .describe(`Default ${defaultLimit}`)
      .optional(),
    cursor: z.string().min(1).describe('nextCursor of the page before').optional(),
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

/** A row of any listing. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows by one field; those without it come last in either direction, equal ones keep their order. */
export function sortRows<R extends Row>(rows: readonly R[], sort: Sort | undefined): R[] {
  if (sort === undefined) return [...rows];
  const { field, descending } = sort;
  return rows
    .map((row) => ({ row, key: sortKey(row[field]) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined);
      const order = compare(a.key, b.key);
      return descending ? -order : order;
    })
    .map(({ row }) => row);
}

// Numbers inside of texts count as numbers: mule-2 stands before mule-10, and 4.9.6 before 4.10.0.
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

function sortKey(value: unknown): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return fieldText(value);
}

/** One page of a listing, each row with the fields to show. */
export interface Page {
  rows: Row[];
  /** Where the next page begins; undefined on the last one. */
  nextCursor: string | undefined;
}

/** What a page is cut from. */
export interface PageRequest {
  limit: number;
  cursor: string | undefined;
  /** Everything that makes this listing another one than the next: scope, filters, order. */
  listing: readonly unknown[];
  /** The fields of a page with so many rows, among them those of `identity`. */
  fieldsFor: (rows: number) => readonly string[];
  identity: readonly string[];
  /** There are more rows on the platform than were read. */
  incomplete: boolean;
  /** How many characters of JSON the caller takes. */
  room: number;
}

/**
 * The page that a cursor points at. Between two calls rows come and go, so the cursor knows the last row that was shown
 * and goes on behind it; when that very row is gone, behind its old place, which shows a row twice rather than never.
 * @throws Failure (input) for a cursor of another listing
 */
export function pageOf(rows: readonly Row[], request: PageRequest): Page {
  const { limit, cursor, listing, fieldsFor, identity, incomplete, room } = request;
  const identityOf = (row: Row): string => fingerprintOf(identity.map((field) => row[field]));
  const start = cursor === undefined ? 0 : placeBehind(readCursor(cursor, fingerprintOf(listing)), rows, identityOf);
  const page = rows.slice(start, start + limit);
  const fields = fieldsFor(page.length);
  const shown = withinRoom(
    page.map((row) => pickFields(row, fields)),
    room,
  );
  const end = start + shown.length;
  const last = shown.at(-1);
  const isEnd = last === undefined || (end >= rows.length && !incomplete);
  return { rows: shown, nextCursor: isEnd ? undefined : `${end}-${fingerprintOf(listing)}-${identityOf(last)}` };
}

/** How many rows a page needs at most, counted from the first one; what is behind them need not be read. */
export function rowsNeeded({ cursor, limit = defaultLimit }: ListingRequest): number {
  return (cursor === undefined ? 0 : Number(/^\d{1,9}/.exec(cursor)?.[0] ?? 0)) + limit;
}

interface Cursor {
  /** Rows before the next one when the cursor was made. */
  offset: number;
  /** The last row shown. */
  last: string;
}

function readCursor(cursor: string, fingerprint: string): Cursor {
  const [, offset, listing, last = ''] = /^(\d{1,9})-([0-9a-f]{6})-([0-9a-f]{6})$/.exec(cursor.trim()) ?? [];
  if (listing !== fingerprint) {
    throw inputFailure({
      what: 'The cursor does not belong to this listing.',
      why:
        listing === undefined
          ? 'It is not one that this server has given.'
          : 'Business group, environment, filters and sort have to be those of the call that gave it.',
      next: 'Repeat the arguments of that call beside the cursor, or leave out the cursor to begin anew.',
    });
  }
  return { offset: Number(offset), last };
}

/** Looks from the old place outwards: that is where the row nearly always still is. */
function placeBehind({ offset, last }: Cursor, rows: readonly Row[], identityOf: (row: Row) => string): number {
  const isLast = (index: number): boolean => {
    const row = rows[index];
    return row !== undefined && identityOf(row) === last;
  };
  const furthest = Math.max(offset, rows.length - offset + 1);
  for (let distance = 0; distance <= furthest; distance++) {
    if (isLast(offset - 1 - distance)) return offset - distance;
    if (isLast(offset - 1 + distance)) return offset + distance;
  }
  return Math.max(0, offset - 1);
}

/** As many rows as fit, but one at least. */
function withinRoom(rows: Row[], room: number): Row[] {
  let used = 0;
  const over = rows.findIndex((row, index) => {
    used += JSON.stringify(row).length + 1;
    return index > 0 && used > room;
  });
  return over === -1 ? rows : rows.slice(0, over);
}

function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 6);
}

/** The fields of a page with so many rows: what names them, then what was asked for, or as much as their number allows. */
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

function pickFields(row: Row, fields: readonly string[]): Row {
  const picked: Record<string, unknown> = {};
  for (const field of fields) if (row[field] !== undefined) picked[field] = row[field];
  return picked;
}
