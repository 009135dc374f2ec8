import type { RecordedOutcome } from '../../core/changes.ts';
import type { AppliedWrite, PlannedWrite } from '../../core/tools/planned-write.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { Failure, isAbort, reasonLine } from '../../platform/errors.ts';
import type { Passage } from '../../safety/journal/passage.ts';
import { explainedConflict } from './conflict.ts';

/** A write that ended in an error. */
export interface EndedWrite {
  /** What was applied, if the error came later. */
  sent: AppliedWrite | undefined;
  passage: Passage;
  planned: PlannedWrite;
  /** The same call planned from what is there now. */
  planAgain: () => Promise<PlannedWrite>;
}

/**
 * The error as it is told: with what is done, or with what somebody else has changed. What was sent can be looked up; and
 * nobody is asked, because the answer would be for a call that begins anew.
 * @throws AbortError when the call is cancelled meanwhile
 */
export async function told(error: unknown, ended: EndedWrite): Promise<unknown> {
  const { hasSent, changeId } = ended.passage;
  const explained = await explainedError(error, ended);
  return explained instanceof Failure && hasSent ? explained.with({ choice: undefined, changeId }) : explained;
}

async function explainedError(error: unknown, { sent, passage, planned, planAgain }: EndedWrite): Promise<unknown> {
  if (sent !== undefined) return error;
  return passage.hasSucceeded ? afterAccepted(error) : explainedConflict(error, planned, planAgain);
}

/** What is known of a write that did not come to its end. */
export function outcomeOf(error: unknown, passage: Passage, sent: AppliedWrite | undefined): RecordedOutcome {
  if (sent?.failure !== undefined) return sent.failure.mayHaveHappened ? 'unknown' : 'failed';
  if (sent !== undefined) return 'in_progress';
  if (!passage.hasSent) return 'refused';
  if (!(error instanceof Failure) || isAbort(error) || error.mayHaveHappened) return 'unknown';
  // All that was sent is done, and cannot be read.
  if (passage.lastHasSucceeded) return 'unknown';
  // Of several requests an earlier one may have succeeded.
  return passage.hasSucceeded ? 'failed' : 'refused';
}

/**
 * The failure of a request after the platform accepted another one: of the change itself, or only of reading what is
 * there now. Without this it would read as if nothing had changed.
 */
function afterAccepted(error: unknown): unknown {
  if (!(error instanceof Failure) || error.saysWhatIsDone || error.mayHaveHappened) return error;
  return error.with({
    what: `The platform accepted this change or a part of it, and then a request failed: ${error.message}`,
    next: advice`Read the current state before anything else: it may already be as wanted. About the failure: ${error.next}`,
    mayHaveHappened: true,
    saysWhatIsDone: true,
  });
}

/** The error in one line, for the journal: what happened, and why as far as the platform said. `say` puts advice into words. */
export function noteOf(error: unknown, say: (said: Advice) => string): string {
  if (error instanceof Failure) {
    const { message, why } = error;
    return why === undefined ? message : `${message} ${reasonLine(say(why))}`;
  }
  return isAbort(error) ? 'The call was cancelled.' : 'An unexpected error of anypoint-mcp.';
}
