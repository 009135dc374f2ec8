import type { RecordedChange } from '../../core/changes.ts';
import { call } from '../../core/operations.ts';
import { type Change, changeWords, type Step, type StepThing } from '../../core/plan/plan.ts';
import { isSameShown, settingsChanges } from '../../core/plan/settings.ts';
import type { KeptUndoCall } from '../../core/plan/undo.ts';
import { secretPlaces } from '../../core/plan/undo-parts.ts';
import { listed, quote } from '../../core/text/quote.ts';
import type { ToolCall } from '../../core/tools/calls.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import { word } from '../../platform/text.ts';
import { canUndo, hasHappened } from './facts.ts';

/** The way back from a change: its first write as planned now, and the calls that follow it. */
export interface WayBack {
  change: RecordedChange;
  first: PlannedWrite;
  rest: readonly KeptUndoCall[];
}

/**
 * Finds the change and plans the way back as it would be planned today.
 * @throws Failure (input) when there is no such change or no way back, when secrets would be needed, or when what it
 * changed was changed again since
 */
export async function planWayBack(id: string, ctx: ToolContext): Promise<WayBack> {
  const change = await findChange(id, ctx);
  requireWayBack(change);
  const [first, ...rest] = change.intent.undo;
  if (first === undefined) throw noWayBack(change);
  requireNoSecrets(change);
  const call = { tool: first.tool, arguments: { ...first.arguments, ...fromResult(first, change.outcome?.result) } };
  const planned = await ctx.planWrite(call);
  requireUntouched(change, planned);
  return { change, first: planned, rest };
}

async function findChange(id: string, ctx: ToolContext): Promise<RecordedChange> {
  const found = (await ctx.changes()).find(({ intent }) => intent.id === id.trim());
  if (found !== undefined) return found;
  throw inputFailure({
    what: `There is no change ${JSON.stringify(id)} in the journal of this server.`,
    next: advice`${call('change.list', {})} lists them with their ids.`,
  });
}

function requireWayBack(change: RecordedChange): void {
  const { intent, outcome, undoneBy } = change;
  if (undoneBy !== undefined) {
    throw inputFailure({
      what: `Change ${intent.id} was taken back already, by change ${undoneBy}; nothing was changed.`,
      next: advice`${call('change.undo', { change: undoneBy })} takes that back in turn.`,
    });
  }
  if (!hasHappened(outcome?.outcome)) {
    throw inputFailure({
      what: `The platform refused change ${intent.id}, so there is nothing to take back.`,
      next: advice`${call('change.list', {})} lists the others.`,
    });
  }
  if (!canUndo(change)) throw noWayBack(change);
}

function noWayBack({ intent }: RecordedChange): Error {
  return inputFailure({
    what: `Change ${intent.id} cannot be taken back; nothing was changed.`,
    why: intent.plan.undo?.lost ?? 'No call leads back.',
    next: 'Tell the person what is lost. Something new has to be made in its place, if they want that.',
  });
}

/** Secrets are never written down, so a way back that needs one cannot be gone by itself. */
function requireNoSecrets({ intent }: RecordedChange): void {
  const needing = intent.undo.filter(({ arguments: args }) => secretPlaces(args).length > 0);
  const masked = needing.flatMap(({ arguments: args }) => secretPlaces(args)).map((place) => place.join('.'));
  if (masked.length === 0) return;
  throw inputFailure({
    what: `Change ${intent.id} cannot be taken back by itself: the way back needs ${masked.join(', ')}, and secrets are not written down.`,
    next: `A person has to give ${masked.length === 1 ? 'it' : 'them'}, in place of each [secret]: the way back is ${listed(
      intent.undo.map(({ tool }) => tool),
      'and',
      20,
    )}, in this order, with the arguments that anypoint-mcp journal ${intent.id} shows.`,
  });
}

/** The arguments that only a result has. */
export function fromResult({ fromResult: paths = {} }: KeptUndoCall, result: unknown): Record<string, unknown> {
  return valuesAt(paths, result);
}

/** A call that follows the first one of the way back, with what it takes from the result of that. */
export function laterCall({ tool, arguments: args, fromFirst = {} }: KeptUndoCall, firstResult: unknown): ToolCall {
  return { tool, arguments: { ...args, ...valuesAt(fromFirst, firstResult) } };
}

function valuesAt(paths: Readonly<Record<string, string>>, result: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(paths).map(([argument, path]) => [argument, valueAt(path, result)]));
}

function valueAt(path: string, result: unknown): unknown {
  const value = path.split('.').reduce<unknown>((at, key) => memberOf(at, key), result);
  // Without an answer to the change its result is not known.
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw inputFailure({
    what: `The journal does not have ${path} of that change, because its answer never came; nothing was changed.`,
    next: 'Look what there is now, and take it back by name.',
  });
}

function memberOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? value[key] : undefined;
}

/** What is set back must still be what the change has made of it. */
function requireUntouched(change: RecordedChange, { plan, settings: now = {} }: PlannedWrite): void {
  const { intent } = change;
  const made = new Map(settingsOf(intent.plan.steps).map((change) => [change.setting, change]));
  const concerned = [...thingsOf(plan.steps), ...(isCreation(change) ? (plan.affected ?? []) : [])];
  const strangers = concerned.filter(({ id }) => id !== undefined && !knows(change, id));
  if (strangers.length > 0) {
    throw inputFailure({
      what: `The way back of change ${intent.id} would also concern ${listed(strangers.map(({ kind, name }) => `${word(kind)} ${quote(name)}`))}, which that change did not; nothing was changed.`,
      next: 'Ask the person what shall become of it, and name each thing yourself.',
    });
  }
  const differences = settingsOf(plan.steps).flatMap(({ setting, before }) => {
    const then = made.get(setting);
    if (then?.after === undefined || isSameShown(then.after, before)) return [];
    return [changeWords({ setting, before: then.after, ...(before === undefined ? {} : { after: before }) })];
  });
  const unseen = settingsChanges(intent.settings ?? {}, now).map(changeWords);
  differences.push(...unseen.filter((one) => !differences.includes(one)));
  if (differences.length === 0) return;
  throw inputFailure({
    what: `What change ${intent.id} has set was changed again since; nothing was changed.`,
    why: `${differences.join('; ')}.`,
    next: 'Ask the person what it shall be, and set that.',
  });
}

function settingsOf(steps: readonly Step[]): Change[] {
  return steps.flatMap(({ changes }) => changes);
}

function thingsOf(steps: readonly Step[]): StepThing[] {
  return steps.flatMap(({ thing, also = [] }) => [thing, ...also]);
}

/** What a change has made is nothing that anything depended on before. */
function isCreation({ intent }: RecordedChange): boolean {
  return intent.undo.some(({ fromResult }) => fromResult !== undefined);
}

/** Whether a change concerned the thing with this id, or has made it. */
function knows({ intent: { plan, undo }, outcome }: RecordedChange, id: string): boolean {
  const made = undo.flatMap(({ fromResult: paths = {} }) => Object.values(valuesAt(paths, outcome?.result)));
  const concerned = [...thingsOf(plan.steps), ...(plan.affected ?? [])];
  return made.some((one) => String(one) === id) || concerned.some((one) => one.id === id);
}
