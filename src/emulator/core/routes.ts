import type { Context } from 'hono';
import type { Call, CallEnv } from './call.ts';
import type { Fail } from './errors.ts';
import type { Organization } from './identity/model.ts';
import type { Scope } from './identity/permissions.ts';
import { type Place, requireOrganization, requirePlace, requireScopes } from './identity/places.ts';
import { authenticate } from './identity/tokens.ts';

/** HTTP methods; `ALL` stands for each of them. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ALL';

/** What a request needs to name: nothing, an organization, or an environment of one. */
export type Level = 'platform' | 'organization' | 'environment';

type Answer = Response | Promise<Response>;

/** One operation of the emulated platform. */
export interface Route {
  readonly method: Method;
  /** In full, `/hybrid/api/v1/servers/{serverId}`; a `*` at the end stands for any rest. */
  readonly path: string;
  /** The part of the path that it shares with the other routes of its API. */
  readonly prefix: string;
  /** `open`: works without an access token. */
  readonly access: 'open' | 'token';
  readonly level: Level;
  /** The caller needs one scope of each of these lists, in the organization or environment of the request. */
  readonly scopes: readonly (readonly Scope[])[];
  /** Answers a request: checks the access token and the scopes, then runs the handler. */
  answer(c: Call): Answer;
}

/** A path with `{parameters}` as Hono writes it, with `:parameters`. */
export type HonoPath<Path extends string> = Path extends `${infer Before}{${infer Name}}${infer Rest}`
  ? `${Before}:${Name}${HonoPath<Rest>}`
  : Path;

type CallOf<Path extends string> = Context<CallEnv, HonoPath<Path>>;

/** How the requests of an API name their organization and environment, when the path does not. */
export type FindPlace = (c: Call, scopes: readonly Scope[]) => Place;

/** What all routes of an API have in common. */
export interface ApiOptions {
  /** makes the error answers of the API */
  fail: Fail;
  /** `{organizationId}` and `{environmentId}` in the path name the place unless something else is given */
  place?: FindPlace;
  /** the caller needs one of these on every route that reaches an environment */
  scopes?: readonly Scope[];
}

/** Makes routes below `prefix` that all work without an access token. */
export function openRoutesBelow(prefix: string) {
  const route = routeBelow(prefix);
  return {
    /** Works without an access token. */
    open<const Path extends string>(method: Method, path: Path, handle: (c: CallOf<Path>) => Answer): Route {
      return route(method, path, { access: 'open', level: 'platform', scopes: [] }, handle);
    },
  };
}

function routeBelow(prefix: string) {
  return (
    method: Method,
    path: string,
    demands: Pick<Route, 'access' | 'level' | 'scopes'>,
    answer: (c: Call) => Answer,
  ): Route => ({ method, path: `${prefix}${path}`, prefix, ...demands, answer });
}

/**
 * Makes the routes of one API, all below `prefix`. Each of its methods takes an HTTP method, a path below the prefix,
 * mostly scopes, and a handler; the handler gets what the route promises, so that it cannot forget to check.
 */
export function routesBelow(prefix: string, { fail, place, scopes: always }: ApiOptions) {
  const placeOf = place ?? placeFromPath(fail);
  const route = routeBelow(prefix);

  return {
    ...openRoutesBelow(prefix),

    /** Needs an access token, whatever its scopes. */
    authenticated<const Path extends string>(method: Method, path: Path, handle: (c: CallOf<Path>) => Answer): Route {
      const answer = (c: Call): Answer => authenticate(c) ?? handle(c);
      return route(method, path, { access: 'token', level: 'platform', scopes: [] }, answer);
    },

    /**
     * Needs one of `scopes` somewhere that only the handler can find, such as the organization of an asset. The handler
     * has to check them.
     */
    checkedByHandler<const Path extends string>(
      method: Method,
      path: Path,
      { level, scopes }: { level: Level; scopes: readonly Scope[] },
      handle: (c: CallOf<Path>) => Answer,
    ): Route {
      const answer = (c: Call): Answer => authenticate(c) ?? handle(c);
      return route(method, path, { access: 'token', level, scopes: [scopes] }, answer);
    },

    /** Needs one of `scopes` in `{organizationId}`. */
    organization<const Path extends string>(
      method: Method,
      path: Path,
      scopes: readonly Scope[],
      handle: (c: CallOf<Path>, organization: Organization) => Answer,
    ): Route {
      const answer = (c: Call): Answer =>
        authenticate(c) ?? handle(c, requireOrganization(c, c.req.param('organizationId') ?? '', scopes, fail));
      return route(method, path, { access: 'token', level: 'organization', scopes: [scopes] }, answer);
    },

    /** Needs one of `scopes` in the environment of the request. */
    environment<const Path extends string>(
      method: Method,
      path: Path,
      scopes: readonly Scope[],
      handle: (c: CallOf<Path>, place: Place) => Answer,
    ): Route {
      const answer = (c: Call): Answer => {
        const refused = authenticate(c);
        if (refused !== undefined) return refused;
        const found = placeOf(c, always ?? scopes);
        if (always !== undefined) requireScopes(c, found, scopes, fail);
        return handle(c, found);
      };
      const all = always === undefined ? [scopes] : [always, scopes];
      return route(method, path, { access: 'token', level: 'environment', scopes: all }, answer);
    },
  };
}

/** Makes the routes of one API, see {@link routesBelow}. */
export type ApiRoutes = ReturnType<typeof routesBelow>;

function placeFromPath(fail: Fail): FindPlace {
  return (c, scopes) => {
    const { organizationId = '', environmentId = '' } = c.req.param();
    return requirePlace(c, { organizationId, environmentId }, scopes, fail);
  };
}

/** A path as Hono takes it. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
