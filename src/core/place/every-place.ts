import { advice } from '../../platform/advice.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import { tool } from '../operations.ts';
import { named } from '../resolve.ts';
import { quote } from '../text/quote.ts';
import type { Directory, PlaceRequest } from './directory.ts';
import { type Environment, type Organization, type Place, placeIn } from './place.ts';

/** What calls that can be about several places write for all business groups, or for all environments. */
export const every = '*';

/** True for {@link every}. */
export function isEvery(text: string | undefined): boolean {
  return text?.trim() === every;
}

/** A business group of which the environments could not be listed. */
export interface UnreadGroup {
  organization: Organization;
  reason: Failure;
}

/** The environments that a call is about. */
export interface Places {
  places: Place[];
  unread: UnreadGroup[];
}

type Request = Pick<PlaceRequest, 'organization' | 'environment' | 'naming'>;

/** The business groups that a call is about: all that the sign-in can see, or the one that it names. @throws Failure */
export async function groupsOf(request: Request, directory: Directory): Promise<Organization[]> {
  if (isEvery(request.organization)) return directory.organizations();
  const { organization, naming } = request;
  return [await directory.organization({ organization, naming })];
}

/**
 * The environments that a call is about, where it asked for all business groups or all environments. All business groups with no environment named are all environments of all of them: a default environment belongs to one group only.
 * @throws Failure when no environment is left, or none could be listed
 */
export async function everyPlace(request: Request, directory: Directory): Promise<Places> {
  const groups = await groupsOf(request, directory);
  const unread: UnreadGroup[] = [];
  const lists = await Promise.all(
    groups.map(async (organization) => {
      try {
        const all = await directory.environments(organization);
        return chosen(all, request).map((environment) => placeIn(organization, environment));
      } catch (reason) {
        if (!(reason instanceof Failure)) throw reason;
        unread.push({ organization, reason });
        return [];
      }
    }),
  );
  const places = lists.flat();
  if (places.length > 0) return { places, unread };
  const [first] = unread;
  throw first?.reason ?? noEnvironment(request, groups);
}

function chosen(environments: readonly Environment[], { environment, naming }: Request): readonly Environment[] {
  return environment === undefined || isEvery(environment) ? environments : named(environment, environments, naming);
}

function noEnvironment({ environment }: Request, groups: readonly Organization[]): Failure {
  const where =
    groups.length === 1 ? `business group ${quote(groups[0]?.name ?? '')}` : `${groups.length} business groups`;
  return inputFailure({
    what:
      environment === undefined || isEvery(environment)
        ? `There is no environment in ${where} that this account can see.`
        : `No environment is called ${quote(environment)} in ${where}.`,
    next: advice`${tool('environment.list')} lists the environments of a business group.`,
  });
}
