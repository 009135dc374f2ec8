import * as z from 'zod';
import { word } from '../../platform/text.ts';
import { type Place, placeName } from '../place/place.ts';
import { type Plan, type PlanEnvironment, type PlanFacts, stepKinds } from '../plan/plan.ts';
import { isInEnvironment, type ToolContext } from './context.ts';

/** How a write ended. */
export const writeOutcomes = ['planned', 'no_change', 'done', 'in_progress', 'failed'] as const;
export type WriteOutcome = (typeof writeOutcomes)[number];

const changeSchema = z.object({ setting: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });

const environmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string().optional(),
  organization: z.object({ id: z.string(), name: z.string() }),
});

/** One thing that it does. */
const stepSchema = z.object({
  kind: z.enum(stepKinds),
  thing: z.object({ kind: z.string(), id: z.string().optional(), name: z.string() }),
  action: z.string(),
  changes: z.array(changeSchema),
});

/** Something else that it deletes, stops or cuts off. */
const affectedSchema = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string(),
  title: z.string(),
  consequence: z.string(),
});

/** Every write answers alike: how it ended, the plan, and its own result once something was done. */
export function writeOutput(result: z.ZodObject): z.ZodObject {
  return z.object({
    outcome: z.enum(writeOutcomes),
    plan: z.object({
      summary: z.string(),
      /** Where it acts. */
      environment: environmentSchema.optional(),
      steps: z.array(stepSchema),
      affected: z.array(affectedSchema).optional(),
      warnings: z.array(z.string()),
    }),
    /** What waiting has observed: the state, the platform's reason, how to continue. */
    note: z.string().optional(),
    result: result.optional(),
  });
}

/** A plan as results carry it, with the environment in front. */
export function planFacts({ summary, steps, affected = [], warnings }: Plan<unknown>, ctx: ToolContext): PlanFacts {
  const place = isInEnvironment(ctx) ? ctx.place : undefined;
  return {
    summary: place === undefined ? summary : `in ${environmentTitle(place)}, ${summary}`,
    ...(place === undefined ? {} : { environment: environmentOf(place) }),
    steps,
    ...(affected.length === 0 ? {} : { affected }),
    warnings: warnings.map(ctx.say),
  };
}

/** `production environment "Production" of "Acme"`. */
function environmentTitle(place: Place): string {
  const { environmentType: type } = place;
  return `${type === undefined ? '' : `${word(type)} `}environment ${placeName(place)}`;
}

function environmentOf(place: Place): PlanEnvironment {
  return {
    id: place.environmentId,
    name: place.environmentName,
    ...(place.environmentType === undefined ? {} : { type: place.environmentType }),
    organization: { id: place.organizationId, name: place.organizationName },
  };
}
