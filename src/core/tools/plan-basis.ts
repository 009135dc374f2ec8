import type { Plan } from '../plan/plan.ts';
import { isInEnvironment, isInOrganization, type ToolContext } from './context.ts';

/** Arguments as JSON has them: tools take some as maps. */
export function plain(args: object): Record<string, unknown> {
  const text = JSON.stringify(args, (_key, value: unknown) =>
    value instanceof Map ? Object.fromEntries(value) : value,
  );
  // What was made of an object is one.
  return JSON.parse(text) as Record<string, unknown>;
}

/** What a plan has found and will do. Words are left out: they may say how long something takes, or how much is left. */
export function groundOf({ steps, affected = [] }: Plan<unknown>, ctx: ToolContext): unknown {
  const { organizationId, environmentId } = isInEnvironment(ctx) ? ctx.place : {};
  return {
    organizationId: organizationId ?? (isInOrganization(ctx) ? ctx.organization.id : undefined),
    environmentId,
    steps: steps.map(({ kind, thing, also, changes }) => ({ kind, thing, also, changes })),
    affected: affected.map(({ kind, id }) => ({ kind, id })),
  };
}
