import type * as z from 'zod';
import { Failure } from '../../platform/errors.ts';
import { platformText } from '../../platform/reading.ts';
import type { PlaceNames } from '../place/place-arguments.ts';
import type { UnreadRow } from '../reading/unread-parts.ts';
import type { EnteredPlace, EnteredPlaces } from '../tools/call-place.ts';
import type { ContextOf, ScopeKind } from '../tools/context.ts';
import type { RowFields } from './listing.ts';

/** The fields in which the rows of several places say where they are, as other calls take them. */
const placeFields = {
  account: [],
  organization: ['organization'],
  environment: ['environment', 'organization'],
} as const satisfies Record<ScopeKind, readonly (keyof PlaceNames)[]>;

/** The fields of rows that may come from several places: where they are follows what names them. */
export function placedFields(fields: RowFields<string>, kind: ScopeKind): RowFields<string> {
  const { all, identity } = fields;
  const added = placeFields[kind];
  const [last = ''] = identity.slice(-1);
  // An id distinguishes rows only after everything that people tell them apart by.
  const named = last === 'id' ? [...identity.slice(0, -1), ...added, last] : [...identity, ...added];
  return { ...fields, all: [...all, ...added], identity: named };
}

/** The members that say where a row is, as far as its fields have them. */
export function placedRow({ all }: RowFields<string>): Partial<Record<keyof PlaceNames, z.ZodType>> {
  return Object.fromEntries(
    placeFields.environment.filter((field) => all.includes(field)).map((field) => [field, platformText.optional()]),
  );
}

/** What was read in each place, and where nothing could be read. */
export interface ReadPlaces<Kind extends ScopeKind, Reading> {
  places: EnteredPlaces<Kind>;
  read: readonly { place: EnteredPlace<Kind>; reading: Reading }[];
  unread: readonly UnreadRow[];
}

/**
 * Reads every place at once; the client lets through as many requests as the platform should get at a time. One place that cannot be read does not affect the others.
 * @throws Failure the first, when nothing could be read anywhere
 */
export async function readEach<Kind extends ScopeKind, Reading>(
  places: EnteredPlaces<Kind>,
  read: (ctx: ContextOf<Kind>) => Promise<Reading>,
): Promise<ReadPlaces<Kind, Reading>> {
  const failed: { place: EnteredPlace<Kind>; failure: Failure }[] = [];
  const outcomes = await Promise.all(
    places.entered.map(async (place) => {
      try {
        return [{ place, reading: await read(place.ctx) }];
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        place.ctx.missing(failure);
        failed.push({ place, failure });
        return [];
      }
    }),
  );
  const done = outcomes.flat();
  const [first] = failed;
  if (first !== undefined && done.length === 0) throw first.failure;
  return {
    places,
    read: done,
    unread: [
      ...places.unread.map(({ names, reason }) => ({ ...names, reason: reason.message })),
      ...failed.map(({ place, failure }) => ({ ...place.names, reason: failure.message })),
    ],
  };
}
