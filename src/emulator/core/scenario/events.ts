import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { FaultList } from '../faults/faults.ts';
import type { Platform } from '../platform.ts';
import type { Store } from '../store.ts';
import type { LoadContext } from './load-context.ts';
import { type PlannedEvent, plannedEvents } from './planned-events.ts';
import { defineSection, type Section } from './sections.ts';

/** What an event is applied to. The platform's clock is stopped at the time of the event. */
export interface EventContext {
  platform: Platform;
  faults: FaultList;
}

/** What a planned event keeps until it is due. */
export type EventDetails = Omit<PlannedEvent, 'at' | 'do'>;

/** A kind of event that a scenario can plan. */
export interface EventKind {
  readonly do: string;
  readonly schema: z.ZodObject;
  // Methods and not properties, so that events of different types can be in one list. Each receives the output of its
  // schema.
  plan(event: unknown, at: LoadContext): EventDetails;
  apply(event: PlannedEvent, happening: EventContext): void;
}

/** Seconds after the start. */
const at = z.number().min(0).describe("Seconds after the start, on the platform's clock");

interface EventDefinition<Fields extends z.ZodRawShape> {
  /** its name in scenarios, such as `disconnect-server` */
  do: string;
  fields: Fields;
  description?: string;
  /** Resolves what the event refers to. @throws ScenarioProblem */
  plan: (event: z.output<z.ZodObject<Fields>>, at: LoadContext) => EventDetails;
  apply: (event: PlannedEvent, happening: EventContext) => void;
}

/** Declares a kind of event, for the `events` of a service. */
export function defineEvent<Fields extends z.ZodRawShape>(definition: EventDefinition<Fields>): EventKind {
  const { do: kind, fields, description, plan, apply } = definition;
  const schema = z.strictObject({ at, do: z.literal(kind), ...fields });
  const event: Omit<EventKind, 'plan'> & { plan(event: z.output<z.ZodObject<Fields>>, at: LoadContext): EventDetails } =
    {
      do: kind,
      schema: description === undefined ? schema : schema.describe(description),
      plan,
      apply,
    };
  return event;
}

/** The scenario section for events of these kinds. */
export function eventsSection(kinds: readonly EventKind[]): Section {
  const [first, ...rest] = kinds.map(({ schema }) => schema);
  if (first === undefined) throw new Error('No service declares a kind of event');
  return defineSection({
    name: 'events',
    schema: z.array(z.discriminatedUnion('do', [first, ...rest])).default([]),
    load: (events, loading) => {
      const planned = loading.store.of(plannedEvents);
      loading.each(events, (event, place) => {
        // The schema has validated both.
        const { at: seconds, do: name } = event as { at: number; do: string };
        const kind = kinds.find((one) => one.do === name);
        if (kind !== undefined)
          planned.push({ at: place.start + seconds * 1000, do: name, ...kind.plan(event, place) });
      });
      planned.sort((a, b) => a.at - b.at);
    },
  });
}

/** Whether an event is due. */
export function isEventDue(store: Store, now: number): boolean {
  const [event] = store.of(plannedEvents);
  return event !== undefined && event.at <= now;
}

/** Applies due events, each at its own time on the clock. */
export function applyDueEvents(kinds: readonly EventKind[], now: number, { platform, faults }: EventContext): void {
  const planned = platform.store.of(plannedEvents);
  for (;;) {
    const [event] = planned;
    if (event === undefined || event.at > now) return;
    planned.shift();
    const kind = kinds.find((one) => one.do === event.do);
    kind?.apply(event, { platform: { ...platform, clock: clockAt(event.at) }, faults });
  }
}

/** A clock that is stopped at the time of an event. */
function clockAt(moment: number): Clock {
  const still = (): void => {};
  return { now: () => moment, after: (ms) => moment + ms, advance: still, beginRequest: still };
}
