import type { OutcomeRecord, RecordedChange } from '../../core/changes.ts';
import { changeLine } from '../../core/plan/plan.ts';
import type { KeptUndoCall } from '../../core/plan/undo.ts';
import { isObject } from '../../platform/json.ts';
import { escaped, inData } from '../../platform/text.ts';

/** How a change ended, in a few words. */
export function outcomeText({ outcome, undoneBy }: RecordedChange): string {
  if (undoneBy !== undefined) return `taken back by ${undoneBy}`;
  if (outcome === undefined || outcome.outcome === 'unknown') return 'unknown, check';
  return outcome.outcome === 'in_progress' ? 'accepted, not awaited' : outcome.outcome;
}

/** A change in one line, for lists. */
export function changeHeadline(change: RecordedChange): string {
  const { at, id, plan } = change.intent;
  return escaped(`${at}  ${id}  ${outcomeText(change).padEnd(22)}  ${plan.summary}`);
}

/**
 * A change with everything that the journal has of it, for people. Clients and callers have written some of it, and a
 * terminal obeys invisible characters.
 */
export function changeText(change: RecordedChange): string {
  return linesOf(change)
    .map((line) => inData(escaped(line)))
    .join('\n');
}

function linesOf(change: RecordedChange): string[] {
  const { intent, outcome } = change;
  const { who, plan } = intent;
  const people = intent.approvals.map(({ by, how, at }) => `${by} (in the ${how}, ${at})`).join(', ');
  return [
    `${intent.id}: ${plan.summary}`,
    `  when      ${intent.at}`,
    `  who       ${[who.client ?? 'unknown client', who.principal, `session ${who.session}`].filter(Boolean).join(', ')}`,
    `  platform  ${intent.platform}`,
    `  call      ${intent.tool} ${JSON.stringify(intent.arguments)}`,
    `  let pass  ${intent.rule}${people === '' ? '' : `; agreed by ${people}`}`,
    ...plan.steps.flatMap(({ action, changes }) => [
      `  step      ${action}`,
      ...changes.map((one) => `              ${inData(changeLine(one))}`),
    ]),
    ...(outcome?.requests ?? []).map(
      ({ method, path, status, requestId }) =>
        `  request   ${method} ${path}: ${status ?? 'no answer'}${requestId === undefined ? '' : `, request ${requestId}`}`,
    ),
    `  outcome   ${outcomeText(change)}${outcome?.note === undefined ? '' : `: ${outcome.note}`}`,
    ...(intent.undo.length === 0
      ? [`  way back  none${plan.undo?.lost === undefined ? '' : `: ${plan.undo.lost}`}`]
      : intent.undo.map((call) => `  way back  ${call.tool} ${JSON.stringify(completeArguments(call, outcome))}`)),
  ];
}

/** The arguments of a call of the way back, with what the result of the write has. */
function completeArguments(
  { arguments: args, fromResult = {} }: KeptUndoCall,
  outcome: OutcomeRecord | undefined,
): object {
  const found = Object.entries(fromResult).map(([argument, path]) => [argument, valueAt(path, outcome?.result)]);
  return { ...args, ...Object.fromEntries(found) };
}

function valueAt(path: string, result: unknown): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (isObject(at) || Array.isArray(at) ? Object(at)[key] : undefined), result);
  return value ?? `<${path} of its result>`;
}
