import * as z from 'zod';
import { call, tool } from '../../../core/operations.ts';
import type { Change, PlanValue, Step, ThingSettings } from '../../../core/plan/plan.ts';
import type { KeptUndoCall } from '../../../core/plan/undo.ts';
import type { ToolContext } from '../../../core/tools/context.ts';
import { defineComposedWriteTool } from '../../../core/tools/define-composed-write.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';
import type { AppliedWrite, PlannedWrite } from '../../../core/tools/planned-write.ts';
import { advice } from '../../../platform/advice.ts';
import { Failure } from '../../../platform/errors.ts';
import type { Done } from '../begun.ts';
import { laterCall, planWayBack, type WayBack } from '../undo-plan.ts';
import { secretsText, type UndoSecrets } from '../undo-secrets.ts';

const input = {
  change: shortText('Id of the change'),
  secretsFrom: z
    .array(exactText())
    .describe('Secrets it needs: "ANYPOINT_APP_X for name", a variable of this server')
    .optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'change.undo': typeof input;
  }
}

export const undoChange = defineComposedWriteTool({
  name: 'anypoint_undo_change',
  title: 'Take back a change',
  toolset: 'changes',
  operation: 'change.undo',
  effect: 'update',
  description: advice`Takes back one change that was made through this server: sets the values of before, or makes again what was removed. Refused where it was changed again since. ${tool('change.list')} shows the changes.`,
  input,
  output: z.object({ change: z.string(), done: z.array(z.object({ tool: z.string(), result: z.unknown() })) }),
  example: {
    first: call('server.rename', { server: 'mule-legacy-1', newName: 'mule-legacy-9' }),
    arguments: { change: '<id of the change>' },
    answers: 'taken back',
  },
  async plan({ change: id, secretsFrom }, ctx) {
    const way = await planWayBack(id, secretsFrom, ctx);
    const { change, first, rest, begun, needs } = way;
    const later = rest.map(({ tool: name }) => `then call ${name}`).join(', ');
    const what = begun === undefined ? '' : 'the rest of ';
    return {
      ...first,
      plan: {
        ...first.plan,
        summary: `take back ${what}change ${change.intent.id}: ${first.plan.summary}${later === '' ? '' : ` ${later}.`}`,
        // What follows the first call is planned when that is done; what it will do is shown, and judged, as it is kept.
        steps: [...first.plan.steps, ...rest.map((next) => laterStep(next, first))],
        warnings: [...first.plan.warnings, ...lostWarnings(way), ...(needs.length === 0 ? [] : [secretsText(needs)])],
        // What was begun is taken back as a whole.
        undo: begun === undefined ? first.plan.undo : begun.intent.plan.undo,
      },
      madeOf: change.intent.undo.slice(begun?.done.length).map(({ tool: name }) => name),
      // The calls that follow are a part of what is agreed to.
      basis: { ...first.basis, ground: [first.basis.ground, rest, begun?.by] },
      undoes: change.intent.id,
      ...(begun === undefined ? undoOfAll(way) : { undo: begun.intent.undo, settings: begun.intent.settings }),
      needs,
      apply: (secrets) => goBack(way, secrets ?? {}, ctx),
    };
  },
});

/** How this is taken back in turn: what the first call makes again goes, and the rest with it. */
function undoOfAll({ first, rest }: WayBack): Pick<PlannedWrite, 'undo' | 'settings'> {
  return {
    undo: first.undo.map(inResultOfThis),
    settings: rest.length === 0 ? first.settings : withoutEmptyLists(first.settings),
  };
}

/** What the later calls add to what the first one makes again stands in none of its lists. */
function withoutEmptyLists(settings: ThingSettings | undefined): ThingSettings | undefined {
  if (settings === undefined) return undefined;
  const entries = Object.entries(settings).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(entries);
}

/** A call that follows, as a step on the thing that the first one makes again. */
function laterStep({ tool: name, arguments: args }: KeptUndoCall, { plan }: PlannedWrite): Step {
  const thing = plan.steps.at(-1)?.thing ?? { kind: 'thing', name: '' };
  const { organization: _organization, environment: _environment, ...own } = args;
  // Arguments that were written down are JSON.
  const changes = Object.entries(own).map(([setting, after]): Change => ({ setting, after: after as PlanValue }));
  return { kind: 'update', thing, action: `Then call ${name}`, changes };
}

function lostWarnings({ change }: WayBack): string[] {
  const lost = change.intent.plan.undo?.lost;
  return lost === undefined ? [] : [`Not everything is as before then: ${lost}`];
}

/**
 * The first call, and then the others one after the other; waiting observes the only one, or the last state of all. What
 * was done before one fails is kept, so that another call can go on from there.
 */
async function goBack(way: WayBack, secrets: UndoSecrets, ctx: ToolContext): Promise<AppliedWrite> {
  const { change, begun } = way;
  const { id } = change.intent;
  const { first, rest } = await way.complete(secrets);
  const applied = await first.apply();
  const before = begun?.done ?? [];
  const names = change.intent.undo.map(({ tool }) => tool);
  const head = (result: AppliedWrite['result'], others: readonly Done[] = []): AppliedWrite['result'] => ({
    structured: {
      change: id,
      done: [...before, { tool: names[before.length] ?? '', result: result.structured }, ...others],
    },
    presentation: { ...result.presentation, headline: `Change ${id} is taken back. ${result.presentation.headline}` },
  });
  const made = before[0]?.result ?? applied.result.structured;
  const done: Done[] = [];
  for (const next of rest) {
    try {
      done.push(await goOn(next, made, ctx));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const failure = half(error, { id, headline: applied.result.presentation.headline, next });
      return { result: head(applied.result, done), failure };
    }
  }
  if (applied.follow === undefined) return { result: head(applied.result, done) };
  const { follow } = applied;
  return {
    result: head(applied.result, done),
    follow: {
      ...follow,
      // The phases are an object with a getter, so they are handed on as they are.
      async observe() {
        const { value, ...seen } = await follow.observe();
        return { ...seen, value: head(value, done) };
      },
    },
  };
}

/** The result of the first call is a part of the result of this one. */
function inResultOfThis({ fromResult, ...kept }: KeptUndoCall): KeptUndoCall {
  if (fromResult === undefined) return kept;
  const paths = Object.entries(fromResult).map(([argument, path]) => [argument, `done.0.result.${path}`]);
  return { ...kept, fromResult: Object.fromEntries(paths) };
}

/** What an error of a later call means: the first one has made something, which is there without the rest. */
function half(error: Failure, { id, headline, next }: { id: string; headline: string; next: KeptUndoCall }): Failure {
  return error.with({
    what: `Change ${id} is taken back in part only. This was done: ${headline} Then ${next.tool} failed: ${error.message}`,
    next: advice`Tell the person what is missing. When the reason is gone, ${call('change.undo', { change: id })} does the rest.`,
    mayHaveHappened: true,
    saysWhatIsDone: true,
  });
}

async function goOn(next: KeptUndoCall, made: unknown, ctx: ToolContext): Promise<Done> {
  const planned = await ctx.planWrite(laterCall(next, made));
  const applied = await planned.apply();
  return { tool: next.tool, result: applied.result.structured };
}
