import type { Advice } from '../../platform/advice.ts';
import type { Sentence } from '../../platform/text.ts';
import type { PlaceNames } from '../place/place-arguments.ts';
import type { UnreadRow } from '../reading/unread-parts.ts';
import type { ScopeKind, ToolContext } from '../tools/context.ts';
import type { ReadPlaces } from './across.ts';
import type { Row } from './order.ts';
import { type Where, whereAcross } from './where.ts';

/** What a listing tool has read in one place. */
export interface ListReading<RowValue, Facts> {
  rows: readonly RowValue[];
  /** About the call, such as which kinds it asked for: where several places are read, those of the first stand for all. */
  facts: Facts;
  /** There are more on the platform than were read. */
  incomplete?: boolean;
  /** How many there are regardless of the filters, if known. */
  of?: number;
  /** Parts that could not be read, such as the things of one kind, with the reason. */
  unreadable?: readonly { part: Sentence; reason: Advice }[];
}

/** Names of a place of which some may be missing. */
type SomeNames = { [Name in keyof PlaceNames]?: PlaceNames[Name] | undefined };

/** The rows of all places in one listing, each with where it is; the business group only where there are several. */
export function joined<Kind extends ScopeKind, Facts>({
  places,
  read,
  unread,
}: ReadPlaces<Kind, ListReading<Row, Facts>>): {
  found: ListReading<Row, Facts>;
  where: Where;
  unreadable: UnreadRow[];
} {
  const where = whereAcross(places);
  const namesOf = ({ organization, environment }: SomeNames): Partial<PlaceNames> => ({
    ...(environment === undefined ? {} : { environment }),
    ...(organization === undefined || (where.organization !== undefined && environment !== undefined)
      ? {}
      : { organization }),
  });
  const [first] = read;
  // readEach fails when nothing was read, and there is no call about no place.
  if (first === undefined) throw new Error('No place was read.');
  const counts = read.map(({ reading: { of, rows } }) => of ?? rows.length);
  return {
    found: {
      rows: read.flatMap(({ place, reading }) => reading.rows.map((row) => ({ ...row, ...namesOf(place.names) }))),
      facts: first.reading.facts,
      incomplete: read.some(({ reading }) => reading.incomplete),
      of: counts.reduce((sum, one) => sum + one, 0),
    },
    where,
    unreadable: [
      ...unread.map(({ reason, ...names }) => ({ ...namesOf(names), reason })),
      ...read.flatMap(({ place, reading }) => unreadIn(reading, namesOf(place.names), place.ctx)),
    ],
  };
}

/** The parts that a reading lacks, as results name them. */
export function unreadIn(
  { unreadable = [] }: Pick<ListReading<Row, unknown>, 'unreadable'>,
  names: Partial<PlaceNames>,
  ctx: ToolContext,
): UnreadRow[] {
  return unreadable.map(({ part, reason }) => ({ part, ...names, reason: ctx.say(reason) }));
}
