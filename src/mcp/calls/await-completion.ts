import { capitalize } from '../../core/text/quote.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { Followed, FollowedPhases } from '../../core/tools/follow.ts';
import type { AppliedWrite } from '../../core/tools/planned-write.ts';
import type { ToolResult } from '../../core/tools/result.ts';
import type { AcceptedWrite } from '../../core/tools/tool.ts';
import { type Observation, type Ticker, type WaitEnd, waitFor } from '../../core/waiting/wait.ts';
import { advise } from '../../platform/advice.ts';

/** How an applied write ended, as far as its call observed. */
export interface Completion {
  outcome: 'done' | 'in_progress' | 'failed';
  /** A short headline that replaces the misleading one of the outcome. */
  head?: string | undefined;
  note: string;
  /** The platform's reason for a failure. */
  reason?: string | undefined;
  result: ToolResult;
}

/**
 * Waits for work that continues after the platform accepted it, if the caller wants that. A second phase that this call has to start is waited for in any case.
 */
export async function awaitCompletion(
  { follow, result }: AppliedWrite,
  accepted: AcceptedWrite,
  ctx: ToolContext,
  ticker: Ticker | undefined,
): Promise<Completion> {
  if (follow === undefined) return { outcome: 'done', note: '', result };
  const again = `Read it again with ${follow.readAgain}.`;
  const { wait } = accepted;
  if (!wait && !follow.phases?.isOpen)
    return { outcome: 'in_progress', note: `This call did not wait. ${again}`, result };
  const { end, refused } = await waited(follow, accepted, ctx, ticker);
  const left = follow.phases?.end();
  const isComplete = end.end === 'complete';
  const reason = refused ?? (isComplete ? end.observation.failure : undefined);
  const isDone = isComplete && reason === undefined && wait;
  const isLeft = isComplete && reason === undefined && !wait;
  const seen = `${capitalize(seenText(end))}${isLeft ? ', and this call stopped waiting' : ''}.`;
  const outcome = reason !== undefined ? 'failed' : isDone ? 'done' : 'in_progress';
  const next =
    outcome === 'failed'
      ? [follow.whenFailed ?? again]
      : outcome === 'in_progress'
        ? [again, ...(isComplete || follow.whenLate === undefined ? [] : [follow.whenLate])]
        : [];
  return {
    outcome,
    head: left?.head,
    note: [...(left ? [left.text] : []), seen, ...next].join(' '),
    reason,
    result: end.observation?.value ?? result,
  };
}

/** The last observation and its time, without the full stop. */
function seenText(end: WaitEnd<ToolResult, string>): string {
  const seconds = Math.round(end.elapsedMs / 1000);
  const took = seconds === 0 ? 'within 1 s' : `after ${seconds} s`;
  if (end.end !== 'unreadable') return `${end.observation.state} ${took}`;
  const { observation, reason } = end;
  const last = observation === undefined ? '' : ` (last seen: ${observation.state})`;
  return `The change was accepted, but its state could not be read ${took}${last}: ${reason.message.replace(/\.$/, '')}`;
}

/** How the one wait of a call has ended. */
interface Waited {
  end: WaitEnd<ToolResult, string>;
  /** Why the platform refused to start the second phase. */
  refused: string | undefined;
}

/** The wait of a call. A second phase that is still open when it ends is started anyway. */
async function waited(
  follow: Followed,
  { wait, timeoutSeconds }: AcceptedWrite,
  { clock, signal, ending, calls, startedAt, progress, settings }: ToolContext,
  ticker: Ticker | undefined,
): Promise<Waited> {
  const observe = async (): Promise<Observation<ToolResult, string>> => {
    const seen = await follow.observe();
    return wait || follow.phases?.isOpen ? seen : { ...seen, isComplete: true };
  };
  const timeoutMs = (timeoutSeconds ?? settings.waitSeconds) * 1000;
  try {
    const end = await waitFor({ observe, clock, signal, ending, startedAt, timeoutMs, progress, ticker });
    if (end.end === 'complete' || !follow.phases?.isOpen) return { end, refused: undefined };
    return { end, refused: await refusalAtTheEnd(follow.phases, { clock, signal, calls }, ticker) };
  } catch (error) {
    await follow.phases?.finish();
    throw error;
  }
}

/**
 * Starts an open second phase after the limit, with one request that may take as long as a last observation. Returns why the platform refuses it; the phases themselves record a missing answer.
 */
async function refusalAtTheEnd(
  phases: FollowedPhases,
  { clock, signal, calls }: Pick<ToolContext, 'clock' | 'signal' | 'calls'>,
  ticker: Ticker | undefined,
): Promise<string | undefined> {
  const observe = async (): Promise<Observation<undefined>> => {
    await phases.finish();
    return { value: undefined, state: 'begun', isComplete: true };
  };
  const end = await waitFor({ observe, clock, signal, timeoutMs: 0, progress: () => undefined, ticker });
  if (end.end !== 'unreadable' || end.reason.kind === 'platform') return undefined;
  const { message, why = '', next } = end.reason;
  return calls.text(advise(message, why, next), {});
}
