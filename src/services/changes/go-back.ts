import type { MadePart } from '../../core/changes.ts';
import { call } from '../../core/operations.ts';
import type { ThingSettings } from '../../core/plan/plan.ts';
import type { KeptUndoCall } from '../../core/plan/undo.ts';
import type { ToolCall } from '../../core/tools/calls.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { AppliedWrite, Applying, PlannedWrite } from '../../core/tools/planned-write.ts';
import { advice } from '../../platform/advice.ts';
import { Failure, isAbort } from '../../platform/errors.ts';
import { laterCall, valuesAt } from './left-calls.ts';
import type { WayBack } from './undo-plan.ts';

/**
 * Makes the first call, and then the others one after the other; waiting observes the only one, or the last state of all.
 * Each is written down when it is done, so that another call can go on from there, whatever happens to this one.
 */
export async function goBack(way: WayBack, undo: readonly KeptUndoCall[], how: Applying, ctx: ToolContext) {
  const run = new Run(way, how.made ?? (() => undefined), ctx);
  const { first, rest } = await way.complete(how.secrets ?? {});
  const applied = await run.begin(first);
  if (rest.length === 0) return run.onlyOne(applied);
  for (const next of rest) {
    try {
      await run.goOn(next);
    } catch (error) {
      // What was cancelled is told by nobody; the journal says how far it came.
      if (!(error instanceof Failure) || isAbort(error)) throw error;
      return { result: run.head(applied.result), failure: half(error, { way, applied, next }) };
    }
  }
  return { result: run.head(applied.result), settings: await settingsNow(undo, run.structured, ctx) };
}

/** One way back while it is gone. */
class Run {
  readonly #way: WayBack;
  readonly #made: NonNullable<Applying['made']>;
  readonly #ctx: ToolContext;
  readonly #done: MadePart[];
  /** Why the last part is not written down. */
  #unwritten: unknown;

  constructor(way: WayBack, made: NonNullable<Applying['made']>, ctx: ToolContext) {
    this.#way = way;
    this.#made = made;
    this.#ctx = ctx;
    this.#done = [...way.done];
  }

  get structured(): { change: string; done: readonly MadePart[] } {
    return { change: this.#way.change.intent.id, done: [...this.#done] };
  }

  /** The first call that is left. */
  async begin(first: PlannedWrite): Promise<AppliedWrite> {
    // What an interrupted call has made is a part of this one, too.
    for (const found of this.#way.done.slice(this.#way.begun?.done.length ?? 0)) this.#made(found);
    const applied = await first.apply();
    const tool = this.#way.change.intent.undo[this.#done.length]?.tool ?? '';
    this.#keep({ tool, result: applied.result.structured });
    return applied;
  }

  /**
   * A call that follows, on what the first one of all has made.
   * @throws also what kept the one before from being written down: nothing more is done then
   */
  async goOn(next: KeptUndoCall): Promise<void> {
    if (this.#unwritten !== undefined) throw this.#unwritten;
    const planned = await this.#ctx.planWrite(laterCall(next, this.#done[0]?.result));
    // The process may have ended after this was done and before it was written down.
    const result = planned.plan.steps.length === 0 ? null : (await planned.apply()).result.structured;
    this.#keep({ tool: next.tool, result });
  }

  onlyOne({ result, follow, settings }: AppliedWrite): AppliedWrite {
    if (follow === undefined) return { result: this.head(result), settings };
    return {
      result: this.head(result),
      settings,
      follow: {
        ...follow,
        // The phases are an object with a getter, so they are handed on as they are.
        observe: async () => {
          const { value, ...seen } = await follow.observe();
          this.#done[this.#done.length - 1] = { tool: this.#done.at(-1)?.tool ?? '', result: value.structured };
          return { ...seen, value: this.head(value) };
        },
      },
    };
  }

  head({ presentation }: AppliedWrite['result']): AppliedWrite['result'] {
    const { change } = this.structured;
    return {
      structured: { ...this.structured },
      presentation: { ...presentation, headline: `Change ${change} is taken back. ${presentation.headline}` },
    };
  }

  #keep(part: MadePart): void {
    this.#done.push(part);
    try {
      this.#made(part);
    } catch (error) {
      this.#unwritten = error;
    }
  }
}

/** What an error of a later call means: the first one has made something, which is there without the rest. */
function half(
  error: Failure,
  { way, applied, next }: { way: WayBack; applied: AppliedWrite; next: KeptUndoCall },
): Failure {
  const { id } = way.change.intent;
  return error.with({
    what: `Change ${id} is taken back in part only. This was done: ${applied.result.presentation.headline} Then ${next.tool} failed: ${error.message}`,
    next: advice`Tell the person what is missing. When the reason is gone, ${call('change.undo', { change: id })} does the rest.`,
    saysWhatIsDone: true,
  });
}

/**
 * What is set on the thing that was made again with all its parts: who takes that back in turn sees whether somebody has
 * changed it since. Undefined where it cannot be read; then less is compared.
 */
async function settingsNow(
  [removal]: readonly KeptUndoCall[],
  result: unknown,
  ctx: ToolContext,
): Promise<ThingSettings | undefined> {
  if (removal?.fromResult === undefined) return undefined;
  try {
    return (await ctx.planWrite(removalCall(removal, result))).settings;
  } catch (error) {
    if (error instanceof Failure && !isAbort(error)) return undefined;
    throw error;
  }
}

function removalCall({ tool, arguments: args, fromResult = {} }: KeptUndoCall, result: unknown): ToolCall {
  return { tool, arguments: { ...args, ...valuesAt(fromResult, result) } };
}
