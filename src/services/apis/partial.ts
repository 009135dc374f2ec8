import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';

/**
 * The failure of a later step, told together with what the earlier ones have done already: nobody has to find out by
 * trying. Anything but a Failure passes unchanged, cancellation above all.
 * @param done what exists now, as sentences
 * @param next how to go on
 */
export function afterSteps(error: unknown, done: string, next: Advice): unknown {
  if (!(error instanceof Failure) || done === '') return error;
  return new Failure(error.kind, {
    what: `${done} The next step failed: ${error.message}`,
    why: error.why,
    next: advice`${next} About the failure: ${error.next}`,
    http: error.http,
    retryable: error.retryable,
    mayHaveHappened: error.mayHaveHappened,
  });
}
