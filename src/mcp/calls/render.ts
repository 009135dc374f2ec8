import type { PlanFacts } from '../../core/plan/plan.ts';
import { callLine, changeLine } from '../../core/plan/plan.ts';
import { fenced } from '../../core/text/fence.ts';
import type { Presentation } from '../../core/tools/result.ts';
import type { WriteOutcome } from '../../core/tools/write-output.ts';
import type { Advice } from '../../platform/advice.ts';
import { type Choice, type Failure, type FailureKind, reasonLine } from '../../platform/errors.ts';
import { cutSentence, inData, word } from '../../platform/text.ts';
import type { Ask } from '../../safety/gate.ts';

/** What a call gives back, before the protocol wraps it. */
export interface CallResult {
  text: string;
  /** Absent on errors: clients may show only one of the two, and an error has to be read. */
  structured?: Record<string, unknown>;
  isError: boolean;
  /** Secrets in it that the caller asked for. */
  revealed?: readonly string[] | undefined;
  /** What the client may ask its user instead of showing the error. */
  choice?: Choice | undefined;
  /** What the client may ask its user; the call is then repeated with the answer. */
  approval?: Ask;
}

/** Longest text and longest structured form of a result, characters (about 10,000 tokens). */
export const maxResult = 40_000;

/** A presentation as one text. */
export function renderPresentation({ headline, data }: Presentation): string {
  return data === undefined || data === '' ? headline : `${headline}\n${fenced(data)}`;
}

/** The steps of a plan with what they change, for people. */
export function planLines(plan: PlanFacts): string {
  return plan.steps
    .flatMap(({ action, changes }, index) => [
      `${index + 1}. ${action}`,
      ...changes.map((change) => `   ${inData(changeLine(change))}`),
    ])
    .join('\n');
}

/** What else is affected, one line each. */
function affectedLines({ affected = [] }: PlanFacts): string[] {
  if (affected.length === 0) return [];
  return ['Also affected:', ...affected.map(({ title, consequence }) => `- ${title} ${consequence}`)];
}

/** How the text of a write begins. */
const heads: Record<WriteOutcome, string> = {
  planned: 'Plan only, nothing was changed',
  no_change: 'No change',
  done: 'Done',
  in_progress: 'Accepted, still in progress',
  failed: 'Accepted by the platform, but failed',
};

/** How a write ended: its outcome, or a headline that replaces it. */
export interface Ending {
  outcome: WriteOutcome;
  head?: string | undefined;
}

/** A write's result as text: how it ended, the plan's warnings, and the steps or their result. */
export function renderWrite(
  { outcome, head = heads[outcome] }: Ending,
  plan: PlanFacts,
  note: string,
  result?: Presentation,
): string {
  const warnings = plan.warnings.map((warning) => `Warning: ${warning}`);
  const data = [
    ...(plan.steps.length > 0 ? [planLines(plan)] : []),
    ...affectedLines(plan),
    ...undoLines(plan),
    ...(result ? [result.headline, ...(result.data ? [result.data] : [])] : []),
  ].join('\n');
  return [
    `${head}: ${plan.summary}`,
    ...(note === '' ? [] : [note]),
    ...warnings,
    ...(data === '' ? [] : [fenced(data)]),
  ].join('\n');
}

/** How it is taken back. The calls name things of the platform, so they are data. */
function undoLines({ undo }: PlanFacts): string[] {
  if (undo === undefined) return [];
  const calls = undo.calls.map(callLine);
  return [
    ...(calls.length === 0 ? [] : [`to take it back: ${calls.join(', then ')}`]),
    ...(undo.lost === undefined
      ? []
      : [`${calls.length === 0 ? 'cannot be taken back' : 'not as before then'}: ${undo.lost}`]),
  ];
}

const kindTexts: Record<FailureKind, string> = {
  input: 'invalid input',
  configuration: 'the configuration is wrong',
  permission: 'a permission is missing',
  policy: 'refused by the policy of this server',
  platform: 'the platform failed',
};

/** Longest part of a failure, characters. Three of them, with every character escaped as in JSON, stay below {@link maxResult}. */
const maxFailurePart = 6_000;

/** A failure as text: what, why, next step, and the facts of the exchange. `say` puts advice into words. */
export function renderFailure(failure: Failure, say: (said: Advice) => string): string {
  const { http } = failure;
  // Each part is shortened, because a cut at the end of the text would take the next step away.
  const what = cutSentence(failure.message, maxFailurePart);
  const why = failure.why === undefined ? undefined : cutSentence(say(failure.why), maxFailurePart);
  const facts = [
    kindTexts[failure.kind],
    ...(http ? [`${http.method} ${http.path}`] : []),
    ...(http?.status === undefined ? [] : [`HTTP ${http.status}`]),
    ...(http?.requestId ? [`request ${word(http.requestId)}`] : []),
    ...(failure.retryable ? ['retry later'] : []),
    ...(failure.mayHaveHappened ? ['may have happened'] : []),
    ...(failure.changeId === undefined ? [] : [`change ${failure.changeId}`]),
  ];
  const reason = why === undefined ? [] : [reasonLine(why)];
  return [what, ...reason, `Next: ${cutSentence(say(failure.next), maxFailurePart)}`, `(${facts.join('; ')})`].join(
    '\n',
  );
}

/** Cuts a text, at the end of a line where one is near, saying so outside of the data. */
export function fitText(text: string): string {
  if (text.length <= maxResult) return text;
  const closing = /\n<\/data-[0-9a-f]{6}>$/.exec(text)?.[0] ?? '';
  const end = text.lastIndexOf('\n', maxResult);
  const cut = text.slice(0, end > maxResult / 2 ? end : maxResult);
  const left = text.length - cut.length - closing.length;
  return `${cut}${closing}\n[cut here: ${left} of ${text.length} characters left out; ask for less to see them]`;
}

/**
 * Shortens lists of a structured result, the longest first, until it fits; `length` is the size of its JSON. The note names the lists and numbers, and is empty when nothing was cut.
 */
export function fitStructured(
  structured: Record<string, unknown>,
  length: number,
): { structured: Record<string, unknown>; note: string } {
  if (length <= maxResult) return { structured, note: '' };
  const lists = Object.entries(structured)
    .filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
    .map(([name, list]) => ({ name, list, sizes: list.map((item) => (JSON.stringify(item) ?? 'null').length + 1) }))
    .map((row) => ({ ...row, size: sum(row.sizes) }))
    .sort((a, b) => b.size - a.size);
  const result = { ...structured };
  const notes: string[] = [];
  let total = length;
  for (const { name, list, sizes, size } of lists) {
    if (total <= maxResult || list.length < 2) continue;
    const keep = Math.max(1, howManyFit(sizes, maxResult - (total - size)));
    result[name] = list.slice(0, keep);
    total -= sum(sizes.slice(keep));
    notes.push(`${name} holds ${keep} of ${list.length}`);
  }
  const note = `[structured result cut: ${notes.join(', ')}; ask for less to see the rest]`;
  return { structured: result, note: notes.length === 0 ? '' : note };
}

function howManyFit(sizes: readonly number[], room: number): number {
  let used = 0;
  const over = sizes.findIndex((size) => {
    used += size;
    return used > room;
  });
  return over === -1 ? sizes.length : over;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
