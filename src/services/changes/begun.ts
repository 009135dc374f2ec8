import type { MadePart, RecordedChange } from '../../core/changes.ts';

/** A way back of several calls of which some were made, and then one failed, or the process ended. */
export interface BegunWayBack {
  /** The change that did the last of them. */
  by: RecordedChange;
  /** What was done, in order: at least the first call. */
  done: readonly MadePart[];
}

/** What was done of the way back of a change, unless that was taken back in turn; `all` begins with the newest. */
export function begunWayBack({ intent }: RecordedChange, all: readonly RecordedChange[]): BegunWayBack | undefined {
  // One that failed at its first call has added nothing to what was done before it.
  const by = all.find(
    ({ intent: { undoes, continues }, done }) => undoes === intent.id && done.length > madeBefore(continues, all),
  );
  return by === undefined || by.undoneBy !== undefined ? undefined : { by, done: by.done };
}

/**
 * The change that went this way back last, where the answer to its last call never came: what that call makes may be
 * there. Undefined where there is none, or it was taken back.
 */
export function interruptedWayBack(
  { intent }: RecordedChange,
  all: readonly RecordedChange[],
): RecordedChange | undefined {
  const last = all.find(({ intent: { undoes }, outcome }) => undoes === intent.id && outcome?.outcome !== 'refused');
  const isOpen = last?.outcome === undefined || last.outcome.outcome === 'unknown';
  return last !== undefined && isOpen && last.undoneBy === undefined ? last : undefined;
}

function madeBefore(continued: string | undefined, all: readonly RecordedChange[]): number {
  return all.find(({ intent }) => intent.id === continued)?.done.length ?? 0;
}

/** The structured result of a change; of one that did not come to its end, what is known of it. */
export function resultOf({ intent: { undoes }, outcome, done }: RecordedChange): unknown {
  return outcome?.result ?? (done.length === 0 ? undefined : { change: undoes, done });
}
