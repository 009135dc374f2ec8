import { inputFailure } from '../../platform/errors.ts';
import { type Change, changeWords } from './plan.ts';

const maxShown = 5;

/**
 * Requires that nobody changed the thing since the plan was made: a full replacement would undo somebody else's change.
 * @param subject what it is, for example `The definition of gateway "orders"`
 * @param changes what is different now from what the plan saw
 * @throws Failure (input) that shows the differences
 */
export function requireUnchanged(subject: string, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const shown = changes.slice(0, maxShown).map(changeWords).join('; ');
  const more = changes.length > maxShown ? ` and ${changes.length - maxShown} more` : '';
  throw inputFailure({
    what: `${subject} was changed by somebody else meanwhile; nothing was sent.`,
    why: `Changed meanwhile: ${shown}${more}.`,
    next: 'Call again to plan from the new state; dryRun shows the plan first.',
  });
}
