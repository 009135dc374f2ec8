import * as z from 'zod';
import { word } from '../../platform/text.ts';
import { type Place, placeName } from '../place/place.ts';
import { type Plan, type PlanEnvironment, type PlanFacts, type PlanUndo, stepKinds } from '../plan/plan.ts';
import type { KeptUndoCall, Undo } from '../plan/undo.ts';
import type { PlaceArguments } from './calls.ts';
import { isInEnvironment, isInOrganization, type ToolContext } from './context.ts';

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

const thingSchema = z.object({ kind: z.string(), id: z.string().optional(), name: z.string() });

/** One thing that it does. */
const stepSchema = z.object({
  kind: z.enum(stepKinds),
  thing: thingSchema,
  also: z.array(thingSchema).optional(),
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

/** The way back: the calls in order, none when there is none, and what is lost in any case. */
const undoSchema = z.object({
  calls: z.array(
    z.object({ tool: z.string(), arguments: z.record(z.string(), z.unknown()), disabled: z.literal(true).optional() }),
  ),
  lost: z.string().optional(),
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
      undo: undoSchema.optional(),
    }),
    /** Applies exactly this plan, in the same call with the same arguments, once and before `expiresAt`. */
    planId: z.string().optional(),
    /** ISO 8601. */
    expiresAt: z.string().optional(),
    /** The change in the journal of this server: it can be looked up and taken back by it. */
    changeId: z.string().optional(),
    /** What waiting has observed: the state, the platform's reason, how to continue. */
    note: z.string().optional(),
    result: result.optional(),
  });
}

/** A plan as results carry it, with the environment in front. */
export function planFacts(plan: Plan<unknown>, ctx: ToolContext): PlanFacts {
  const { summary, steps, affected = [], warnings } = plan;
  const place = isInEnvironment(ctx) ? ctx.place : undefined;
  const undo = undoFacts(plan.undo, ctx);
  return {
    summary: place === undefined ? summary : `in ${environmentTitle(place)}, ${summary}`,
    ...(place === undefined ? {} : { environment: environmentOf(place) }),
    steps,
    ...(affected.length === 0 ? {} : { affected }),
    warnings: warnings.map(ctx.say),
    ...(undo === undefined ? {} : { undo }),
  };
}

/** The way back as it is shown: what only a result will have stands in angle brackets. */
function undoFacts(undo: Undo, { calls, placeArguments }: ToolContext): PlanUndo | undefined {
  if (undo === 'nothing') return undefined;
  if ('lost' in undo) return { calls: [], lost: undo.lost };
  const shown = undo.calls.map((call) => {
    const missing = Object.keys({ ...call.fromResult, ...call.fromFirst });
    const values = Object.fromEntries(missing.map((argument) => [argument, `<id of the new ${argument}>`]));
    return calls.toolCall({ ...call, arguments: { ...call.arguments, ...values } }, placeArguments);
  });
  return { calls: shown, ...(undo.differs === undefined ? {} : { lost: undo.differs }) };
}

/** The way back as it is kept: complete without the settings that held when the write was made. */
export function undoToKeep(undo: Undo, ctx: ToolContext): KeptUndoCall[] {
  if (undo === 'nothing' || 'lost' in undo) return [];
  const place = idsOf(ctx);
  return undo.calls.map(({ fromResult, fromFirst, ...call }) => {
    const { tool, arguments: args } = ctx.calls.toolCall(call, place);
    return { tool, arguments: args, ...(fromResult ? { fromResult } : {}), ...(fromFirst ? { fromFirst } : {}) };
  });
}

function idsOf(ctx: ToolContext): PlaceArguments {
  if (isInEnvironment(ctx)) return { organization: ctx.place.organizationId, environment: ctx.place.environmentId };
  return isInOrganization(ctx) ? { organization: ctx.organization.id } : {};
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
