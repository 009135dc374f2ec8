/** What is wrong with a value, and where in it. */
export interface Mismatch {
  /** JSON pointer in the value; array indexes are written `*`. */
  at: string;
  /** The keyword of JSON Schema that failed, or a rule of the checks, as `undocumented` for an unknown member. */
  rule: string;
  message: string;
}

/** The part of an exchange that a problem is in. */
export type Part = 'path' | 'query' | 'header' | 'body' | 'answer';

/** Where an exchange and the published document disagree. */
export interface Problem extends Mismatch {
  /** Id of the operation, `METHOD /path` for a request that no document knows. */
  operation: string;
  part: Part;
}

/** A problem on one line. */
export function lineOf({ operation, part, at, rule, message }: Problem): string {
  return `${operation}: ${part} ${at || '(whole)'} [${rule}] ${message}`;
}
