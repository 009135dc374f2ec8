import { type Advice, advise, type Call } from '../../platform/advice.ts';
import { type Phases, TwoPhaseOperation } from '../waiting/two-phase-operation.ts';
import type { Observation } from '../waiting/wait.ts';
import type { ToolResult } from './result.ts';

/**
 * How the work of a write goes on after `apply`, which only begins it. Everything that takes long is waited for by one
 * waiter, that of the pipeline: it holds the limit of the call, cancels, and tells of progress. So nothing else waits,
 * neither in `apply` nor here, and where a second phase of the work has to be begun after the first, a look does that.
 */
export interface Follow<Output, Context> {
  /** Looks at the work, or where it has two phases, at the second. */
  observe(result: Output, ctx: Context): Promise<Observation<Output>>;
  /** The call that reads the state again, for a result that is still going on. */
  readAgain(result: Output): Call;
  /** For work whose second phase this call has to begin. */
  phases?(result: Output, ctx: Context): Phases<Output> | undefined;
}

/** Work that goes on, as the pipeline sees it: everything in it is in words. */
export interface Followed {
  observe(): Promise<Observation<ToolResult, string>>;
  /** The call that reads the state again, ready to be copied. */
  readAgain: string;
  /** Where the call has to begin a second phase. */
  phases?: FollowedPhases;
}

/** What the pipeline has to do with work of two phases. */
export interface FollowedPhases {
  readonly isOpen: boolean;
  end(): { text: string; head?: string | undefined } | undefined;
  finish(): Promise<void>;
}

/** What binds the following of a write to its call. */
export interface BoundCall<Output, Context> {
  ctx: Context;
  show(result: Output): ToolResult;
  say(said: Advice): string;
}

/** Binds the following of a write to what `apply` has returned. */
export function followed<Output, Context>(
  follow: Follow<Output, Context>,
  result: Output,
  { ctx, show, say }: BoundCall<Output, Context>,
): Followed {
  const phases = follow.phases?.(result, ctx);
  const two = phases && new TwoPhaseOperation(phases, () => follow.observe(result, ctx));
  return {
    readAgain: say(advise(follow.readAgain(result))),
    ...(two ? { phases: inWords(two, say) } : {}),
    async observe() {
      const { value, failure, ...seen } = await (two ? two.observe() : follow.observe(result, ctx));
      return { ...seen, failure: failure === undefined ? undefined : say(failure), value: show(value) };
    },
  };
}

function inWords<Output>(two: TwoPhaseOperation<Output>, say: (said: Advice) => string): FollowedPhases {
  return {
    get isOpen() {
      return two.isOpen;
    },
    end() {
      const left = two.end();
      return left && { ...left, text: say(left.text) };
    },
    finish: () => two.finish(),
  };
}
