import { advice, advise } from '../../platform/advice.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { Removed, RemovedThen } from '../removals.ts';
import { timeAgo } from '../text/time.ts';
import { isInEnvironment, type ToolContext } from './context.ts';
import type { PlannedWrite } from './planned-write.ts';
import { planFacts } from './write-output.ts';

/** What a repeated delete finds instead of a plan: the thing, and when this process has removed it. */
export interface Gone {
  gone: RemovedThen;
}

/** The plan of a delete; where what it names is unknown, because this process has removed it, that it is gone. */
export async function unlessGone<Intent>(
  planned: Promise<Plan<Intent>>,
  { tool, args }: { tool: string; args: Readonly<Record<string, unknown>> },
  ctx: ToolContext,
): Promise<Plan<Intent> | Gone> {
  try {
    return await planned;
  } catch (error) {
    if (!(error instanceof Failure) || error.unknown === undefined || !isInEnvironment(ctx)) throw error;
    const gone = ctx.removals.find({ tool, environmentId: ctx.place.environmentId, args });
    if (gone === undefined) throw notThere(error);
    return { gone };
  }
}

/** What a delete does not find may be gone already; what is only called similarly is another thing. */
function notThere(failure: Failure): Failure {
  const { unknown, why, choice } = failure;
  const listed = unknown?.listed;
  return new Failure(failure.kind, {
    what: `${failure.message} Nothing was removed.`,
    why,
    next: advise(
      'If it was there before, it is gone already.',
      listed === undefined ? failure.next : advice`${listed} lists what is there; a similar name is another thing.`,
    ),
    choice,
    unknown,
  });
}

/**
 * Refuses a repeated delete that would reach another thing: the first one is gone, and something else has its name now.
 * @throws Failure (input)
 */
export function requireSameThing(
  { title }: Pick<Removed, 'title'>,
  { tool, args }: { tool: string; args: Readonly<Record<string, unknown>> },
  ctx: ToolContext,
): void {
  if (!isInEnvironment(ctx)) return;
  const gone = ctx.removals.find({ tool, environmentId: ctx.place.environmentId, args });
  if (gone === undefined || gone.title === title) return;
  throw inputFailure({
    what: `${gone.title} is gone: anypoint-mcp ${gone.unanswered ? 'asked the platform to remove it' : 'removed it'}. Another thing has that name now, ${title}; nothing was removed.`,
    next: 'If that one is meant, name it by its id.',
  });
}

/** A plan without a step, for a call with these arguments. */
export function alreadyGone(
  { title, at, unanswered }: RemovedThen,
  asked: Readonly<Record<string, unknown>>,
  ctx: ToolContext,
): PlannedWrite {
  const ago = timeAgo(Math.floor((ctx.clock.now() - at) / 60_000));
  const how = unanswered
    ? `anypoint-mcp asked the platform to remove it ${ago}, which did that, although its answer got lost`
    : `anypoint-mcp removed it ${ago}`;
  const summary = `${title} is gone: ${how}. Nothing was done now.`;
  return {
    plan: planFacts({ summary, steps: [], warnings: [], undo: 'nothing', intent: undefined }, ctx),
    arguments: {},
    basis: { arguments: asked, ground: undefined },
    undo: [],
    apply: () => Promise.reject(new Error('A plan without a step is not applied.')),
  };
}
