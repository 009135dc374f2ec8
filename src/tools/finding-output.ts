import * as z from 'zod';
import { type Finding, type UnreadPart, weights } from '../domain/finding.ts';
import { cell, count } from './present.ts';

/** What a diagnosis found, the heaviest first; see {@link Finding}. */
export const findingsSchema = z.array(
  z.object({ weight: z.enum(weights), what: z.string(), evidence: z.string(), mend: z.string() }),
);

/** Parts that a diagnosis had to do without. */
export const unreadSchema = z.array(z.object({ part: z.string(), reason: z.string() }));

/** How many findings of which weight there are, as a sentence; "nothing wrong" is an answer, as far as was read. */
export function findingsSummary(findings: readonly Finding[], unread: readonly UnreadPart[] = []): string {
  const causes = findings.filter(({ weight }) => weight === 'cause').length;
  const likely = findings.filter(({ weight }) => weight === 'likely').length;
  const notes = findings.length - causes - likely;
  const blind = unread.length === 0 ? '' : `, ${count(unread.length, 'part')} not readable`;
  if (causes + likely === 0) return `Nothing wrong${notes === 0 ? '' : `; ${count(notes, 'note')}`}${blind}.`;
  return `${count(causes, 'cause')}, ${likely} likely, ${count(notes, 'note')}${blind}.`;
}

/** Each finding with a number, its evidence, and the call that mends it. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ weight, what, evidence, mend }, index) =>
      `${index + 1}. ${weight}: ${cell(what)}\n   evidence: ${cell(evidence)}\n   mend: ${cell(mend)}`,
  );
}

/** Which parts could not be read, one a line, with the reason. */
export function unreadLines(unread: readonly UnreadPart[]): string[] {
  return unread.map(({ part, reason }) => `not read: ${cell(part)}: ${cell(reason)}`);
}
