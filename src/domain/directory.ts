import type { AccessManagement, Environment, Organization } from '../anypoint/access-management.ts';
import type { ScopeIds } from '../anypoint/client.ts';
import type { Clock } from '../anypoint/clock.ts';
import { Failure, inputFailure } from '../anypoint/errors.ts';
import { linkParts } from './console-links.ts';
import { onlyCandidate, quote, resolveReference, type Search } from './resolve.ts';

/** One environment of one business group, with the names people use. */
export interface Scope extends ScopeIds {
  organizationName: string;
  environmentName: string;
  /** `production`, `sandbox` or `design`, where the platform says so. */
  environmentType: string | undefined;
}

/** What the settings say a call is about when its arguments do not. */
export interface DefaultScope {
  organization: string | undefined;
  environment: string | undefined;
}

interface Remembered<T> {
  value: Promise<T>;
  until: number;
}

/** Business groups and environments change rarely: their names are kept this long, ms. Live state never is. */
const memoryMs = 60_000;
const mostEnvironments = 5_000;
/** Business groups in which the environment of a link is looked for. */
const mostGroupsSearched = 20;

/** What a link names; with an environment comes its business group. */
type Linked =
  | { organization: Organization; environment: Environment }
  | { organization?: Organization; environment?: undefined };

/** Finds business groups and environments by what people call them. */
export class Directory {
  readonly #access: AccessManagement;
  readonly #clock: Clock;
  readonly #defaults: DefaultScope;
  readonly #memory = new Map<string, Remembered<unknown>>();

  constructor(access: AccessManagement, clock: Clock, defaults: DefaultScope) {
    this.#access = access;
    this.#clock = clock;
    this.#defaults = defaults;
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
  async environments(organization: Organization): Promise<Environment[]> {
    return this.#remember(`environments ${organization.id}`, async () => {
      const { items } = await this.#access.environments(organization.id, mostEnvironments);
      return items;
    });
  }

  /**
   * The business group meant: by id or name; else the one that a link names; else the one of the settings; else the home organization of the token,
   * as the Anypoint CLI does it.
   * @throws Failure (input) when it is unknown or ambiguous
   */
  async organization(reference?: string, links: readonly string[] = []): Promise<Organization> {
    const linked = await this.#linked([...links, ...(linkParts(reference ?? '') ?? [])]);
    if (linked.organization !== undefined && (reference === undefined || linkParts(reference))) {
      return linked.organization;
    }
    const wanted = reference ?? this.#defaults.organization;
    const search: Search = {
      kind: 'business group',
      where: 'what you can see',
      listTool: 'anypoint_list_organizations',
      argument: 'organization',
    };
    if (wanted !== undefined) {
      return this.#freshly('organizations', async () => resolveReference(wanted, await this.organizations(), search));
    }
    const [home] = await this.organizations();
    if (home !== undefined) return home;
    throw inputFailure({
      what: 'The signed-in principal belongs to no organization that it can see.',
      next: 'Name one in the argument organization or in ANYPOINT_ORGANIZATION.',
    });
  }

  /**
   * The environment meant, with its business group: by id or name; else the one that a link names (`links` holds the
   * parts of those in other arguments); else the one of the settings; else the only one.
   * @throws Failure (input) when it is unknown, ambiguous, or not named although there are several
   */
  async scope(
    organizationReference?: string,
    environmentReference?: string,
    links: readonly string[] = [],
  ): Promise<Scope> {
    const inEnvironment = linkParts(environmentReference ?? '');
    const linked = await this.#linked([...links, ...(inEnvironment ?? [])]);
    if (
      linked.environment &&
      organizationReference === undefined &&
      (environmentReference === undefined || inEnvironment)
    ) {
      return scopeOf(linked.organization, linked.environment);
    }
    const organization = await this.organization(organizationReference, links);
    const wanted = environmentReference ?? this.#defaults.environment;
    const search: Search = {
      kind: 'environment',
      where: `business group ${quote(organization.name)}`,
      listTool: 'anypoint_list_environments',
    };
    const environment =
      wanted === undefined
        ? onlyCandidate(await this.environments(organization), search, 'environment')
        : await this.#freshly(`environments ${organization.id}`, async () =>
            resolveReference(wanted, await this.environments(organization), search),
          );
    return scopeOf(organization, environment);
  }

  /** What ids in the parts of links name, as far as it can be seen. Links name the environment, and not always its group. */
  async #linked(parts: readonly string[]): Promise<Linked> {
    if (parts.length === 0) return {};
    const organizations = await this.organizations();
    const named = organizations.find(({ id }) => parts.includes(id));
    for (const organization of named ? [named] : organizations.slice(0, mostGroupsSearched)) {
      const environment = (await this.environments(organization)).find(({ id }) => parts.includes(id));
      if (environment !== undefined) return { organization, environment };
    }
    return named === undefined ? {} : { organization: named };
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

  /** Looks once more with fresh data before saying that something does not exist: it may have been made a moment ago. */
  async #freshly<T>(key: string, find: () => Promise<T>): Promise<T> {
    const remembered = (this.#memory.get(key)?.until ?? 0) > this.#clock.now();
    try {
      return await find();
    } catch (error) {
      if (!remembered || !(error instanceof Failure) || error.kind !== 'input') throw error;
      this.#memory.delete(key);
      return find();
    }
  }
}

function scopeOf(organization: Organization, environment: Environment): Scope {
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    environmentId: environment.id,
    environmentName: environment.name,
    environmentType: environment.type,
  };
}

/** `Sandbox of Acme`, for sentences. */
export function scopeName(scope: Scope): string {
  return `${quote(scope.environmentName)} of ${quote(scope.organizationName)}`;
}
