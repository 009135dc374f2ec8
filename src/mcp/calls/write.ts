import type { Caller } from '../../core/changes.ts';
import { knownFrom } from '../../core/plan/undo.ts';
import { capitalize, quote } from '../../core/text/quote.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { AppliedWrite, PlannedWrite } from '../../core/tools/planned-write.ts';
import type { Presentation } from '../../core/tools/result.ts';
import type { AcceptedWrite, Tool } from '../../core/tools/tool.ts';
import type { Ticker } from '../../core/waiting/wait.ts';
import { commandLine } from '../../platform/command-line.ts';
import { abortError } from '../../platform/errors.ts';
import { word } from '../../platform/text.ts';
import type { Ask, Consent, Decision, Gate } from '../../safety/gate.ts';
import type { Outlet } from '../outlet.ts';
import { awaitCompletion, type Completion } from './await-completion.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type CallResult, renderWrite } from './render.ts';
import { noteOf, outcomeOf, told } from './write-failure.ts';

/** A write as it was called. */
export interface CalledWrite {
  tool: Tool;
  accepted: AcceptedWrite;
  caller: Caller;
  consent: Consent | undefined;
}

/** What carries a write out. */
export interface WriteSurroundings {
  ctx: ToolContext;
  heartbeat: Heartbeat;
  ticker: Ticker;
  gate: () => Promise<Gate>;
  outlet: Outlet;
  /** The tool of a name. @throws Failure (input) when this server does not offer it */
  toolOf: (name: string) => Tool;
  /** Called once the change is sent: the same write of another call may begin. */
  isSent: () => void;
}

/** Plans a write, and applies exactly that plan once policy and people let it pass. */
export async function carryOutWrite(call: CalledWrite, surroundings: WriteSurroundings): Promise<CallResult> {
  const { tool, accepted, caller, consent } = call;
  const { ctx, heartbeat } = surroundings;
  heartbeat.doing('still planning');
  const planned = await accepted.plan(ctx);
  if (planned.plan.steps.length === 0) {
    if (accepted.planId !== undefined) (await surroundings.gate()).requireOwnPlan({ tool, accepted, planned, caller });
    return unchanged(planned);
  }
  const gate = await surroundings.gate();
  if (ctx.signal.aborted) throw abortError();
  const shown = asShown(planned, surroundings.outlet);
  const madeOf = (planned.madeOf ?? []).map(surroundings.toolOf);
  const decision = gate.decide({ tool, accepted, planned: shown, madeOf, caller, consent });
  if (decision.decision === 'planned') return plannedOnly(planned, decision);
  if (decision.decision === 'ask') return unanswered(planned, decision, surroundings);
  return applied(call, planned, decision, surroundings);
}

/** What is written down and asked of people is masked like everything that is shown. */
function asShown({ basis, ...planned }: PlannedWrite, outlet: Outlet): PlannedWrite {
  const { plan, arguments: args, undo, settings, needs } = planned;
  return { ...planned, basis, ...outlet.value({ plan, arguments: args, undo, settings }), needs };
}

function unchanged({ plan }: PlannedWrite): CallResult {
  return {
    structured: { outcome: 'no_change', plan },
    text: renderWrite({ outcome: 'no_change' }, plan, ''),
    isError: false,
  };
}

function plannedOnly(
  { plan, needsText }: PlannedWrite,
  decision: Extract<Decision, { decision: 'planned' }>,
): CallResult {
  const { plan: kept, verdict } = decision;
  if (kept === undefined) {
    const note = `The policy of this server denies it, by its rule ${quote(verdict.rule)}: it cannot be done here.`;
    return {
      structured: { outcome: 'planned', plan, note },
      text: renderWrite({ outcome: 'planned' }, plan, note),
      isError: false,
    };
  }
  const asks = verdict.answer === 'ask' ? ` ${askText(decision)}` : '';
  const note = `To do exactly this, call again with the same arguments and planId ${JSON.stringify(kept.id)} instead of dryRun.${asks}${needsText === undefined ? '' : ` ${needsText}`}`;
  const expiresAt = new Date(kept.expiresAt).toISOString();
  return {
    structured: { outcome: 'planned', plan, planId: kept.id, expiresAt },
    text: renderWrite({ outcome: 'planned' }, plan, note),
    isError: false,
  };
}

/** Who has to agree then. */
function askText({ reason, declinedAt }: Extract<Decision, { decision: 'planned' }>): string {
  if (declinedAt === undefined) return `A person is then asked: ${reason}.`;
  return `A person has to agree: ${reason}. They said no to exactly this at ${new Date(declinedAt).toISOString()}, so the client does not ask them again; only a command in a terminal, which that call prints, can still agree.`;
}

/** The plan that waits for a person. It is an error for the model, because nothing was done. */
function unanswered({ plan, needsText }: PlannedWrite, ask: Ask, { ctx }: WriteSurroundings): CallResult {
  const { id, expiresAt } = ask.plan;
  const { secrets: needs = [] } = ask.question;
  const minutes = Math.max(1, Math.round((expiresAt - ctx.clock.now()) / 60_000));
  const note = [
    `Why: ${ask.reason}.`,
    ...(needsText === undefined ? [] : [needsText]),
    `Next: within ${minutes} min a person types, in a terminal on the machine of this server: ${commandLine('approve', id, ...(ask.signed ? ['--key', 'FILE'] : []))}`,
    ...(needs.length === 0
      ? []
      : [`The command asks for ${needs.map(word).join(', ')}, and does not show what is typed.`]),
    `Then call again with the same arguments and planId ${JSON.stringify(id)}. Nothing else lets it pass: do not look for another way.`,
  ].join('\n');
  const head = ask.mistyped
    ? 'Nothing was changed: another name was typed than the one asked for'
    : 'Nothing was changed: a person has to agree first';
  return { text: renderWrite({ outcome: 'planned', head }, plan, note), isError: true, approval: ask };
}

async function applied(
  { accepted }: CalledWrite,
  planned: PlannedWrite,
  { passage, secrets }: Extract<Decision, { decision: 'go' }>,
  { ctx, heartbeat, ticker, outlet, isSent }: WriteSurroundings,
): Promise<CallResult> {
  const { plan, undo, apply } = planned;
  let sent: AppliedWrite | undefined;
  let completion: Completion;
  try {
    completion = await passage.carryOut(async () => {
      heartbeat.doing('still sending the change');
      sent = await apply({ secrets, made: (part) => passage.made({ ...part, result: outlet.value(part.result) }) });
      isSent();
      if (sent.failure !== undefined) throw sent.failure;
      heartbeat.doing('still reading the result');
      return awaitCompletion(sent, accepted, ctx, ticker);
    });
  } catch (error) {
    const done = sent?.failure === undefined ? {} : { result: outlet.value(sent.result.structured) };
    const why = noteOf(error, (said) => ctx.calls.text(said, {}));
    passage.end({ outcome: outcomeOf(error, passage, sent), note: outlet.line(why, 2_000), ...done });
    throw await told(error, { sent, passage, planned, planAgain: () => accepted.plan(ctx) });
  }
  const { outcome, note, reason, result } = completion;
  // Why it failed stands first: lists cut what is long.
  const seen = [reason === undefined ? '' : capitalize(reason), note].filter(Boolean).join(' ');
  const isRecorded = passage.end({
    outcome,
    result: outlet.value(result.structured),
    ...(sent?.settings === undefined ? {} : { settings: outlet.value(sent.settings) }),
    ...(seen === '' ? {} : { note: outlet.line(seen, 2_000) }),
  });
  const made = { ...plan, ...wayBack(plan, undo, result.structured) };
  return written(made, isRecorded ? completion : unrecorded(completion), passage.changeId);
}

/** The way back with the ids of what was made, which a plan cannot have. */
function wayBack(
  { undo: shown }: PlannedWrite['plan'],
  kept: PlannedWrite['undo'],
  result: unknown,
): Pick<PlannedWrite['plan'], 'undo'> {
  if (shown === undefined) return {};
  const calls = shown.calls.map((call, index) => {
    const known = knownFrom(kept[index]?.fromResult ?? {}, result);
    return { ...call, arguments: { ...call.arguments, ...known } };
  });
  return { undo: { ...shown, calls } };
}

/** It has happened, so that is said first. */
function unrecorded(completion: Completion): Completion {
  const lacking = 'The journal could not be written any more: there the outcome of this change reads "unknown, check".';
  return { ...completion, note: [completion.note, lacking].filter(Boolean).join(' ') };
}

function written(plan: PlannedWrite['plan'], completion: Completion, changeId: string | undefined): CallResult {
  const { outcome, head, note, reason, result } = completion;
  return {
    structured: {
      outcome,
      plan,
      ...(changeId === undefined ? {} : { changeId }),
      ...((reason ?? note) ? { note: [note, reason].filter(Boolean).join(' ') } : {}),
      result: result.structured,
    },
    revealed: result.revealed,
    text: renderWrite(
      { outcome, head },
      plan,
      [note, changeId === undefined ? '' : `Change ${changeId}.`].filter(Boolean).join('\n'),
      reason === undefined ? result.presentation : withReason(result.presentation, reason),
    ),
    // What the platform accepted and then failed to do is no success.
    isError: outcome === 'failed',
  };
}

/** The platform's own words belong to the data, not to our sentence. */
function withReason({ headline, data }: Presentation, reason: string): Presentation {
  return { headline, data: [`reason: ${reason}`, ...(data ? [data] : [])].join('\n') };
}
