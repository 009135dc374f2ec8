import { createHash } from 'node:crypto';
import { inputFailure } from '../../platform/errors.ts';
import type { Row, RowOrder, SortKey } from './order.ts';

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
  /** Everything that identifies the listing: scope, filters, order. */
  listing: readonly unknown[];
  /** The order of the rows; undefined where the platform decides it. */
  order: RowOrder | undefined;
  /** The fields of a page with so many rows. */
  fieldsFor: (rows: number) => readonly string[];
  /** There are more rows after those that were read; a call for a later page reads them. */
  goesOn: boolean;
  /** How many characters of JSON the caller accepts. */
  room: number;
}

/**
 * The page at a cursor. Rows come, go and change between two calls, so a cursor does not name a row but a position in the order: the sort keys of the last row shown. Whatever happened to that row, the next page begins after its position. Where the platform decides the order, the cursor holds the number of rows shown.
 * @throws Failure (input) for a cursor of another listing
 */
export function pageOf(rows: readonly Row[], request: PageRequest): Page {
  const { limit, cursor, listing, order, fieldsFor, goesOn, room } = request;
  const start = cursor === undefined ? 0 : startOf(readCursor(cursor, fingerprintOf(listing)), rows, order);
  const page = rows.slice(start, start + limit);
  const fields = fieldsFor(page.length);
  const shown = withinRoom(
    page.map((row) => pickFields(row, fields)),
    room,
  );
  const end = start + shown.length;
  const last = rows[end - 1];
  if (last === undefined || shown.length === 0 || (end >= rows.length && !goesOn)) {
    return { rows: shown, nextCursor: undefined };
  }
  const place: Position =
    order === undefined ? { shown: end } : { keys: order.shortKeysOf(last, [rows[end - 2], rows[end]]) };
  return { rows: shown, nextCursor: cursorText(place, fingerprintOf(listing)) };
}

/** How many rows were shown before the page of a cursor; rows after that page need not be read. */
export function shownBefore(cursor: string | undefined): number {
  const place = cursor === undefined ? undefined : parsed(cursor)?.place;
  return place === undefined || !('shown' in place) ? 0 : place.shown;
}

/** A place behind rows: by their number, or by the keys of the last one. */
type Position = { shown: number } | { keys: SortKey[] };

function startOf(place: Position, rows: readonly Row[], order: RowOrder | undefined): number {
  if ('shown' in place) return place.shown;
  const behind = rows.findIndex((row) => order !== undefined && order.compare(order.keysOf(row), place.keys) > 0);
  return behind === -1 ? rows.length : behind;
}

/** One word of letters and digits: names from the platform must not be readable in a cursor. */
function cursorText(place: Position, fingerprint: string): string {
  const position = 'shown' in place ? place.shown : place.keys;
  return Buffer.from(JSON.stringify([fingerprint, position]), 'utf8').toString('base64url');
}

function readCursor(cursor: string, fingerprint: string): Position {
  const read = parsed(cursor);
  if (read?.fingerprint === fingerprint) return read.place;
  throw inputFailure({
    what: 'The cursor does not belong to this listing.',
    why:
      read === undefined
        ? 'It was not issued by this server.'
        : 'Business group, environment, filters and sort must be those of the call that returned it.',
    next: 'Repeat the arguments of that call with the cursor, or leave out the cursor to start over.',
  });
}

function parsed(cursor: string): { fingerprint: string; place: Position } | undefined {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor.trim(), 'base64url').toString('utf8'));
    if (!Array.isArray(position)) return undefined;
    const [fingerprint, place]: unknown[] = position;
    if (typeof fingerprint !== 'string') return undefined;
    if (isCount(place)) return { fingerprint, place: { shown: place } };
    return Array.isArray(place) && place.every(isKey) ? { fingerprint, place: { keys: place } } : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isKey(value: unknown): value is SortKey {
  return value === null || typeof value === 'string' || typeof value === 'number';
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

function pickFields(row: Row, fields: readonly string[]): Row {
  const picked: Record<string, unknown> = {};
  for (const field of fields) if (row[field] !== undefined) picked[field] = row[field];
  return picked;
}
