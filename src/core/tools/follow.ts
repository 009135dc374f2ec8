import { type Advice, advise, type Call } from '../../platform/advice.ts';
import { type Phases, TwoPhaseOperation } from '../waiting/two-phase-operation.ts';
import type { Observation } from '../waiting/wait.ts';
import type { ToolResult } from './result.ts';

/**
 * How the work of a write continues after `apply`, which only starts it. The pipeline alone waits: it keeps the time limit of the call, cancels, and reports progress. So neither `apply` nor this waits, and an observation starts a second phase of the work once the first is complete.
 */
export interface Follow<Output, Context> {
  /** Observes the work, or its second phase where it has two. */
  observe(result: Output, ctx: Context): Promise<Observation<Output>>;
  /** The call that reads the state again, for work that is still in progress. */
  readAgain(result: Output): Call;
  /** What is there after a failure that is final, and the calls that find out why and clear up; default: read it again. */
  whenFailed?(result: Output): Advice;
  /** What to do when it is not done although the whole time of the call was waited for. */
  whenLate?(result: Output): Advice;
  /** For work whose second phase this call has to start. */
  phases?(result: Output, ctx: Context): Phases<Output> | undefined;
}

/** Ongoing work as the pipeline sees it, with all advice put into words. */
export interface Followed {
  observe(): Promise<Observation<ToolResult, string>>;
  /** The call that reads the state again, ready to be copied. */
  readAgain: string;
  /** What to do after a failure, and when the time of the call was not enough. */
  whenFailed?: string | undefined;
  whenLate?: string | undefined;
  /** Set if the call has to start a second phase. */
  phases?: FollowedPhases;
}

/** The phases of ongoing work as the pipeline sees them. */
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
    ...(follow.whenFailed ? { whenFailed: say(follow.whenFailed(result)) } : {}),
    ...(follow.whenLate ? { whenLate: say(follow.whenLate(result)) } : {}),
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
