import { planDifferences } from '../../core/plan/plan-differences.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import { type Advice, advice, advise } from '../../platform/advice.ts';
import { Failure, isAbort } from '../../platform/errors.ts';

/** Conflict, and a precondition that does not hold: the platform refuses what was planned, because something else is there now. */
const conflicts: ReadonlySet<number | undefined> = new Set([409, 412]);

/**
 * The refusal of a write that another process or person came before, with what has changed since the plan: the call is
 * planned again, from what the platform says now. Any other error stays as it is.
 * @throws AbortError when the call is cancelled meanwhile
 */
export async function explainedConflict(
  error: unknown,
  planned: PlannedWrite,
  planAgain: () => Promise<PlannedWrite>,
): Promise<unknown> {
  if (!(error instanceof Failure) || error.mayHaveHappened || !conflicts.has(error.http?.status)) return error;
  const found = await findings(planned, planAgain);
  if (found === undefined) return error;
  const { seen, next } = found;
  return error.with({ why: error.why === undefined ? seen : advise(error.why, seen), next });
}

interface Findings {
  seen: Advice;
  next: Advice;
}

/** Undefined where nothing more is known. */
async function findings(planned: PlannedWrite, planAgain: () => Promise<PlannedWrite>): Promise<Findings | undefined> {
  let again: PlannedWrite;
  try {
    again = await planAgain();
  } catch (error) {
    if (isAbort(error)) throw error;
    if (!(error instanceof Failure) || error.kind !== 'input') return undefined;
    return {
      seen: advice`The plan does not hold any more: ${error.message}`,
      next: advice`Nothing was changed. ${error.next}`,
    };
  }
  if (again.plan.steps.length === 0) {
    return {
      seen: 'Somebody else did the same meanwhile.',
      next: advice`Nothing is left to do: ${again.plan.summary}`,
    };
  }
  const differences = planDifferences(planned.plan, again.plan);
  if (differences === undefined) {
    return {
      seen: 'What the plan saw is still the same.',
      next: 'Nothing was changed. Read what the reason names, remove what is in the way or change the arguments, and call again.',
    };
  }
  return {
    seen: `Changed since the plan: ${differences}`,
    next: 'Nothing was changed. Read it again; the same call plans from the new state, and dryRun shows that plan first.',
  };
}
