import type * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import type { ConsoleLink } from '../place/console-links.ts';
import type { Place } from '../place/place.ts';
import type { PlaceArguments } from './calls.ts';
import type { ContextOf, EnvironmentContext, OrganizationContext, ScopeKind, ToolContext } from './context.ts';
import * as params from './params.ts';

/** What determines the place of a call: its arguments, and links in other arguments. */
export interface GivenPlace {
  organization: string | undefined;
  environment: string | undefined;
  links: readonly ConsoleLink[];
}

/** The arguments that say where, for tools of a scope. */
export function placeParams(kind: ScopeKind): Record<string, z.ZodType> {
  if (kind === 'account') return {};
  if (kind === 'organization') return { organization: params.organization };
  return { organization: params.organization, environment: params.environment };
}

/**
 * Resolves the place of a call. Advice inside it names the place as the call did: not at all for the default one, by ids if a link named it.
 * @throws Failure (input) when it is unknown, ambiguous or contradicts itself
 */
export async function enterPlace<Kind extends ScopeKind>(
  kind: Kind,
  given: GivenPlace,
  ctx: ToolContext,
): Promise<ContextOf<Kind>> {
  const { organization, environment, links } = given;
  const said = { organization, environment };
  if (kind === 'account') return entered<Kind>(ctx, said);
  if (kind === 'organization') {
    const found = await ctx.directory.organization({ organization, links, naming: ctx.naming });
    const inGroup: OrganizationContext = { ...ctx, organization: found };
    return entered<Kind>(inGroup, links.length === 0 ? said : { organization: found.id });
  }
  const place = await ctx.directory.place({ ...given, naming: ctx.naming });
  const ids = { organization: place.organizationId, environment: place.environmentId };
  return entered<Kind>(inPlace(place, ctx), links.length === 0 ? said : { ...ids, ...defined(said) });
}

/** A context in an environment. */
export function inPlace(place: Place, ctx: ToolContext): EnvironmentContext {
  return { ...ctx, place, organization: { id: place.organizationId, name: place.organizationName } };
}

function entered<Kind extends ScopeKind>(ctx: ToolContext, again: PlaceArguments): ContextOf<Kind> {
  // Each kind is given its own member above; the compiler cannot follow that through a type parameter.
  const inside = { ...ctx, placeArguments: again, say: (said: Advice) => ctx.calls.text(said, again) };
  return inside as unknown as ContextOf<Kind>;
}

function defined({ organization, environment }: PlaceArguments): PlaceArguments {
  return {
    ...(organization === undefined ? {} : { organization }),
    ...(environment === undefined ? {} : { environment }),
  };
}
