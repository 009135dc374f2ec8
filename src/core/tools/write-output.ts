import * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import type { Plan, PlanFacts } from '../plan/plan.ts';

/** How a write ended. */
export const writeOutcomes = ['planned', 'no_change', 'done', 'in_progress', 'failed'] as const;
export type WriteOutcome = (typeof writeOutcomes)[number];

const changeSchema = z.object({ setting: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });

/** Every write answers alike: how it ended, the plan, and its own result once something was done. */
export function writeOutput(result: z.ZodObject): z.ZodObject {
  return z.object({
    outcome: z.enum(writeOutcomes),
    plan: z.object({
      summary: z.string(),
      steps: z.array(z.object({ action: z.string(), changes: z.array(changeSchema) })),
      warnings: z.array(z.string()),
    }),
    /** What waiting has observed: the state, the platform's reason, how to continue. */
    note: z.string().optional(),
    result: result.optional(),
  });
}

/** A plan as results carry it. */
export function planFacts({ summary, steps, warnings }: Plan<unknown>, say: (said: Advice) => string): PlanFacts {
  return { summary, steps, warnings: warnings.map(say) };
}
