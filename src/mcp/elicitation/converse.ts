import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  SdkError,
  SdkErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { hasElicitation, isStateless, statelessRevision } from '../revisions.ts';
import { type Form, requestedSchema } from './form.ts';
import { type CannotAsk, type Expected, expectedOf, judge, type NoReply, type Reply } from './reply.ts';
import { openState, sealState } from './sealed-state.ts';

/** Clients give up on a request that asks more often; our own error is more helpful than theirs. */
const maxQuestions = 8;

/** Key of the one question that a round asks. */
const question = 'question';

/** The request that may ask its user, and how. */
export interface Conversation {
  server: Server;
  ctx: ServerContext;
  /** What the request is about, as JSON: its answers are for no other. */
  subject: unknown;
  /** How long an answer may take. */
  waitSeconds: number;
  /** Seals what clients keep between two rounds. */
  key: Buffer;
}

/** How a round ends: with the result of the request, or with a question. */
export type Round<Result, Memory> = { result: Result } | { question: Question<Result, Memory> };

export interface Question<Result, Memory> {
  form: Form;
  /** What the next round has to know, as JSON; the client sees it. */
  memory: Memory;
  /** The result if there is no answer, and no next round. */
  otherwise(reply: NoReply): Result;
}

/** What a round knows of those before it; in the first one nothing. */
export interface Before<Memory> {
  memory?: Memory;
  /** What came of the last question. Missing also where a client repeats the request without an answer. */
  reply?: Reply;
}

/**
 * Carries out a request that may ask its user, in every revision. The request is carried out in rounds, each from its beginning with the answers so far, so a round may only ask while it has done nothing yet.
 *
 * Clients that opened with `initialize` are asked in the middle of the request. Those of 2026-07-28 get the question as the result and repeat the request with the answer: only there a round may begin with a reply that is no answer. Whatever the client does or fails to do, there is a result within the time limit.
 */
export async function converse<Result, Memory extends object>(
  conversation: Conversation,
  carryOut: (before: Before<Memory>) => Promise<Round<Result, Memory>>,
): Promise<{ result: Result } | { inputRequired: InputRequiredResult }> {
  let { rounds, ...before } = resumed<Memory>(conversation);
  for (;;) {
    const round = await carryOut(before);
    if ('result' in round) return round;
    const { form, memory, otherwise } = round.question;
    const why = obstacle(conversation, rounds);
    if (why !== undefined) return { result: otherwise({ kind: 'cannot-ask', why }) };
    rounds++;
    if (isStateless(conversation.ctx)) return { inputRequired: asResult(form, { memory, rounds }, conversation) };
    const reply = await askInSession(form, conversation);
    if (reply.kind !== 'accepted' && reply.kind !== 'invalid') return { result: otherwise(reply) };
    before = { memory, reply };
  }
}

function obstacle({ server, ctx }: Conversation, rounds: number): CannotAsk['why'] | undefined {
  if (!canAsk(server, ctx)) return 'unsupported';
  return rounds >= maxQuestions ? 'asked-too-often' : undefined;
}

/** Since 2026-07-28 each request declares the client's capabilities; before, `initialize` does. */
function canAsk(server: Server, ctx: ServerContext): boolean {
  // The envelope is typed by a loose record that forgets its own keys.
  const envelope: Partial<Record<string, unknown>> = ctx.mcpReq.envelope ?? {};
  const inRequest = envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  if (isStateless(ctx)) return inRequest !== undefined && asksByForm(inRequest);
  const revision = server.getNegotiatedProtocolVersion();
  const stated = server.getClientCapabilities();
  return stated !== undefined && revision !== undefined && hasElicitation(revision) && asksByForm(stated);
}

/** An empty `elicitation` means forms: that is what the capability was before it had modes. */
function asksByForm({ elicitation }: ClientCapabilities): boolean {
  if (elicitation === undefined) return false;
  return elicitation.form !== undefined || elicitation.url === undefined;
}

/**
 * Asks in the middle of a request. The SDK would do it for results that require input, but with one form for all revisions, and it replaces the result of the request when the client fails.
 */
async function askInSession(form: Form, { server, ctx, waitSeconds }: Conversation): Promise<Reply> {
  const revision = server.getNegotiatedProtocolVersion() ?? '';
  const params = { message: form.message, requestedSchema: requestedSchema(form, revision) };
  const { signal } = ctx.mcpReq;
  try {
    const request = { method: 'elicitation/create', params } as const;
    const answer = await ctx.mcpReq.send(request, { timeout: waitSeconds * 1000, signal });
    return judge(expectedOf(form), answer);
  } catch (error) {
    if (signal.aborted) throw error;
    const isLate = error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout;
    return isLate ? { kind: 'unanswered' } : { kind: 'cannot-ask', why: 'client-failed' };
  }
}

/** What a client of 2026-07-28 keeps between two rounds. */
interface State<Memory> {
  memory: Memory;
  rounds: number;
  expected: Expected;
}

function asResult(
  form: Form,
  state: Omit<State<object>, 'expected'>,
  { subject, key }: Conversation,
): InputRequiredResult {
  const asked = { message: form.message, requestedSchema: requestedSchema(form, statelessRevision) };
  return inputRequired({
    inputRequests: { [question]: inputRequired.elicit(asked) },
    requestState: sealState({ ...state, expected: expectedOf(form) }, subject, key),
  });
}

/** Where the client left off. A state that is not ours, or of another request, is none: the user is asked again. */
function resumed<Memory>({ ctx, subject, key }: Conversation): Before<Memory> & { rounds: number } {
  // Its seal shows that this server wrote it, for this request.
  const state = openState(ctx.mcpReq.requestState(), subject, key) as State<Memory> | undefined;
  if (state === undefined) return { rounds: 0 };
  const { memory, rounds, expected } = state;
  const answer = inputResponse(ctx.mcpReq.inputResponses, question);
  return { memory, rounds, ...(answer.kind === 'elicit' ? { reply: judge(expected, answer) } : {}) };
}
