import { type Observation, type Ticker, waitFor } from '../domain/wait.ts';
import type { ToolContext } from '../tools/context.ts';
import type { AcceptedWrite, AppliedWrite, ToolResult } from '../tools/define.ts';
import type { Followed } from '../tools/follow.ts';

/** How a write that was applied has ended, as far as its call has seen. */
export interface Settled {
  outcome: 'done' | 'in_progress' | 'failed';
  note: string;
  /** The platform's words on why it went badly. */
  reason?: string;
  result: ToolResult;
}

/**
 * Waits for work that goes on after the platform has taken it, if the caller wants that. What this call itself has to
 * begin is waited for in any case: nobody else would begin it.
 */
export async function settle(
  { follow, result }: AppliedWrite,
  accepted: AcceptedWrite,
  ctx: ToolContext,
  ticker: Ticker | undefined,
): Promise<Settled> {
  if (follow === undefined) return { outcome: 'done', note: '', result };
  const again = `Read it again with ${follow.readAgain}.`;
  const { wait } = accepted;
  if (!wait && !follow.parts?.isOpen) return { outcome: 'in_progress', note: `Not waited for. ${again}`, result };
  const end = await waited(follow, accepted, ctx, ticker);
  const left = follow.parts?.end();
  const goOn = left === undefined ? again : `${left} ${again}`;
  const took = `after ${Math.round(end.elapsedMs / 1000)} s`;
  if (end.end === 'unreadable') {
    const { observation, reason } = end;
    const seen = observation === undefined ? '' : ` (last seen: ${observation.state})`;
    const note = `The change was accepted, but its state could not be read ${took}${seen}: ${reason.message} ${goOn}`;
    return { outcome: 'in_progress', note, result: observation?.value ?? result };
  }
  const { state, value, failure } = end.observation;
  if (end.end === 'timeout') return { outcome: 'in_progress', note: `${state} ${took}. ${goOn}`, result: value };
  if (failure !== undefined) {
    return { outcome: 'failed', note: `${state} ${took}. ${goOn}`, reason: failure, result: value };
  }
  if (!wait)
    return { outcome: 'in_progress', note: `${state} ${took}, not waited for any longer. ${again}`, result: value };
  return { outcome: 'done', note: `${state} ${took}.`, result: value };
}

/** The one wait of a call. When nobody is told how it ends, what is left of the work is begun all the same. */
async function waited(
  follow: Followed,
  { wait, timeoutSeconds }: AcceptedWrite,
  { clock, signal, startedAt, progress, settings }: ToolContext,
  ticker: Ticker | undefined,
) {
  const observe = async (): Promise<Observation<ToolResult>> => {
    const seen = await follow.observe();
    return wait || follow.parts?.isOpen ? seen : { ...seen, settled: true };
  };
  const timeoutMs = (timeoutSeconds ?? settings.waitSeconds) * 1000;
  try {
    return await waitFor({ observe, clock, signal, startedAt, timeoutMs, progress, ticker });
  } catch (error) {
    await follow.parts?.finish();
    throw error;
  }
}
