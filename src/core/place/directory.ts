import type { Clock } from '../../platform/clock.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import { onlyCandidate, resolveReference, type Search } from '../resolve.ts';
import { quote } from '../text/quote.ts';
import { type ConsoleLink, noPlace, placeLink } from './console-links.ts';
import { commonPlace, contradiction, type PlacedLink, placeOf } from './linked-place.ts';
import type { Environment, Organization, Place } from './place.ts';

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
/** What the arguments of a call say about the place. */
interface CallScope {
  /** Named in the argument, or by a link. */
  organization: Organization | undefined;
  /** The text of the argument environment, unless it is a link. */
  environment: string | undefined;
  /** What links name. */
  linked: PlacedLink | undefined;
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
  async organization(reference?: string, links: readonly ConsoleLink[] = []): Promise<Organization> {
    const { organization } = await this.#callScope({ organization: reference }, links);
    return organization ?? this.#defaultOrganization();
  }

  /**
   * Resolves the environment with its business group: by id, name or link; otherwise the one that a link in another argument names; otherwise the one of the settings; otherwise the only one.
   * @throws Failure (input) when it is unknown, ambiguous, or not named although there are several; or when arguments
   * and links contradict each other
   */
  async place(
    organizationReference?: string,
    environmentReference?: string,
    links: readonly ConsoleLink[] = [],
  ): Promise<Place> {
    const scope = await this.#callScope(
      { organization: organizationReference, environment: environmentReference },
      links,
    );
    const organization = scope.organization ?? (await this.#defaultOrganization());
    const linked = scope.linked?.environment;
    if (linked !== undefined && scope.environment === undefined) return scopeOf(organization, linked);
    const environment = await this.#environment(organization, scope.environment ?? this.#defaults.environment);
    if (scope.linked !== undefined && linked !== undefined && linked.id !== environment.id) {
      throw contradiction('environment', { organization, environment }, scope.linked);
    }
    return scopeOf(organization, environment);
  }

  /** What arguments and links say together. Defaults never contradict them: they apply only where neither says anything. */
  async #callScope(
    given: { organization: string | undefined; environment?: string | undefined },
    links: readonly ConsoleLink[],
  ): Promise<CallScope> {
    const inOrganization = placeLink('organization', given.organization, this.#baseUrl);
    const inEnvironment = placeLink('environment', given.environment, this.#baseUrl);
    const all = [inOrganization, inEnvironment, ...links].filter((link) => link !== undefined);
    const organization = inOrganization === undefined ? given.organization : undefined;
    const environment = inEnvironment === undefined ? given.environment : undefined;
    const called = organization === undefined ? undefined : await this.#organizationCalled(organization);
    if (all.length === 0) return { organization: called, environment, linked: undefined };
    const likely = called?.id ?? this.#defaults.organization;
    const placed = await this.#freshly([...this.#memory.keys()], () =>
      Promise.all(all.map((link) => placeOf(link, this, likely))),
    );
    if (placed.some((one) => one.link === inEnvironment && one.environment === undefined)) throw noPlace('environment');
    const linked = commonPlace(placed);
    if (called !== undefined && linked !== undefined && linked.organization?.id !== called.id) {
      throw contradiction('organization', { organization: called }, linked);
    }
    return { organization: called ?? linked?.organization, environment, linked };
  }

  async #defaultOrganization(): Promise<Organization> {
    if (this.#defaults.organization !== undefined) return this.#organizationCalled(this.#defaults.organization);
    const [home] = await this.organizations();
    if (home !== undefined) return home;
    throw inputFailure({
      what: 'The signed-in principal cannot see any organization.',
      next: 'Name one in the argument organization or in ANYPOINT_ORGANIZATION.',
    });
  }

  async #organizationCalled(reference: string): Promise<Organization> {
    return this.#freshly(['organizations'], async () =>
      resolveReference(reference, await this.organizations(), {
        kind: 'business group',
        where: 'the organizations that this account can see',
        listed: 'organization.list',
        elsewhere: 'what is not listed there is not visible to this account',
        argument: 'organization',
      }),
    );
  }

  async #environment(organization: Organization, reference: string | undefined): Promise<Environment> {
    const search: Search = {
      kind: 'environment',
      where: `business group ${quote(organization.name)}`,
      listed: 'environment.list',
      elsewhere: 'it may also be in another business group',
    };
    if (reference === undefined) return onlyCandidate(await this.environments(organization), search, 'environment');
    return this.#freshly([`environments ${organization.id}`], async () =>
      resolveReference(reference, await this.environments(organization), search),
    );
  }

  async #remember<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const remembered = this.#memory.get(key);
    // Every key is read with one type: the two callers above own their keys.
    if (remembered !== undefined && remembered.until > now) return remembered.value as Promise<T>;
    const value = read();
    this.#memory.set(key, { value, until: now + memoryMs });
    value.catch(() => {
      if (this.#memory.get(key)?.value === value) this.#memory.delete(key);
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
      if (remembered.length === 0 || !(error instanceof Failure) || error.kind !== 'input') throw error;
      for (const key of remembered) this.#memory.delete(key);
      return find();
    }
  }
}

function scopeOf(organization: Organization, environment: Environment): Place {
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    environmentId: environment.id,
    environmentName: environment.name,
    environmentType: environment.type,
  };
}
