import type { Flaw } from '../documents/json-schema.ts';

/** The part of an exchange that a problem is in. */
export type Place = 'path' | 'query' | 'header' | 'body' | 'answer';

/** Where an exchange and the document of its service disagree. */
export interface Problem extends Flaw {
  /** Id of the operation, `METHOD /path` for a request that no document knows. */
  operation: string;
  place: Place;
}

/** A problem on one line. */
export function lineOf({ operation, place, at, rule, message }: Problem): string {
  return `${operation}: ${place} ${at || '(whole)'} [${rule}] ${message}`;
}
