import * as z from 'zod';
import type { RecordedChange } from '../../../core/changes.ts';
import { call, tool } from '../../../core/operations.ts';
import type { Change, PlanValue, Step, ThingSettings } from '../../../core/plan/plan.ts';
import type { KeptUndoCall } from '../../../core/plan/undo.ts';
import { listed } from '../../../core/text/quote.ts';
import { defineComposedWriteTool } from '../../../core/tools/define-composed-write.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';
import type { PlannedWrite } from '../../../core/tools/planned-write.ts';
import { advice } from '../../../platform/advice.ts';
import { goBack } from '../go-back.ts';
import { planWayBack, type WayBack } from '../undo-plan.ts';
import { secretsText } from '../undo-secrets.ts';

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
    const { change, first, rest, needs } = way;
    const before = continued(way);
    const undone = undoOfAll(way);
    const later = rest.map(({ tool: name }) => `then call ${name}`).join(', ');
    const what = before === undefined ? '' : 'the rest of ';
    return {
      ...first,
      plan: {
        ...first.plan,
        summary: `take back ${what}change ${change.intent.id}: ${first.plan.summary}${later === '' ? '' : ` ${later}.`}`,
        // What follows the first call is planned when that is done; what it will do is shown, and judged, as it is kept.
        steps: [...first.plan.steps, ...rest.map((next) => laterStep(next, first))],
        warnings: [...first.plan.warnings, ...foundWarnings(way), ...lostWarnings(way)],
        // What was begun is taken back as a whole.
        undo: before === undefined ? first.plan.undo : before.intent.plan.undo,
      },
      madeOf: change.intent.undo.slice(way.done.length).map(({ tool: name }) => name),
      // The calls that follow are a part of what is agreed to.
      basis: { ...first.basis, ground: [first.basis.ground, rest, before?.intent.id] },
      undoes: change.intent.id,
      continues: before?.intent.id,
      ...undone,
      needs,
      needsText: needs.length === 0 ? undefined : secretsText(needs),
      apply: (how) => goBack(way, undone.undo, how ?? {}, ctx),
    };
  },
});

/** The change that this one goes on with: one that has done a part of it, or was interrupted after making what is there now. */
function continued({ begun, interrupted, first }: WayBack): RecordedChange | undefined {
  return begun?.by ?? (first.plan.steps.length === 0 ? interrupted : undefined);
}

/** What an interrupted call has made, as far as anybody can tell. */
function foundWarnings({ done, begun, interrupted, first }: WayBack): string[] {
  if (interrupted === undefined) return [];
  const found = done.slice(begun?.done.length ?? 0).map(({ tool }) => tool);
  const all = first.plan.steps.length === 0 && begun === undefined ? ['the first call', ...found] : found;
  if (all.length === 0) return [];
  return [
    `Change ${interrupted.intent.id} was interrupted. What it would have made by ${listed(all)} is there as it was to be, so it is taken for done.`,
  ];
}

/** How this is taken back in turn: what the first call makes again goes, and the rest with it. */
function undoOfAll(way: WayBack): Pick<PlannedWrite, 'undo' | 'settings'> {
  const { first, rest } = way;
  const before = continued(way);
  if (before !== undefined) return { undo: before.intent.undo, settings: before.intent.settings };
  return {
    undo: first.undo.map(inResultOfThis),
    settings: rest.length === 0 ? first.settings : withoutEmpty(first.settings),
  };
}

/**
 * What the first call sets; what it has none of, the later calls may add. What is set after all of them is written down
 * at the end.
 */
function withoutEmpty(settings: ThingSettings | undefined): ThingSettings | undefined {
  if (settings === undefined) return undefined;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: PlanValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
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

/** The result of the first call is a part of the result of this one. */
function inResultOfThis({ fromResult, ...kept }: KeptUndoCall): KeptUndoCall {
  if (fromResult === undefined) return kept;
  const paths = Object.entries(fromResult).map(([argument, path]) => [argument, `done.0.result.${path}`]);
  return { ...kept, fromResult: Object.fromEntries(paths) };
}
