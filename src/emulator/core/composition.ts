import type { Extension } from './extensions.ts';
import { foundation } from './foundation.ts';
import { groupSections } from './identity/group-sections.ts';
import { peopleSections } from './identity/people.ts';
import type { ScopeFacts, Scopes } from './identity/permissions.ts';
import type { AnyPart } from './kinds.ts';
import type { Route } from './routes.ts';
import { type EventKind, eventsSection } from './scenario/events.ts';
import type { Section } from './scenario/sections.ts';
import type { BeforeRequest, Emulated, Service } from './service.ts';

/** The state parts of a platform with these services. */
export type PlatformParts<Services extends readonly Service[]> =
  | (typeof foundation)['state'][number]
  | Services[number]['state'][number];

/** Everything that is derived from a list of services. @internal */
export interface Composition {
  state: readonly AnyPart[];
  /** by id */
  scopes: Scopes;
  /** what is emulated, service by service */
  emulates: readonly Emulated[];
  /** in the order of the published schema, which is also the loading order */
  sections: readonly Section[];
  events: readonly EventKind[];
  routes: readonly Route[];
  extensions: readonly Extension[];
  before: readonly BeforeRequest[];
}

const compositions = new WeakMap<readonly Service[], Composition>();

/**
 * Combines services with the foundation. The result is cached per list.
 * @throws Error for a scope that no service declares, or that two declare
 * @internal
 */
export function compose(services: readonly Service[]): Composition {
  let composition = compositions.get(services);
  if (composition === undefined) {
    composition = composed(services);
    compositions.set(services, composition);
  }
  return composition;
}

function composed(services: readonly Service[]): Composition {
  const all: readonly Service[] = [foundation, ...services];
  const events = [...services.flatMap(({ parts }) => parts.events), ...foundation.parts.events];
  const scopes = scopesOf(services);
  const sections = [
    ...foundation.parts.scenario,
    ...peopleSections(scopes),
    ...groupSections(scopes),
    ...services.flatMap(({ parts }) => parts.scenario),
  ];
  return {
    state: all.flatMap(({ state }) => state),
    scopes,
    emulates: services.flatMap(({ parts }) => parts.emulates),
    sections: [
      ...sections.filter(({ loadLast }) => !loadLast),
      ...sections.filter(({ loadLast }) => loadLast),
      eventsSection(events),
    ],
    events,
    routes: all.flatMap(({ parts }) => parts.routes),
    extensions: all.flatMap(({ parts }) => parts.extensions),
    before: all.flatMap(({ parts }) => parts.before),
  };
}

/** The scopes that services declare, which are all that their routes may need. */
function scopesOf(services: readonly Service[]): Scopes {
  const scopes: Record<string, ScopeFacts> = {};
  for (const { name, parts } of services) {
    for (const [scope, facts] of Object.entries(parts.scopes)) {
      if (scope in scopes) throw new Error(`The service ${name} declares the scope ${scope}, which another one has.`);
      scopes[scope] = { product: parts.product, ...facts };
    }
  }
  for (const { name, parts } of services) {
    for (const { method, path, scopes: needed } of parts.routes) {
      const unknown = needed.flat().find((scope) => !(scope in scopes));
      if (unknown !== undefined) {
        throw new Error(
          `The route ${method} ${path} needs the scope ${unknown}, which no service declares: add it to \`scopes\` of defineService in src/emulator/services/${name}/index.ts.`,
        );
      }
    }
  }
  return scopes;
}
