import type { Sentence } from '../../platform/text.ts';
import { changeLine, type PlanFacts } from './plan.ts';

const maxShown = 5;

/** What two plans of the same call see differently, as one sentence; undefined when they show the same values. */
export function planDifferences(planned: PlanFacts, now: PlanFacts): Sentence | undefined {
  const [before, after] = [linesOf(planned), linesOf(now)];
  const gone = before.filter((line) => !after.includes(line));
  const added = after.filter((line) => !before.includes(line));
  const differences = [...gone.map((line) => `planned: ${line}`), ...added.map((line) => `now: ${line}`)];
  if (differences.length === 0) return undefined;
  const more = differences.length > maxShown ? ` and ${differences.length - maxShown} more` : '';
  return `${differences.slice(0, maxShown).join('; ')}${more}.`;
}

function linesOf({ steps, affected = [] }: PlanFacts): string[] {
  return [
    ...steps.flatMap(({ changes }) => changes.map(changeLine)),
    ...affected.map(({ title, consequence }) => `${title} ${consequence}`),
  ];
}
