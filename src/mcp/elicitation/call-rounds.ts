import type { Caller } from '../../core/changes.ts';
import type { Consent } from '../../safety/gate.ts';
import type { CallResult } from '../calls/render.ts';
import type { ElicitationAnswers } from './answers.ts';
import { type ApprovalMemory, approvalRound, consentIn } from './approval.ts';
import { type ChoiceMemory, chosen, roundOf } from './choices.ts';
import type { Before, Round } from './converse.ts';

/** What a call has to know of its earlier rounds: a person may first say which thing is meant, and then agree to the plan. */
export interface CallMemory extends ChoiceMemory, ApprovalMemory {}

/** What a person has said in earlier rounds, as the call takes it. */
export interface ToldBefore {
  answers: ElicitationAnswers;
  consent: Consent | undefined;
}

/** Reads it. A person is known by the client that asked them. */
export function toldBefore(before: Before<CallMemory>, { principal, client }: Caller): ToldBefore {
  return {
    answers: chosen(before).answers,
    consent: consentIn(before, principal ?? client ?? 'the person at the client'),
  };
}

/** How a round of a call ends: with its result, or with a question about what is not clear or about its plan. */
export function callRound(result: CallResult, before: Before<CallMemory>): Round<CallResult, CallMemory> {
  const known = chosen(before);
  if (result.approval === undefined) return roundOf(result, known);
  const keep = (asked: ApprovalMemory): CallMemory => ({ answers: known.answers, again: false, ...asked });
  return approvalRound(result, result.approval, before, keep);
}
