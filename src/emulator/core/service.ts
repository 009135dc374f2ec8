import type { Extension } from './extensions.ts';
import type { Scopes } from './identity/permissions.ts';
import type { AnyPart } from './kinds.ts';
import type { Platform } from './platform.ts';
import type { Route } from './routes.ts';
import type { EventKind } from './scenario/events.ts';
import type { Section } from './scenario/sections.ts';

/** Work to do before certain requests are handled. */
export interface BeforeRequest {
  /** whether it applies to a request; `path` is without the query */
  matches: (request: { method: string; path: string }) => boolean;
  run: (platform: Platform) => void;
}

/** One subject that a service emulates: a row in the table of `docs/emulator.md`, which `npm run generate` writes. */
export interface Emulated {
  subject: string;
  /**
   * What is emulated of it: each claim with a route that backs it, as the method and the end of its path,
   * `GET /servers/{targetId}`, or with `behaviour` where it is about how routes answer. A test fails when no route does.
   */
  has: Readonly<Record<string, string>>;
  /** what is not */
  lacks: string;
  /** where its facts are, in `docs/platform`: `secrets.md#secret-groups` */
  facts: readonly string[];
}

/** What a service contributes to the emulated platform. */
interface ServiceParts {
  /** what it says of itself in `docs/emulator.md` */
  readonly emulates: readonly Emulated[];
  /** the product that its scopes belong to in the web UI */
  readonly product: string;
  /** the scopes that its routes are the first to need */
  readonly scopes: Scopes;
  /** its scenario sections */
  readonly scenario: readonly Section[];
  /** the kinds of events that scenarios can plan */
  readonly events: readonly EventKind[];
  readonly routes: readonly Route[];
  /** what it adds to services below it, and to core */
  readonly extensions: readonly Extension[];
  readonly before: readonly BeforeRequest[];
}

/**
 * A service of the emulated platform. Its type carries its state parts, from which the type of the store is derived.
 * The rest is internal, and so it is not in the published declarations.
 */
export interface Service<State extends readonly AnyPart[] = readonly AnyPart[]> {
  /** the name of its folder */
  readonly name: string;
  /** its kinds, values and sequences */
  readonly state: State;
  /** @internal */
  readonly parts: ServiceParts;
}

interface ServiceDefinition<State extends readonly AnyPart[]> extends Partial<ServiceParts> {
  name: string;
  state: State;
}

/** Declares a service. Members that it does not need can be left out. @internal */
export function defineService<const State extends readonly AnyPart[]>({
  name,
  state,
  emulates = [],
  product = 'Anypoint Platform',
  scopes = {},
  scenario = [],
  events = [],
  routes = [],
  extensions = [],
  before = [],
}: ServiceDefinition<State>): Service<State> {
  return { name, state, parts: { emulates, product, scopes, scenario, events, routes, extensions, before } };
}
