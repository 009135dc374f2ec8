import type { Advice } from '../../platform/advice.ts';
import type { Sentence } from '../../platform/text.ts';

/** How severe a finding is, most severe first: it explains the problem, it may explain it, or it is only worth knowing. */
export const severities = ['cause', 'likely', 'note'] as const;
export type Severity = (typeof severities)[number];

/** Something that was found, what it was read from, and what fixes it. */
export interface Finding {
  severity: Severity;
  what: Sentence;
  evidence: Sentence;
  fix: Advice;
}

/** Most severe first; findings of the same severity stay in the order given. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
