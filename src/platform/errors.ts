import type { Advice, Call } from './advice.ts';
import { type PlatformText, quoted, type Sentence } from './text.ts';

/**
 * What can go wrong, in the four kinds a caller can act on. Everything thrown on purpose below `mcp/` is a
 * `Failure`; its texts are written for a model and a person at once and hold nothing secret.
 */

/** Who can fix it: the caller's input, the operator's configuration, an administrator's permission, the policy of this server, or the platform. */
export type FailureKind = 'input' | 'configuration' | 'permission' | 'policy' | 'platform';

/** The HTTP exchange behind a failure. `path` is without host and query, so it can be shown. */
export interface HttpFacts {
  method: string;
  path: string;
  status?: number;
  requestId?: string;
}

/** A question for a person: which candidate an argument, or one item of it, names. */
export interface Choice {
  argument: string;
  /** The item, where the argument is a list: its place in there, and what the caller wrote. */
  item?: { index: number; text: string } | undefined;
  /** The question as a sentence. */
  message: Sentence;
  options: readonly { id: string; name: PlatformText }[];
}

/** What a call named and nothing has: where it is can then be looked for. */
export interface UnknownThing {
  /** For people, singular: `gateway`. */
  noun: string;
  /** As the caller wrote it. */
  text: string;
  /** What lists those that are there. */
  listed?: Call | undefined;
}

const saidFirst = 'The platform said: ';

/** The platform's own words as a reason: quoted, so that they cannot pass for ours wherever a reason is repeated. */
export function platformSaid(text: PlatformText | undefined): Sentence | undefined {
  return text === undefined || text === '' ? undefined : `${saidFirst}${quoted(text, maxSaid)}.`;
}

/** Longest text of the platform in a reason, characters. */
const maxSaid = 300;

/** A reason, put into words, as a line of its own. */
export function reasonLine(why: Sentence): Sentence {
  return why.startsWith(saidFirst) ? why : `Why: ${why}`;
}

/** The parts of a failure: what happened, why as far as the platform said, and what to do next. */
export interface FailureParts {
  what: Sentence;
  why?: Advice | undefined;
  next: Advice;
  http?: HttpFacts | undefined;
  /** The same call may succeed later without any change. */
  retryable?: boolean;
  /** A write was sent, and it is unknown whether it took effect. */
  mayHaveHappened?: boolean;
  /** The text says what was carried out before it failed. */
  saysWhatIsDone?: boolean;
  /** What the call would make is there already: its settings, without secrets. */
  isThere?: Readonly<Record<string, unknown>> | undefined;
  /** Under which id the journal of this server has what was sent. */
  changeId?: string | undefined;
  /** Asked instead of failing, where the client can ask its user. */
  choice?: Choice | undefined;
  unknown?: UnknownThing | undefined;
}

/** The one error type of the project. `message` is `what`. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly why: Advice | undefined;
  readonly next: Advice;
  readonly http: HttpFacts | undefined;
  readonly retryable: boolean;
  readonly mayHaveHappened: boolean;
  readonly saysWhatIsDone: boolean;
  readonly isThere: FailureParts['isThere'];
  readonly changeId: string | undefined;
  readonly choice: Choice | undefined;
  readonly unknown: UnknownThing | undefined;

  constructor(kind: FailureKind, parts: FailureParts) {
    super(parts.what);
    this.name = 'Failure';
    this.kind = kind;
    this.why = parts.why;
    this.next = parts.next;
    this.http = parts.http;
    this.retryable = parts.retryable ?? false;
    this.mayHaveHappened = parts.mayHaveHappened ?? false;
    this.saysWhatIsDone = parts.saysWhatIsDone ?? false;
    this.isThere = parts.isThere;
    this.changeId = parts.changeId;
    this.choice = parts.choice;
    this.unknown = parts.unknown;
  }

  /** The same failure with other parts. */
  with(parts: Partial<FailureParts>): Failure {
    return new Failure(this.kind, { ...this, what: this.message, ...parts });
  }
}

/** The argument of a call is wrong or does not fit the platform's state. */
export const inputFailure = (parts: FailureParts): Failure => new Failure('input', parts);
/** The operator has to change a setting. */
export const configurationFailure = (parts: FailureParts): Failure => new Failure('configuration', parts);
/** The signed-in principal may not do this. */
export const permissionFailure = (parts: FailureParts): Failure => new Failure('permission', parts);
/** The policy of this server denies it. */
export const policyFailure = (parts: FailureParts): Failure => new Failure('policy', parts);
/** The platform, or the way to it, failed. */
export const platformFailure = (parts: FailureParts): Failure => new Failure('platform', parts);

/** True when the platform said that the thing does not exist (404). */
export function isNotFound(error: unknown): boolean {
  return error instanceof Failure && error.http?.status === 404;
}

/** True when the caller has cancelled: such an error is not worth a report. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The error thrown when the MCP request behind a call was cancelled. */
export function abortError(): Error {
  const error = new Error('The call was cancelled.');
  error.name = 'AbortError';
  return error;
}
