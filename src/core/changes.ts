import type { HttpFacts } from '../platform/errors.ts';
import type { PlanFacts, ThingSettings } from './plan/plan.ts';
import type { KeptUndoCall } from './plan/undo.ts';

/** Who made a call, as far as the protocol says. A client names itself: that is no proof. */
export interface Caller {
  /** Name and version of the client. */
  client?: string | undefined;
  /** The signed-in person or application of an HTTP request. */
  principal?: string | undefined;
  /** The process on stdio, the session on HTTP. */
  session: string;
}

/** A person's agreement to a plan. */
export interface Approval {
  /** Who: the user of the terminal, or the client that showed the question. */
  by: string;
  how: 'client' | 'terminal';
  /** ISO 8601. */
  at: string;
}

/** Who agreed, and in which way: in a client the server sees an answer, not who gave it. */
export function approvalText({ by, how }: Pick<Approval, 'by' | 'how'>): string {
  return how === 'terminal' ? `${by} in a terminal` : `a person in the client ${by}`;
}

/** What is written before the first request of a write. */
export interface IntentRecord {
  type: 'intent';
  /** The id of the change; its outcome has the same. */
  id: string;
  /** ISO 8601. */
  at: string;
  who: Caller;
  /** Origin of the platform; of an embedded one with a state file, the file. */
  platform: string;
  tool: string;
  arguments: Readonly<Record<string, unknown>>;
  plan: PlanFacts;
  undo: readonly KeptUndoCall[];
  /** Of a creation: what it makes, without secrets. */
  settings?: ThingSettings | undefined;
  /** The rule of the policy that decided. */
  rule: string;
  approvals: readonly Approval[];
  planId?: string | undefined;
  /** The change that this one takes back. */
  undoes?: string | undefined;
  /** The change that has begun to take it back, where this one does the rest. */
  continues?: string | undefined;
}

/** One of the writes that a change was made of. */
export interface MadePart {
  /** The tool that made it. */
  tool: string;
  /** Its own result, masked. */
  result: unknown;
}

/** What is written after each part of a change that is made of several: after a crash it says how far the change came. */
export interface PartRecord extends MadePart {
  type: 'part';
  /** The id of the change. */
  id: string;
  at: string;
}

/** How a write ended, as far as this process knows. `unknown`: no answer came, or the call was cancelled. */
export type RecordedOutcome = 'done' | 'in_progress' | 'failed' | 'refused' | 'unknown';

/** What is written after the last request of a write. */
export interface OutcomeRecord {
  type: 'outcome';
  id: string;
  at: string;
  outcome: RecordedOutcome;
  /** What was sent, in order, with the ids that the platform gave. */
  requests: readonly HttpFacts[];
  /** The tool's own result, masked. */
  result?: unknown;
  /** Of a creation in several parts: what is set after the last one, without secrets. */
  settings?: ThingSettings | undefined;
  /** What waiting has seen, or the error. */
  note?: string | undefined;
}

/** Somebody looked at the limit of removals and let writes go on. */
export interface ResetRecord {
  type: 'reset';
  id: string;
  at: string;
  who: Caller;
}

/** The first line of a file that continues another one. */
export interface ContinuedRecord {
  type: 'continued';
  id: string;
  at: string;
  /** The name of the file before. */
  from: string;
}

export type JournalRecord = IntentRecord | PartRecord | OutcomeRecord | ResetRecord | ContinuedRecord;

/** A record as a line of a file has it: chained to the line before by its hash. */
export interface ChainedRecord {
  /** From 1 in each file. */
  seq: number;
  /** The hash of the line before; of the first line, the last one of the file before, or zeros. */
  prev: string;
  record: JournalRecord;
  /** SHA-256 of prev, seq and record. */
  hash: string;
}

/** A write as it is read: its intent, and its outcome if one was written. */
export interface RecordedChange {
  intent: IntentRecord;
  outcome?: OutcomeRecord | undefined;
  /** The parts that were made, in order; with those of the change that this one continues. */
  done: readonly MadePart[];
  /** The later change that took it back. */
  undoneBy?: string | undefined;
  /** The later change that has done more of the same way back. */
  continuedBy?: string | undefined;
  /** It has no outcome yet, and another process, which makes it, still runs. */
  isUnderWay: boolean;
}
