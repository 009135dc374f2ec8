import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';

/**
 * The failure of a later step, with what the earlier ones did. Anything but a Failure, such as a cancellation, stays unchanged.
 * @param done what exists now, as sentences
 * @param next how to go on
 */
export function afterSteps(error: unknown, done: string, next: Advice): unknown {
  if (!(error instanceof Failure) || done === '') return error;
  return error.with({
    what: `${done} The next step failed: ${error.message}`,
    next: advice`${next} About the failure: ${error.next}`,
    saysWhatIsDone: true,
  });
}
