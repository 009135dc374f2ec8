import type { Extension } from './extensions.ts';
import { foundation } from './foundation.ts';
import type { AnyPart } from './kinds.ts';
import type { Route } from './routes.ts';
import { type EventKind, eventsSection } from './scenario/events.ts';
import type { Section } from './scenario/sections.ts';
import type { BeforeRequest, Service } from './service.ts';

/** The state parts of a platform with these services. */
export type PlatformParts<Services extends readonly Service[]> =
  | (typeof foundation)['state'][number]
  | Services[number]['state'][number];

/** Everything that is derived from a list of services. @internal */
export interface Composition {
  state: readonly AnyPart[];
  /** in the order of the published schema, which is also the loading order */
  sections: readonly Section[];
  events: readonly EventKind[];
  routes: readonly Route[];
  extensions: readonly Extension[];
  before: readonly BeforeRequest[];
}

const compositions = new WeakMap<readonly Service[], Composition>();

/** Combines services with the foundation. The result is cached per list. @internal */
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
  const sections = all.flatMap(({ parts }) => parts.scenario);
  return {
    state: all.flatMap(({ state }) => state),
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
