import { approvalText, type RecordedChange } from '../../core/changes.ts';
import { knownFrom } from '../../core/plan/undo.ts';
import { withoutUndefined } from '../../platform/json.ts';
import { resultOf } from './begun.ts';

/** A change as listings show it; everything that was written down by the platform's names is data. */
export interface ChangeFacts {
  id: string;
  /** ISO 8601. */
  at: string;
  tool: string;
  /** What the plan said. */
  summary: string;
  /** `done`, `in_progress`, `failed`, `refused`; `unknown` where no answer was written down: the state has to be checked. */
  outcome: string;
  environment?: string | undefined;
  client?: string | undefined;
  /** Whether there is a way back. */
  canUndo: boolean;
  /** What is not as before, or is lost for good. */
  lost?: string | undefined;
  undoneBy?: string | undefined;
  undoes?: string | undefined;
  rule: string;
  /** Who agreed, and how. */
  approvedBy?: string | undefined;
  note?: string | undefined;
}

/** The facts of a change. */
export function changeFacts(change: RecordedChange): ChangeFacts {
  const { intent, outcome, undoneBy } = change;
  const { id, at, tool, plan, rule, undoes, who, approvals } = intent;
  const approvedBy = approvals.map(approvalText).join(', ');
  return withoutUndefined<ChangeFacts>({
    id,
    at,
    tool,
    summary: plan.summary,
    outcome: outcome?.outcome ?? 'unknown',
    environment: plan.environment?.name,
    client: who.client,
    canUndo: canUndo(change),
    lost: plan.undo?.lost,
    undoneBy,
    undoes,
    rule,
    approvedBy: approvedBy === '' ? undefined : approvedBy,
    note: outcome?.note,
  });
}

/** Whether a change has happened, can be taken back and has not been yet. */
export function canUndo(change: RecordedChange): boolean {
  const { intent, outcome, undoneBy, continuedBy } = change;
  const isLast = undoneBy === undefined && continuedBy === undefined;
  const { fromResult = {} } = intent.undo[0] ?? {};
  // What a change has made can only be removed where its answer came.
  const isKnown = Object.keys(knownFrom(fromResult, resultOf(change))).length === Object.keys(fromResult).length;
  return intent.undo.length > 0 && isKnown && isLast && hasHappened(outcome?.outcome);
}

/** Whether anything may have been changed; what the platform refused was not. */
export function hasHappened(outcome: string | undefined): boolean {
  return outcome !== 'refused';
}
