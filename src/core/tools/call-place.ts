import type * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import type { ConsoleLink } from '../place/console-links.ts';
import { everyPlace, groupsOf, isEvery } from '../place/every-place.ts';
import type { Place } from '../place/place.ts';
import { argumentsFor, groupArgument, type PlaceNames } from '../place/place-arguments.ts';
import type { PlaceArguments } from './calls.ts';
import type { ContextOf, EnvironmentContext, OrganizationContext, ScopeKind, ToolContext } from './context.ts';
import * as params from './params.ts';

/** What determines the place of a call: its arguments, and links in other arguments. */
export interface GivenPlace {
  organization: string | undefined;
  environment: string | undefined;
  links: readonly ConsoleLink[];
}

/** Whether a call is about one place, or may be about all. */
export type Reach = 'one' | 'every';

/** The arguments that say where, for tools of a scope. */
export function placeParams(kind: ScopeKind, reach: Reach = 'one'): Record<string, z.ZodType> {
  const { organization, environment } = reach === 'one' ? params : params.across;
  if (kind === 'account') return {};
  if (kind === 'organization') return { organization };
  return { organization, environment };
}

/**
 * Resolves the place of a call. Advice inside it names the place as the call did: not at all for the default one, by ids if a link named it.
 * @throws Failure (input) when it is unknown, ambiguous or contradicts itself, or stands for several
 */
export async function enterPlace<Kind extends ScopeKind>(
  kind: Kind,
  given: GivenPlace,
  ctx: ToolContext,
): Promise<ContextOf<Kind>> {
  if (isAboutMany(given)) throw oneAtATime(kind);
  const { organization, environment, links } = given;
  const said = { organization, environment };
  if (kind === 'account') return enteredAs<Kind>(ctx, said);
  if (kind === 'organization') {
    const found = await ctx.directory.organization({ organization, links, naming: ctx.naming });
    const inGroup: OrganizationContext = { ...ctx, organization: found };
    return enteredAs<Kind>(inGroup, links.length === 0 ? said : { organization: found.id });
  }
  const place = await ctx.directory.place({ ...given, naming: ctx.naming });
  const ids = { organization: place.organizationId, environment: place.environmentId };
  return enteredAs<Kind>(inPlace(place, ctx), links.length === 0 ? said : { ...ids, ...defined(said) });
}

/** One of the places that a call is about. */
export interface EnteredPlace<Kind extends ScopeKind> {
  ctx: ContextOf<Kind> & ToolContext;
  /** The arguments with which other calls reach it. */
  names: Partial<PlaceNames>;
}

/** A part of what a call is about that could not be read: of which place, and why. */
export interface UnreadPlace {
  names: Partial<PlaceNames>;
  reason: Failure;
}

/** All the places that a call is about, and those that were not even found out. */
export interface EnteredPlaces<Kind extends ScopeKind> {
  entered: readonly EnteredPlace<Kind>[];
  unread: readonly UnreadPlace[];
}

function oneAtATime(kind: ScopeKind): Failure {
  const noun = kind === 'organization' ? 'business group' : 'environment';
  return inputFailure({
    what: `This call is about one ${noun}, and * stands for all of them.`,
    next: 'Name one. What lists things takes * and says where each of them is.',
  });
}

/** True when a call asks about several places at once. */
export function isAboutMany({ organization, environment }: Pick<GivenPlace, 'organization' | 'environment'>): boolean {
  return isEvery(organization) || isEvery(environment);
}

/**
 * Resolves the places of a call that is about several. Advice inside of each names it, because the call did not.
 * @throws Failure when there is none, or none could be found out
 */
export async function enterPlaces<Kind extends ScopeKind>(
  kind: Kind,
  { organization, environment }: GivenPlace,
  ctx: ToolContext,
): Promise<EnteredPlaces<Kind>> {
  const request = { organization, environment, naming: ctx.naming };
  if (kind !== 'environment') {
    const groups = await groupsOf(request, ctx.directory);
    const entered = groups.map(async (group) => {
      const names = { organization: await groupArgument(group, ctx) };
      const inGroup: OrganizationContext = { ...ctx, organization: group };
      return { ctx: enteredAs<Kind>(inGroup, names), names };
    });
    return { entered: await Promise.all(entered), unread: [] };
  }
  const { places, unread } = await everyPlace(request, ctx.directory);
  const entered = places.map(async (place) => {
    const names = await argumentsFor(place, ctx);
    return { ctx: enteredAs<Kind>(inPlace(place, ctx), names), names };
  });
  const groups = unread.map(async ({ organization: group, reason }) => ({
    names: { organization: await groupArgument(group, ctx) },
    reason,
  }));
  return { entered: await Promise.all(entered), unread: await Promise.all(groups) };
}

/** A context in an environment. */
export function inPlace(place: Place, ctx: ToolContext): EnvironmentContext {
  return { ...ctx, place, organization: { id: place.organizationId, name: place.organizationName } };
}

function enteredAs<Kind extends ScopeKind>(ctx: ToolContext, again: PlaceArguments): ContextOf<Kind> & ToolContext {
  // Each kind is given its own member above; the compiler cannot follow that through a type parameter.
  const inside = { ...ctx, placeArguments: again, say: (said: Advice) => ctx.calls.text(said, again) };
  return inside as unknown as ContextOf<Kind> & ToolContext;
}

function defined({ organization, environment }: PlaceArguments): PlaceArguments {
  return {
    ...(organization === undefined ? {} : { organization }),
    ...(environment === undefined ? {} : { environment }),
  };
}
