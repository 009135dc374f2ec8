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

/** What was done last of the way back of a change, unless that was taken back in turn; `all` begins with the newest. */
export function begunWayBack({ intent }: RecordedChange, all: readonly RecordedChange[]): BegunWayBack | undefined {
  const attempts = all
    .filter(({ intent: { undoes }, outcome }) => undoes === intent.id && outcome?.outcome === 'failed')
    .map(({ intent: of, outcome, undoneBy }) => ({ intent: of, done: doneIn(outcome?.result), undoneBy }))
    // One that failed at its first call has added nothing to what was done before it.
    .filter(({ done }) => done.length > 0);
  // Those that go on from the same first call are taken back together.
  const gone = attempts.filter(({ undoneBy }) => undoneBy !== undefined).map(({ done }) => made(done));
  const begun = attempts.find(({ done }) => !gone.includes(made(done)));
  return begun === undefined ? undefined : { by: begun.intent.id, done: begun.done, intent: begun.intent };
}

function made([first]: readonly Done[]): string {
  return JSON.stringify(first);
}

function doneIn(result: unknown): Done[] {
  const done = isObject(result) ? result['done'] : undefined;
  if (!Array.isArray(done)) return [];
  return done
    .filter(isObject)
    .flatMap(({ tool, result: of }) => (typeof tool === 'string' ? [{ tool, result: of }] : []));
}
