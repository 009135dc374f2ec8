import { AnswerCallWriter } from '../core/tools/call-writer.ts';
import { OfferedTools } from '../mcp/tools/offered-tools.ts';
import { type Advice, partsOf } from '../platform/advice.ts';
import { commandLine } from '../platform/command-line.ts';
import { Failure, isAbort, reasonLine } from '../platform/errors.ts';

/** One line of the report: what works, what is worth knowing, and what does not work. */
export interface Line {
  mark: 'ok' | 'note' | 'FAIL';
  text: string;
}

/** What came of a step of the report. */
export type Attempt<T> =
  | { ok: true; value: T }
  | { ok: false; line: Line; error: unknown; failure: Failure | undefined };

/** Carries out a step; its failure is a line. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const failure = error instanceof Failure ? error : undefined;
    return { ok: false, line: { mark: 'FAIL', text: problemText(error) }, error, failure };
  }
}

/** A failure for a person in a terminal, with what to type next, if that is known better than the failure does. */
export function problemText(error: unknown, next?: string): string {
  if (error instanceof Failure) {
    const why = error.why ? [reasonLine(spoken(error.why))] : [];
    return [error.message, ...why, `Next: ${next ?? nextInTerminal(error.next)}`].join('\n');
  }
  return isAbort(error) ? 'cancelled' : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
}

/** Failures speak to an assistant: a person cannot make a call, and is running the command that they advise. */
function nextInTerminal(next: Advice): string {
  const text = spoken(next);
  const isForAssistant = partsOf(next).some((part) => typeof part !== 'string');
  const again = text.replace(adviseDoctor(), 'then run this command again');
  return isForAssistant ? `Ask your assistant: ${again}` : again;
}

function adviseDoctor(): RegExp {
  const command = commandLine('doctor').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\`?${command}\`? (?:tests|checks|shows)[^.]*`);
}

function spoken(said: Advice): string {
  return new AnswerCallWriter(new OfferedTools()).text(said, {});
}
