import type { RecordedChange } from '../../core/changes.ts';
import { isObject } from '../../platform/json.ts';

/** One call of a way back that was made. */
export interface Done {
  tool: string;
  result: unknown;
}

/** A way back of several calls of which one has failed. */
export interface BegunWayBack {
  /** The change that did the first part of it. */
  by: string;
  /** What was done, in order: at least the first call. */
  done: readonly Done[];
  /** How that change is taken back, and what it has made. */
  intent: RecordedChange['intent'];
}

/** What was done of the way back of a change, unless that was taken back in turn. */
export function begunWayBack({ intent }: RecordedChange, all: readonly RecordedChange[]): BegunWayBack | undefined {
  const begun = all.find(
    (one) => one.intent.undoes === intent.id && one.undoneBy === undefined && one.outcome?.outcome === 'failed',
  );
  const done = doneIn(begun?.outcome?.result);
  return begun === undefined || done.length === 0 ? undefined : { by: begun.intent.id, done, intent: begun.intent };
}

function doneIn(result: unknown): Done[] {
  const done = isObject(result) ? result['done'] : undefined;
  if (!Array.isArray(done)) return [];
  return done
    .filter(isObject)
    .flatMap(({ tool, result: of }) => (typeof tool === 'string' ? [{ tool, result: of }] : []));
}
