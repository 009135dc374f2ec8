import { advice } from '../../platform/advice.ts';
import type { Clock } from '../../platform/clock.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import type { Naming } from '../matching.ts';
import { tool } from '../operations.ts';
import { explainUnknown, named, onlyCandidate, resolveReference, type Search } from '../resolve.ts';
import { called, quote } from '../text/quote.ts';
import { type ConsoleLink, noPlace, placeLink } from './console-links.ts';
import { commonPlace, contradiction, type NamedPlace, placeOf } from './linked-place.ts';
import { type Environment, type Organization, type Place, placeIn } from './place.ts';

/** The defaults from the settings for calls that do not name a place. */
export interface DefaultScope {
  organization: string | undefined;
  environment: string | undefined;
}

/** What the directory reads; the access service provides it. */
export interface PlaceReader {
  /** Who is signed in: the home organization, and the groups it is a member of. */
  me(): Promise<{ organizationId: string | undefined; memberOf: readonly { id: string; name: string }[] }>;
  /** A business group and those below it. */
  hierarchy(organizationId: string): Promise<Organization[]>;
  environments(organizationId: string, limit: number): Promise<{ items: Environment[] }>;
}

interface Remembered<T> {
  value: Promise<T>;
  until: number;
}

/** Business groups and environments change rarely: their names are kept this long, ms. Live state never is. */
const memoryMs = 60_000;
const maxEnvironments = 5_000;
/** How many business groups are searched for an environment that was looked for in the wrong one. */
const maxGroupsSearched = 8;

/** What a call gives to say where it acts. */
export interface PlaceRequest {
  organization?: string | undefined;
  environment?: string | undefined;
  /** Links in other arguments. */
  links?: readonly ConsoleLink[];
  naming: Naming;
}

/** What the arguments of a call say about the place. */
interface CallScope {
  /** Named in the argument, or by a link. */
  organization: Organization | undefined;
  /** The text of the argument environment, unless it is a link. */
  environment: string | undefined;
  /** What links name. */
  linked: NamedPlace | undefined;
}

/** Resolves business groups and environments. */
export class Directory {
  readonly #access: PlaceReader;
  readonly #clock: Clock;
  readonly #defaults: DefaultScope;
  readonly #baseUrl: string;
  readonly #memory = new Map<string, Remembered<unknown>>();

  /** @param baseUrl the platform as configured, whose links serve as names */
  constructor(access: PlaceReader, clock: Clock, defaults: DefaultScope, baseUrl: string) {
    this.#access = access;
    this.#clock = clock;
    this.#defaults = defaults;
    this.#baseUrl = baseUrl;
  }

  /** Every business group the token can see; the home organization first. */
  async organizations(): Promise<Organization[]> {
    return this.#remember('organizations', async () => {
      const principal = await this.#access.me();
      const known = principal.memberOf.map(({ id, name }) => ({ id, name, parentId: undefined }));
      if (principal.organizationId === undefined) return known;
      try {
        const tree = await this.#access.hierarchy(principal.organizationId);
        const inTree = new Set(tree.map(({ id }) => id));
        return [...tree, ...known.filter(({ id }) => !inTree.has(id))];
      } catch (error) {
        // A connected app without "View Organization" still works in the organization it belongs to.
        if (!(error instanceof Failure) || error.kind !== 'permission') throw error;
        const { organizationId } = principal;
        const home = known.find(({ id }) => id === organizationId);
        return [
          home ?? { id: organizationId, name: organizationId, parentId: undefined },
          ...known.filter(({ id }) => id !== organizationId),
        ];
      }
    });
  }

  /** The environments of a business group. */
  async environments(organization: Pick<Organization, 'id' | 'name'>): Promise<Environment[]> {
    return this.#remember(`environments ${organization.id}`, async () => {
      const { items } = await this.#access.environments(organization.id, maxEnvironments);
      return items;
    });
  }

  /**
   * Resolves the business group: by id, name or link; otherwise the one that a link in another argument names; otherwise the one of the settings; otherwise the home organization of the token, as the Anypoint CLI does.
   * @throws Failure (input) when it is unknown or ambiguous, or when arguments and links contradict each other
   */
  async organization(request: Omit<PlaceRequest, 'environment'>): Promise<Organization> {
    const { organization } = await this.#callScope(request);
    return organization ?? this.#defaultOrganization();
  }

  /**
   * Resolves the environment with its business group: by id, name or link; otherwise the one that a link in another argument names; otherwise the one of the settings; otherwise the only one.
   * @throws Failure (input) when it is unknown, ambiguous, or not named although there are several; or when arguments
   * and links contradict each other
   */
  async place(request: PlaceRequest): Promise<Place> {
    const scope = await this.#callScope(request);
    const organization = scope.organization ?? (await this.#defaultOrganization());
    const { linked } = scope;
    if (linked?.environment !== undefined && scope.environment === undefined) {
      return placeIn(organization, linked.environment);
    }
    const environment =
      scope.environment === undefined
        ? await bySetting('environment', this.#defaults.environment, (named) =>
            this.#environment(organization, named, 'exact'),
          )
        : await this.#environment(organization, scope.environment, request.naming);
    if (linked?.environment !== undefined && linked.environment.id !== environment.id) {
      throw contradiction('environment', { organization, environment }, linked);
    }
    return placeIn(organization, environment);
  }

  /** What arguments and links say together. Defaults never contradict them: they apply only where neither says anything. */
  async #callScope({ links = [], naming, ...given }: PlaceRequest): Promise<CallScope> {
    const inOrganization = placeLink('organization', given.organization, this.#baseUrl);
    const inEnvironment = placeLink('environment', given.environment, this.#baseUrl);
    const all = [inOrganization, inEnvironment, ...links].filter((link) => link !== undefined);
    const organization = inOrganization === undefined ? given.organization : undefined;
    const environment = inEnvironment === undefined ? given.environment : undefined;
    const called = organization === undefined ? undefined : await this.#organizationCalled(organization, naming);
    // Stryker disable next-line ConditionalExpression: without links the rest finds none, after more work.
    if (all.length === 0) return { organization: called, environment, linked: undefined };
    const likely = called?.id ?? this.#defaults.organization;
    const placed = await this.#freshly([...this.#memory.keys()], () =>
      Promise.all(all.map((link) => placeOf(link, this, likely))),
    );
    if (placed.some((one) => one.link === inEnvironment && one.environment === undefined)) throw noPlace('environment');
    const linked = commonPlace(placed);
    if (called !== undefined && linked !== undefined && linked.organization.id !== called.id) {
      throw contradiction('organization', { organization: called }, linked);
    }
    return { organization: called ?? linked?.organization, environment, linked };
  }

  async #defaultOrganization(): Promise<Organization> {
    const { organization } = this.#defaults;
    if (organization !== undefined) {
      return bySetting('organization', organization, () => this.#organizationCalled(organization, 'exact'));
    }
    const [home] = await this.organizations();
    if (home !== undefined) return home;
    throw inputFailure({
      what: 'The signed-in principal cannot see any organization.',
      next: 'Name one in the argument organization or in ANYPOINT_ORGANIZATION.',
    });
  }

  async #organizationCalled(reference: string, naming: Naming): Promise<Organization> {
    const find = async () =>
      resolveReference(reference, await this.organizations(), {
        kind: 'business group',
        naming,
        where: 'the organizations that this account can see',
        listed: 'organization.list',
        elsewhere: 'what is not listed there is not visible to this account',
        argument: 'organization',
      });
    return explainUnknown(this.#freshly(['organizations'], find), (failure) =>
      this.#environmentInstead(reference, failure),
    );
  }

  async #environment(organization: Organization, reference: string | undefined, naming: Naming): Promise<Environment> {
    const search: Search = {
      kind: 'environment',
      naming,
      where: `business group ${quote(organization.name)}`,
      listed: 'environment.list',
      elsewhere: 'it may also be in another business group',
    };
    if (reference === undefined) return onlyCandidate(await this.environments(organization), search, 'environment');
    const find = async () => resolveReference(reference, await this.environments(organization), search);
    return explainUnknown(this.#freshly([`environments ${organization.id}`], find), (failure) =>
      this.#groupInstead(reference, organization, failure),
    );
  }

  /** The failure of an unknown business group; an environment may have been meant. */
  async #environmentInstead(reference: string, failure: Failure): Promise<Failure> {
    const [found] = await this.#environmentsNamed(reference, await this.organizations());
    if (found === undefined) return failure;
    return inputFailure({
      what: failure.message,
      why: `${called(found.environment)} is an environment of business group ${quote(found.organization.name)}.`,
      next: `Give it in the argument environment, and ${quote(found.organization.name)} in organization.`,
    });
  }

  /** The failure of an unknown environment; it may be one of another business group, or a business group may have been meant. */
  async #groupInstead(reference: string, organization: Organization, failure: Failure): Promise<Failure> {
    const organizations = await this.organizations();
    const [group] = named(reference, organizations, 'exact');
    if (group !== undefined) {
      return inputFailure({
        what: failure.message,
        why: `${called(group)} is a business group.`,
        next: advice`Give it in the argument organization, and one of its environments in environment; ${tool('environment.list')} lists them.`,
      });
    }
    const others = organizations.filter(({ id }) => id !== organization.id);
    const [found] = await this.#environmentsNamed(reference, others);
    if (found === undefined) return failure;
    return inputFailure({
      what: failure.message,
      why: `Business group ${quote(found.organization.name)} has it: ${called(found.environment)}.`,
      next: `If you mean that one, give ${quote(found.organization.name)} in the argument organization.`,
    });
  }

  /** The environments that a text names as a whole, in the first business groups. */
  async #environmentsNamed(
    reference: string,
    organizations: readonly Organization[],
  ): Promise<{ organization: Organization; environment: Environment }[]> {
    const found = await Promise.all(
      organizations.slice(0, maxGroupsSearched).map(async (organization) => {
        const environments = await this.environments(organization).catch(ifFailure);
        return named(reference, environments, 'exact').map((environment) => ({ organization, environment }));
      }),
    );
    return found.flat();
  }

  async #remember<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const remembered = this.#memory.get(key);
    // Every key is read with one type: the two callers above own their keys.
    if (remembered !== undefined && remembered.until > now) return remembered.value as Promise<T>;
    const value = read();
    const entry = { value, until: now + memoryMs };
    this.#memory.set(key, entry);
    value.catch(() => {
      entry.until = now;
    });
    return value;
  }

  /** Reads again before saying that something does not exist: it may have just been created. */
  async #freshly<T>(keys: readonly string[], find: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const remembered = keys.filter((key) => (this.#memory.get(key)?.until ?? 0) > now);
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'input') throw error;
      for (const key of remembered) this.#memory.delete(key);
      return find();
    }
  }
}

/** Nothing can be found where nothing can be read. */
function ifFailure(error: unknown): [] {
  if (error instanceof Failure) return [];
  throw error;
}

/** Finds what a setting names; that the caller did not name it is said where it is not found. */
async function bySetting<Named extends string | undefined, Found>(
  argument: 'organization' | 'environment',
  named: Named,
  find: (named: Named) => Promise<Found>,
): Promise<Found> {
  try {
    return await find(named);
  } catch (error) {
    if (named === undefined || !(error instanceof Failure) || error.kind !== 'input') throw error;
    throw error.with({
      what: `The default ${argument} of this server, ${quote(named)}, cannot be used: ${error.message}`,
      next: advice`Name another one in the argument ${argument}; the operator corrects ANYPOINT_${argument.toUpperCase()}. ${error.next}`,
    });
  }
}
