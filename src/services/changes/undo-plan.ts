import type { RecordedChange } from '../../core/changes.ts';
import { call } from '../../core/operations.ts';
import { callLine, type PlanValue } from '../../core/plan/plan.ts';
import { isSameShown } from '../../core/plan/settings.ts';
import { type KeptUndoCall, knownFrom } from '../../core/plan/undo.ts';
import { hintAt } from '../../core/text/nearest.ts';
import { quote } from '../../core/text/quote.ts';
import type { ToolCall } from '../../core/tools/calls.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import { plain } from '../../core/tools/plan-basis.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import { advice } from '../../platform/advice.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import { type BegunWayBack, begunWayBack, resultOf } from './begun.ts';
import { canUndo, hasHappened } from './facts.ts';
import { noJournal } from './no-journal.ts';
import { completeCalls, secretNames, secretsFrom, type UndoSecrets } from './undo-secrets.ts';
import { requireMakesSomething, requireUntouched } from './untouched.ts';

/** The way back from a change: its first write as planned now, and the calls that follow it. */
export interface WayBack {
  change: RecordedChange;
  first: PlannedWrite;
  /** As they are kept, without secrets. */
  rest: readonly KeptUndoCall[];
  /** What an earlier call has done of it, before one of its parts failed. */
  begun?: BegunWayBack | undefined;
  /** Names of the secrets that are missing. */
  needs: readonly string[];
  /** The same writes once all secrets are known: the first as it is planned with them, and the calls that follow it. */
  complete(secrets: UndoSecrets): Promise<{ first: PlannedWrite; rest: readonly KeptUndoCall[] }>;
}

/**
 * Finds the change and plans the way back as it would be planned today.
 * @throws Failure (input) when there is no such change or no way back, when secrets would be needed, or when what it
 * changed was changed again since
 */
export async function planWayBack(
  id: string,
  references: readonly string[] | undefined,
  ctx: ToolContext,
): Promise<WayBack> {
  const all = await ctx.changes();
  const change = findChange(id, all, ctx.settings);
  requireWayBack(change);
  const begun = begunWayBack(change, all);
  const { undo } = change.intent;
  const from = begun?.done.length ?? 0;
  const [, ...rest] = undo.slice(from);
  const names = secretNames(undo, from);
  const known = secretsFrom(references ?? [], names, ctx);
  const planned = (secrets: UndoSecrets) => ctx.planWrite(firstCall(change, completeCalls(undo, secrets), begun));
  const first = await ifPlannable(planned(known), { change, undo: undo.slice(from), begun });
  if (begun === undefined) {
    requireUntouched(change, first);
    if (rest.length > 0) requireMakesSomething(change, first);
  }
  return {
    ...{ change, first, rest, begun },
    needs: names.filter((name) => known[name] === undefined),
    async complete(typed) {
      const secrets = { ...known, ...typed };
      const others = completeCalls(undo, secrets).slice(from + 1);
      if (Object.keys(typed).length === 0) return { first, rest: others };
      for (const value of Object.values(typed)) ctx.secrets.addGiven(value);
      const again = await planned(secrets);
      requireSamePlan(first, again);
      return { first: again, rest: others };
    },
  };
}

/** The first call that is left, with everything that earlier results have. */
function firstCall(change: RecordedChange, calls: readonly KeptUndoCall[], begun: BegunWayBack | undefined): ToolCall {
  const next = calls[begun?.done.length ?? 0];
  if (next === undefined) throw noWayBack(change);
  if (begun !== undefined) return laterCall(next, begun.done[0]?.result);
  return {
    tool: next.tool,
    arguments: { ...next.arguments, ...valuesAt(next.fromResult ?? {}, resultOf(change)) },
  };
}

/** Of a way back that was begun, what is left is said with the reason why it cannot go on. */
async function ifPlannable(
  planned: Promise<PlannedWrite>,
  { change, undo, begun }: { change: RecordedChange; undo: readonly KeptUndoCall[]; begun: BegunWayBack | undefined },
): Promise<PlannedWrite> {
  try {
    return await planned;
  } catch (error) {
    if (begun === undefined || !(error instanceof Failure)) throw error;
    const left = undo.map((next) => laterCall(next, begun.done[0]?.result)).map(callLine);
    throw error.with({
      what: `Change ${change.intent.id} is taken back in part only, by change ${begun.by.intent.id}, and cannot be continued: ${error.message}`,
      why: `Left: ${left.join('; ')}`,
      next: advice`Make what is still missing with these calls, or take back what was done with ${call('change.undo', { change: begun.by.intent.id })}.`,
      saysWhatIsDone: true,
    });
  }
}

/** With the secrets it has to be the plan that the person has seen. */
function requireSamePlan(seen: PlannedWrite, now: PlannedWrite): void {
  // What plans show is JSON.
  const [before, after] = [seen, now].map(({ plan }) => plain({ steps: plan.steps })) as { steps: PlanValue }[];
  if (isSameShown(before?.steps, after?.steps)) return;
  throw inputFailure({
    what: 'What the plan saw has changed since; nothing was changed.',
    next: 'Call again for a new plan; the secrets have to be given again.',
  });
}

function findChange(
  id: string,
  all: readonly RecordedChange[],
  { journal }: Pick<ToolContext['settings'], 'journal'>,
): RecordedChange {
  const found = all.find(({ intent }) => intent.id === id.trim());
  if (found !== undefined) return found;
  throw inputFailure({
    what: `There is no change ${quote(id)} of this platform in the journal of this server${hintAt(
      id,
      all.map(({ intent }) => intent.id),
    )}; nothing was changed.`,
    ...(journal === 'off' ? { why: noJournal } : {}),
    next: advice`${call('change.list', {})} lists them with their ids. What was changed on another platform is taken back by a server that is connected to that one.`,
  });
}

function requireWayBack(change: RecordedChange): void {
  const { intent, outcome, undoneBy, continuedBy } = change;
  if (undoneBy !== undefined) {
    throw inputFailure({
      what: `Change ${intent.id} was taken back already, by change ${undoneBy}; nothing was changed.`,
      next: advice`${call('change.undo', { change: undoneBy })} takes that back in turn.`,
    });
  }
  if (continuedBy !== undefined) {
    throw inputFailure({
      what: `Change ${continuedBy} has gone on with what change ${intent.id} began, so they are taken back together; nothing was changed.`,
      next: advice`${call('change.undo', { change: continuedBy })} takes both back.`,
    });
  }
  if (!hasHappened(outcome?.outcome)) {
    throw inputFailure({
      what: `The platform refused change ${intent.id}, so there is nothing to take back.`,
      next: advice`${call('change.list', {})} lists the others.`,
    });
  }
  if (!canUndo(change)) throw noWayBack(change);
}

function noWayBack({ intent }: RecordedChange): Error {
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
