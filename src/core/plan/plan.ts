import type { Advice } from '../../platform/advice.ts';
import { escaped, oneLine, printable, type Sentence, shortened } from '../../platform/text.ts';

/** A value in a plan, as JSON has it. */
export type PlanValue = string | number | boolean | null | PlanValue[] | { [key: string]: PlanValue };

/** One setting before and after; a missing side means that it was not there or will not be. */
export interface Change {
  setting: string;
  before?: PlanValue;
  after?: PlanValue;
}

/** One thing that will be done, as a sentence in the imperative, with what it changes. */
export interface Step {
  action: Sentence;
  changes: Change[];
}

/**
 * What a write is going to do. `intent` is what `apply` needs; nothing else sees it. A plan without steps means that
 * everything already has these values.
 */
export interface Plan<Intent> {
  summary: Sentence;
  steps: Step[];
  warnings: Advice[];
  intent: Intent;
}

/** A plan as results carry it: everything but the intent, in words. */
export interface PlanFacts {
  summary: string;
  steps: Step[];
  warnings: string[];
}

/** Longest text of a value, characters; the structured plan has all of it. */
const maxText = 300;
/** The same for a list or object, whose members count for themselves. */
const maxStructure = 2_000;

/** `setting: before → after`, one line. */
export function changeLine({ setting: path, before, after }: Change): string {
  // The platform's own words may be part of the path.
  const setting = oneLine(path);
  if (before === undefined) return `${setting}: ${valueText(after)}`;
  if (after === undefined) return `${setting}: ${valueText(before)} → removed`;
  return `${setting}: ${valueText(before)} → ${valueText(after)}`;
}

/** A value that cannot be shown as it is is written as JSON, so that a person who agrees to a plan sees exactly what will be set. */
function valueText(value: PlanValue | undefined): string {
  if (value === undefined) return 'not set';
  const isPlain = typeof value === 'string' && printable(value) === value;
  const text = isPlain ? value : escaped(JSON.stringify(value, shortMember));
  const max = typeof value === 'string' ? maxText : maxStructure;
  return text.length > max ? `${shortened(text, max)} (${text.length} characters)` : text;
}

/** Shortens long members, so that none crowds out the others; each says its full length. */
function shortMember(key: string, value: unknown): unknown {
  return key !== '' && typeof value === 'string' ? shortened(value, maxText) : value;
}
