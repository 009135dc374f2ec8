import type { MadePart, RecordedChange } from '../../core/changes.ts';
import { call } from '../../core/operations.ts';
import { callLine, type PlanValue } from '../../core/plan/plan.ts';
import { isSameShown } from '../../core/plan/settings.ts';
import { type KeptUndoCall, knownFrom } from '../../core/plan/undo.ts';
import { jsonInside } from '../../core/plan/undo-parts.ts';
import type { ToolCall } from '../../core/tools/calls.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import { advice } from '../../platform/advice.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import { type BegunWayBack, resultOf } from './begun.ts';

/** A way back of which some calls may be made. */
export interface Going {
  change: RecordedChange;
  begun: BegunWayBack | undefined;
  interrupted: RecordedChange | undefined;
  /** With the secrets that are known. */
  calls: readonly KeptUndoCall[];
}

/** The first call that is left, as it is planned now, and what is done before it. */
export async function firstLeft(
  going: Going,
  ctx: ToolContext,
): Promise<{ first: PlannedWrite; done: readonly MadePart[] }> {
  const { change, begun, interrupted, calls } = going;
  const done = [...(begun?.done ?? [])];
  for (;;) {
    try {
      return { first: await ctx.planWrite(callAt(change, calls, done)), done };
    } catch (error) {
      const next = calls[done.length];
      if (next === undefined || interrupted === undefined || !isMadeBy(next, error)) {
        throw explained(error, { ...going, done });
      }
      // Its call was sent, and the answer got lost.
      done.push({ tool: next.tool, result: null });
      if (done.length === calls.length) throw allDone(change, interrupted);
    }
  }
}

/** The next call, with everything that earlier results have. */
export function callAt(change: RecordedChange, calls: readonly KeptUndoCall[], done: readonly MadePart[]): ToolCall {
  const next = calls[done.length];
  if (next === undefined) throw noWayBack(change);
  if (done.length > 0) return laterCall(next, done[0]?.result);
  return {
    tool: next.tool,
    arguments: { ...next.arguments, ...valuesAt(next.fromResult ?? {}, resultOf(change)) },
  };
}

/** Whether a call is refused because exactly what it would make is there. Secrets cannot be compared. */
function isMadeBy({ arguments: args }: KeptUndoCall, error: unknown): boolean {
  if (!(error instanceof Failure) || error.isThere === undefined) return false;
  const { isThere } = error;
  return Object.entries(args)
    .filter(([argument]) => Object.hasOwn(isThere, argument))
    .every(([argument, value]) =>
      isPartOf(typeof value === 'string' ? (jsonInside(value) ?? value) : value, isThere[argument]),
    );
}

/** Members that nobody has given have their defaults. */
function isPartOf(given: unknown, there: unknown): boolean {
  // What is kept, and what the platform has, is JSON.
  if (!isObject(given) || !isObject(there)) return isSameShown(given as PlanValue, there as PlanValue);
  return Object.entries(given).every(([name, value]) => isPartOf(value, there[name]));
}

function allDone({ intent }: RecordedChange, { intent: { id: by } }: RecordedChange): Error {
  return inputFailure({
    what: `Change ${intent.id} is taken back already: change ${by} was interrupted after its last call, and what that made is there.`,
    next: advice`Nothing is left to do. ${call('change.undo', { change: by })} takes that back in turn.`,
  });
}

/** Of a way back that was begun, what is left is said with the reason why it cannot go on. */
function explained(error: unknown, { change, begun, done }: Going & { done: readonly MadePart[] }): unknown {
  if (begun === undefined || !(error instanceof Failure)) return error;
  const left = change.intent.undo
    .slice(done.length)
    .map((next) => laterCall(next, done[0]?.result))
    .map(callLine);
  return error.with({
    what: `Change ${change.intent.id} is taken back in part only, by change ${begun.by.intent.id}, and cannot be continued: ${error.message}`,
    why: `Left: ${left.join('; ')}`,
    next: advice`Make what is still missing with these calls, or take back what was done with ${call('change.undo', { change: begun.by.intent.id })}.`,
    saysWhatIsDone: true,
  });
}

/** The refusal of a change that no call leads back from. */
export function noWayBack({ intent }: RecordedChange): Error {
  return inputFailure({
    what: `Change ${intent.id} cannot be taken back; nothing was changed.`,
    why: intent.plan.undo?.lost ?? 'No call leads back.',
    next: 'Tell the person what is lost. Something new has to be made in its place, if they want that.',
  });
}

/** A call that follows the first one of the way back, with what it takes from the result of that. */
export function laterCall({ tool, arguments: args, fromFirst = {} }: KeptUndoCall, firstResult: unknown): ToolCall {
  return { tool, arguments: { ...args, ...valuesAt(fromFirst, firstResult) } };
}

/** Arguments by the paths of their values in a result. @throws Failure (input) when the result has none of one */
export function valuesAt(paths: Readonly<Record<string, string>>, result: unknown): Record<string, unknown> {
  const known = knownFrom(paths, result);
  const missing = Object.keys(paths).find((argument) => !Object.hasOwn(known, argument));
  if (missing === undefined) return known;
  // Without an answer to the change its result is not known.
  throw inputFailure({
    what: `The journal does not have ${paths[missing]} of that change, because its answer never came; nothing was changed.`,
    next: 'Look what there is now, and take it back by name.',
  });
}
