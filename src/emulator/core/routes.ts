import type { Context } from 'hono';
import type { Call, CallEnv } from './call.ts';
import type { Fail } from './errors.ts';
import type { Organization } from './identity/model.ts';
import type { Scope } from './identity/permissions.ts';
import { type Place, requireOrganization, requirePlace, requireScopes } from './identity/places.ts';
import { authenticate } from './identity/tokens.ts';
import { type Query, type QueryShape, readQuery } from './queries.ts';

/** HTTP methods; `ALL` matches any of them. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ALL';

/** What a route is about: the platform, an organization, or an environment. */
export type Level = 'platform' | 'organization' | 'environment';

type Answer = Response | Promise<Response>;

/** One operation of the emulated platform. */
export interface Route {
  readonly method: Method;
  /** The full path, `/hybrid/api/v1/servers/{serverId}`; a trailing `*` matches any rest. */
  readonly path: string;
  /** The part of the path that it shares with the other routes of its API. */
  readonly prefix: string;
  /** `open`: works without an access token. */
  readonly access: 'open' | 'token';
  readonly level: Level;
  /** The caller needs one scope of each of these lists, in the organization or environment of the request. */
  readonly scopes: readonly (readonly Scope[])[];
  /** The parameters in the query that it knows; undefined where it takes any. */
  readonly query: readonly string[] | undefined;
  /** The errors of its API; undefined for open routes. */
  readonly fail: Fail | undefined;
  /** Answers a request: checks the access token and the scopes, then runs the handler. */
  answer(c: Call): Answer;
}

/** The type of a path with `{parameters}` in Hono's syntax, with `:parameters`. */
export type HonoPath<Path extends string> = Path extends `${infer Before}{${infer Name}}${infer Rest}`
  ? `${Before}:${Name}${HonoPath<Rest>}`
  : Path;

type CallOf<Path extends string> = Context<CallEnv, HonoPath<Path>>;

/** Finds the organization and environment of a request when they are not in the path. */
export type FindPlace = (c: Call, scopes: readonly Scope[]) => Place;

/** What all routes of an API have in common. */
export interface ApiOptions {
  /** creates the errors of the API */
  fail: Fail;
  /** default: `{organizationId}` and `{environmentId}` of the path */
  place?: FindPlace;
  /** the caller needs one of these on every environment route */
  scopes?: readonly Scope[];
  /** parameters in the query that clients send and the API is known to ignore */
  ignoredQueries?: readonly string[];
}

/** What a route needs: one of `scopes`, and `query` where it reads parameters. */
type Needs<Shape extends QueryShape> = readonly Scope[] | { scopes: readonly Scope[]; query: Shape };

/** The query of a route that declares none. */
type NoQuery = Record<never, never>;

/** Creates routes below `prefix` that need no access token. */
export function openRoutesBelow(prefix: string) {
  const route = routeBelow(prefix);
  return {
    /** Needs no access token. */
    open<const Path extends string>(method: Method, path: Path, handle: (c: CallOf<Path>) => Answer): Route {
      const open = { access: 'open', level: 'platform', scopes: [], query: undefined, fail: undefined } as const;
      return route(method, path, open, handle);
    },
  };
}

function routeBelow(prefix: string) {
  return (
    method: Method,
    path: string,
    demands: Pick<Route, 'access' | 'level' | 'scopes' | 'query' | 'fail'>,
    answer: (c: Call) => Answer,
  ): Route => ({ method, path: `${prefix}${path}`, prefix, ...demands, answer });
}

/** The scopes and the query of a route. */
function needsOf<Shape extends QueryShape>(needs: Needs<Shape>): { scopes: readonly Scope[]; query: Shape } {
  if ('scopes' in needs) return needs;
  // Without a query in the call, `Shape` is NoQuery.
  return { scopes: needs, query: {} as Shape };
}

/**
 * Creates the routes of one API below `prefix`. Each function takes an HTTP method, a path below the prefix, the
 * required scopes where there are any, and a handler. The handler receives the checked organization or environment and
 * the checked query, so that no handler can forget the check, and no parameter is dropped.
 */
export function routesBelow(prefix: string, { fail, place, scopes: always, ignoredQueries = [] }: ApiOptions) {
  const placeOf = place ?? placeFromPath(fail);
  const route = routeBelow(prefix);
  const reader =
    <Shape extends QueryShape>(shape: Shape) =>
    (c: Call): Query<Shape> =>
      readQuery(c, { shape, ignored: ignoredQueries }, fail);
  const known = (level: Level, scopes: Route['scopes'], query: QueryShape) =>
    ({ access: 'token', level, scopes, query: Object.keys(query), fail }) as const;

  return {
    ...openRoutesBelow(prefix),

    /** Needs an access token with any scopes. */
    authenticated<const Path extends string>(method: Method, path: Path, handle: (c: CallOf<Path>) => Answer): Route {
      const read = reader({});
      const answer = (c: Call): Answer => {
        const refused = authenticate(c);
        if (refused !== undefined) return refused;
        read(c);
        return handle(c);
      };
      return route(method, path, known('platform', [], {}), answer);
    },

    /**
     * Needs one of `scopes` in a place that only the handler can determine, such as the organization of an asset. The
     * handler must check them.
     */
    checkedByHandler<const Path extends string, const Shape extends QueryShape = NoQuery>(
      method: Method,
      path: Path,
      { level, scopes, query }: { level: Level; scopes: readonly Scope[]; query?: Shape },
      handle: (c: CallOf<Path>, sent: Query<Shape>) => Answer,
    ): Route {
      // Without a query in the call, `Shape` is NoQuery.
      const shape = query ?? ({} as Shape);
      const read = reader(shape);
      const answer = (c: Call): Answer => authenticate(c) ?? handle(c, read(c));
      return route(method, path, known(level, [scopes], shape), answer);
    },

    /** Needs one of `scopes` in `{organizationId}`. */
    organization<const Path extends string, const Shape extends QueryShape = NoQuery>(
      method: Method,
      path: Path,
      needs: Needs<Shape>,
      handle: (c: CallOf<Path>, organization: Organization, sent: Query<Shape>) => Answer,
    ): Route {
      const { scopes, query } = needsOf(needs);
      const read = reader(query);
      const answer = (c: Call): Answer =>
        authenticate(c) ??
        handle(c, requireOrganization(c, c.req.param('organizationId') ?? '', scopes, fail), read(c));
      return route(method, path, known('organization', [scopes], query), answer);
    },

    /** Needs one of `scopes` in the environment of the request. */
    environment<const Path extends string, const Shape extends QueryShape = NoQuery>(
      method: Method,
      path: Path,
      needs: Needs<Shape>,
      handle: (c: CallOf<Path>, place: Place, sent: Query<Shape>) => Answer,
    ): Route {
      const { scopes, query } = needsOf(needs);
      const read = reader(query);
      const answer = (c: Call): Answer => {
        const refused = authenticate(c);
        if (refused !== undefined) return refused;
        const found = placeOf(c, always ?? scopes);
        if (always !== undefined) requireScopes(c, found, scopes, fail);
        return handle(c, found, read(c));
      };
      return route(
        method,
        path,
        known('environment', always === undefined ? [scopes] : [always, scopes], query),
        answer,
      );
    },
  };
}

/** The route factory of one API, see {@link routesBelow}. */
export type ApiRoutes = ReturnType<typeof routesBelow>;

function placeFromPath(fail: Fail): FindPlace {
  return (c, scopes) => {
    const { organizationId = '', environmentId = '' } = c.req.param();
    return requirePlace(c, { organizationId, environmentId }, scopes, fail);
  };
}

/** A path in Hono's syntax. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
