import { shortened } from '../../platform/text.ts';
import { inQuotes } from '../../safety/approvals/question.ts';
import type { Ask, Consent } from '../../safety/gate.ts';
import type { CallResult } from '../calls/render.ts';
import type { Before, Round } from './converse.ts';
import type { Form } from './form.ts';
import type { Reply } from './reply.ts';

/** Longest question, characters: more than a question has with all its lines. */
const maxMessage = 12_000;
const maxName = 1_000;

/** What a call has to know of the question about its plan. */
export interface ApprovalMemory {
  /** The plan that the person was asked about. */
  planId?: string | undefined;
}

/** What a person has answered to the question about a plan: a clear yes, a clear no, or nothing. */
export function consentIn({ memory, reply }: Before<ApprovalMemory>, by: string): Consent | undefined {
  if (memory?.planId === undefined) return undefined;
  if (reply?.kind === 'declined') return { planId: memory.planId, approve: false, by };
  if (reply?.kind !== 'accepted') return undefined;
  const { approve, name } = reply.values;
  const typedName = typeof name === 'string' ? name : undefined;
  return { planId: memory.planId, approve: approve === true || typedName !== undefined, typedName, by };
}

/** How a round of a call ends whose plan waits for a person: with the question, unless it was asked already or may not be asked here. */
export function approvalRound<Memory extends ApprovalMemory>(
  result: CallResult,
  ask: Ask,
  { reply, memory }: Before<ApprovalMemory>,
  keep: (asked: ApprovalMemory) => Memory,
): Round<CallResult, Memory> {
  // After a yes to a plan that has changed since, the new one is asked about; a no ends the call.
  const wasAsked =
    memory?.planId !== undefined &&
    reply !== undefined &&
    (memory.planId === ask.plan.id || reply.kind !== 'accepted' || reply.values['approve'] === false);
  if (wasAsked && ask.mistyped) return { result: withText(result, mistypedText) };
  if (wasAsked || ask.outside) return { result: withReply(result, wasAsked ? reply : undefined) };
  if (ask.declinedAt !== undefined) return { result: withText(result, declinedText(ask.declinedAt)) };
  return {
    question: {
      form: formOf(ask),
      memory: keep({ planId: ask.plan.id }),
      otherwise(noReply) {
        // Closing the form, silence and an error are no answer of a person.
        if (noReply.kind === 'declined') ask.decline();
        return withReply(result, noReply);
      },
    },
  };
}

/** The plan to read, and below it a yes that is off at first, or the name to type. */
function formOf({ question: { text, typedName } }: Ask): Form {
  const message = shortened(text, maxMessage);
  if (typedName === undefined)
    return { message, fields: { approve: { kind: 'yes-no', title: 'Do it', default: false } } };
  const title = `To agree, type the name ${inQuotes(typedName)}`;
  return { message, fields: { name: { kind: 'text', title, maxLength: maxName } } };
}

/** Adds what came of the question, so that the model neither guesses nor tries again by itself. */
function withReply(result: CallResult, reply: Reply | undefined): CallResult {
  const told = toldOf(reply);
  return told === undefined ? result : withText(result, told);
}

/** What the person did comes first: below it stands how they could still agree, which is no advice after a no. */
function withText(result: CallResult, told: string): CallResult {
  return { ...result, text: `${told}\n${result.text}` };
}

const mistypedText =
  'The person was asked and typed another name. Tell them; if they want to try again, make the same call again.';

/** Asked again and again, people say yes in the end. */
function declinedText(at: number): string {
  return `The person said no to exactly this at ${new Date(at).toISOString()}, so the client does not ask them again. Do not try again unless they say so: with the command above they can still agree.`;
}

function toldOf(reply: Reply | undefined): string | undefined {
  switch (reply?.kind) {
    case 'accepted':
    case 'invalid':
      return 'The person was asked and did not agree. Do not try again unless they say so.';
    case 'declined':
      return 'The person was asked and said no, or the client answered for them. Do not try again unless they say so.';
    case 'cancelled':
      return 'The person was asked and closed the question. The same call asks again: make it once they say so.';
    case 'unanswered':
      return 'The person was asked and did not answer in time. The same call asks again: make it once they are there.';
    case 'cannot-ask':
      return reply.why === 'client-failed'
        ? 'The client failed to ask the person, so only the command above is left.'
        : undefined;
    default:
      return undefined;
  }
}
