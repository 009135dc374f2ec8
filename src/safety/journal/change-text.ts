import { approvalText, type Caller, type OutcomeRecord, type RecordedChange } from '../../core/changes.ts';
import { changeLine } from '../../core/plan/plan.ts';
import { type KeptUndoCall, knownFrom } from '../../core/plan/undo.ts';
import { cutSentence, escaped, inData, type PlatformText } from '../../platform/text.ts';
import type { JournalEntry } from './journal-entries.ts';
import { shortPlatformName } from './platform-name.ts';

/** How a change ended, in a few words. */
export function outcomeText({ outcome, undoneBy }: RecordedChange): string {
  if (undoneBy !== undefined) return `taken back by ${undoneBy}`;
  if (outcome === undefined || outcome.outcome === 'unknown') return 'unknown, check';
  return outcome.outcome === 'in_progress' ? 'accepted, not awaited' : outcome.outcome;
}

/** Longest reason below a line of the table, characters; the change in full has all of it. */
const maxReason = 400;

/** Entries of the journal as a table: a head, and a line for each; below one that is not done, why. */
export function journalTable(entries: readonly JournalEntry[]): string[] {
  const rows = entries.map((entry) => cellsOf(entry).map((cell) => inData(escaped(cell))));
  const table = [['when', 'change', 'platform', 'who', 'outcome', 'what'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const [head = '', ...lines] = table.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  return [head, ...entries.flatMap((entry, index) => [lines[index] ?? '', ...reasonLines(entry)])];
}

/** Why a change was refused, failed, or is unknown, with what the platform said. */
function reasonLines(entry: JournalEntry): string[] {
  if (entry.type === 'reset') return [];
  const { outcome, note } = entry.change.outcome ?? {};
  if (note === undefined || outcome === 'done' || outcome === 'in_progress') return [];
  // The platform's words in it are quoted, and stay so where it is cut.
  return [`  why: ${cutSentence(inData(escaped(note)), maxReason)}`];
}

function cellsOf(entry: JournalEntry): PlatformText[] {
  if (entry.type === 'reset') {
    const { at, id, who } = entry.reset;
    return [at, id, 'all', resetBy(who), 'done', resetWords];
  }
  const { at, id, plan, platform, who } = entry.change.intent;
  return [at, id, shortPlatformName(platform), whoText(who), outcomeText(entry.change), plan.summary];
}

const resetWords = 'reset the limit of removals and stops: what came before no longer counts';

/** Only a person in a terminal resets a limit. */
function resetBy({ principal = 'unknown user' }: Caller): string {
  return `${principal} in a terminal`;
}

/** An entry with everything that the journal has of it. */
export function entryText(entry: JournalEntry): string {
  if (entry.type === 'change') return changeText(entry.change);
  const { id, at, who } = entry.reset;
  return [`${id}: ${resetWords}`, `  when      ${at}`, `  who       ${resetBy(who)}`]
    .map((line) => inData(escaped(line)))
    .join('\n');
}

/** Who made a change: the signed-in caller, and the client. */
function whoText({ client = 'unknown client', principal }: Caller): string {
  return principal === undefined ? client : `${principal} in ${client}`;
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
  const people = intent.approvals.map((one) => `${approvalText(one)} (${one.at})`).join(', ');
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
    ...wayBackLines(change),
  ];
}

/** How it is taken back; what the platform refused has changed nothing. */
function wayBackLines({ intent, outcome }: RecordedChange): string[] {
  if (outcome?.outcome === 'refused') return ['  way back  none is needed: nothing was changed'];
  const { lost } = intent.plan.undo ?? {};
  if (intent.undo.length === 0) return [`  way back  none${lost === undefined ? '' : `: ${inData(lost)}`}`];
  return intent.undo.map((call) => `  way back  ${call.tool} ${JSON.stringify(withResult(call, outcome))}`);
}

/** The arguments of a call of the way back, with what the result of the write has. */
function withResult({ arguments: args, fromResult = {} }: KeptUndoCall, outcome: OutcomeRecord | undefined): object {
  const unknown = Object.entries(fromResult).map(([argument, path]) => [argument, `<${path} of its result>`]);
  return { ...args, ...Object.fromEntries(unknown), ...knownFrom(fromResult, outcome?.result) };
}
