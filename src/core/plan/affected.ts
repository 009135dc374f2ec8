import type { Sentence } from '../../platform/text.ts';
import type { Thing } from '../dependents.ts';
import { partReader } from '../reading/partial.ts';
import type { EnvironmentContext } from '../tools/context.ts';
import type { Plan } from './plan.ts';

/** The `affected` and the `warnings` of a plan. */
type AffectedFacts = Required<Pick<Plan<unknown>, 'affected' | 'warnings'>>;

/**
 * What depends on a thing, for the plan of a write that stops or removes it: by name, from the platform's own lists. What could not be read becomes a warning, because it is affected all the same.
 * @param consequence what happens to each, for example `stops answering`
 */
export async function affectedBy(thing: Thing, consequence: Sentence, ctx: EnvironmentContext): Promise<AffectedFacts> {
  return (await readAffected(thing.kind, ctx))(thing, consequence);
}

/** The same where the thing is still being read: the lists are read meanwhile. */
export async function readAffected(
  kind: Thing['kind'],
  ctx: EnvironmentContext,
): Promise<(thing: Thing, consequence: Sentence) => AffectedFacts> {
  const { part, unreadable } = partReader(ctx);
  const dependentsOf = await ctx.dependents.on(kind, ctx, part);
  const warnings = unreadable.map(
    ({ part: unread }) => `These could not be read, and are affected as well: ${unread}.`,
  );
  return (thing, consequence) => ({
    affected: (dependentsOf?.(thing) ?? []).map((one) => ({
      kind: one.kind,
      id: one.id,
      name: one.name,
      title: `${one.kind} ${one.title}`,
      consequence,
    })),
    warnings,
  });
}
