import type { RecordedChange } from '../../core/changes.ts';
import { type Change, changeWords, type PlanFacts, type Step, type StepThing } from '../../core/plan/plan.ts';
import { isSameShown, settingsChanges } from '../../core/plan/settings.ts';
import { knownFrom } from '../../core/plan/undo.ts';
import { listed, quote } from '../../core/text/quote.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import { inputFailure } from '../../platform/errors.ts';
import { word } from '../../platform/text.ts';
import { resultOf } from './begun.ts';

/**
 * What is set back must still be what the change has made of it, and nothing else may go with it.
 * @throws Failure (input) with the difference
 */
export function requireUntouched(change: RecordedChange, { plan, settings = {} }: PlannedWrite): void {
  requireNoStranger(change, plan);
  const made = new Map(settingsOf(change.intent.plan.steps).map((one) => [one.setting, one]));
  const differences = settingsOf(plan.steps).flatMap(({ setting, before }) => {
    const then = made.get(setting);
    if (then?.after === undefined || isSameShown(then.after, before)) return [];
    return [changeWords({ setting, before: then.after, ...(before === undefined ? {} : { after: before }) })];
  });
  const then = change.outcome?.settings ?? change.intent.settings ?? {};
  const unseen = settingsChanges(then, settings).map(changeWords);
  differences.push(...unseen.filter((one) => !differences.includes(one)));
  if (differences.length === 0) return;
  throw inputFailure({
    what: `What change ${change.intent.id} has set was changed again since; nothing was changed.`,
    why: `${differences.join('; ')}.`,
    next: 'Ask the person what it shall be, and set that.',
  });
}

/**
 * The calls that follow the first one are about what that makes. Where it has nothing to make, somebody else has made it,
 * and they would change a thing of theirs.
 * @throws Failure (input)
 */
export function requireMakesSomething({ intent }: RecordedChange, { plan }: PlannedWrite): void {
  if (plan.steps.length > 0) return;
  throw inputFailure({
    what: `What change ${intent.id} has removed is there again, but was made by somebody else; nothing was changed.`,
    why: `${plan.summary} The calls that follow would change that.`,
    next: 'Ask the person whether it is as they want it, and change by name what is not.',
  });
}

function requireNoStranger(change: RecordedChange, plan: PlanFacts): void {
  const concerned = [...thingsOf(plan.steps), ...(isCreation(change) ? (plan.affected ?? []) : [])];
  const strangers = concerned.filter(({ id }) => id !== undefined && !knows(change, id));
  if (strangers.length === 0) return;
  throw inputFailure({
    what: `The way back of change ${change.intent.id} would also concern ${listed(strangers.map(({ kind, name }) => `${word(kind)} ${quote(name)}`))}, which that change did not; nothing was changed.`,
    next: 'Ask the person what shall become of it, and name each thing yourself.',
  });
}

function settingsOf(steps: readonly Step[]): Change[] {
  return steps.flatMap(({ changes }) => changes);
}

function thingsOf(steps: readonly Step[]): StepThing[] {
  return steps.flatMap(({ thing, also = [] }) => [thing, ...also]);
}

/** What a change has made is nothing that anything depended on before. */
function isCreation({ intent }: RecordedChange): boolean {
  return intent.undo.some(({ fromResult }) => fromResult !== undefined);
}

/** Whether a change concerned the thing with this id, or has made it. */
function knows(change: RecordedChange, id: string): boolean {
  const { plan, undo } = change.intent;
  const made = undo.flatMap(({ fromResult = {} }) => Object.values(knownFrom(fromResult, resultOf(change))));
  const concerned = [...thingsOf(plan.steps), ...(plan.affected ?? [])];
  return made.some((one) => String(one) === id) || concerned.some((one) => one.id === id);
}
