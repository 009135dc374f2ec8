import type { MadePart, RecordedChange } from '../../core/changes.ts';
import { call } from '../../core/operations.ts';
import type { PlanValue } from '../../core/plan/plan.ts';
import { isSameShown } from '../../core/plan/settings.ts';
import type { KeptUndoCall } from '../../core/plan/undo.ts';
import { hintAt } from '../../core/text/nearest.ts';
import { quote } from '../../core/text/quote.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import { plain } from '../../core/tools/plan-basis.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { type BegunWayBack, begunWayBack, interruptedWayBack } from './begun.ts';
import { hasHappened } from './facts.ts';
import { callAt, firstLeft, noWayBack } from './left-calls.ts';
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
  /** Everything that is done of it, in order: with what an interrupted call has made though nobody heard of it. */
  done: readonly MadePart[];
  /** The change that was interrupted. */
  interrupted?: RecordedChange | undefined;
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
  const interrupted = interruptedWayBack(change, all);
  const { undo } = change.intent;
  const names = secretNames(undo, begun?.done.length ?? 0);
  const known = secretsFrom(references ?? [], names, ctx);
  const next = await firstLeft({ change, begun, interrupted, calls: completeCalls(undo, known) }, ctx);
  const { done, first } = next;
  const from = done.length;
  const [, ...rest] = undo.slice(from);
  const planned = (secrets: UndoSecrets) => ctx.planWrite(callAt(change, completeCalls(undo, secrets), done));
  if (done.length === 0) {
    requireUntouched(change, first);
    if (rest.length > 0 && interrupted === undefined) requireMakesSomething(change, first);
  }
  return {
    ...{ change, first, rest, begun, done, interrupted },
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
  if (intent.undo.length === 0) throw noWayBack(change);
}
