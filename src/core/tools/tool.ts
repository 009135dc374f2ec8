import type * as z from 'zod';
import type { Advice, Call } from '../../platform/advice.ts';
import type { OperationName } from '../operations.ts';
import type { StepKind } from '../plan/plan.ts';
import type { Reach } from './call-place.ts';
import type { ToolName } from './calls.ts';
import type { ScopeKind, ToolContext } from './context.ts';
import type { PlannedWrite } from './planned-write.ts';
import type { ToolResult } from './result.ts';
import type { Toolset } from './toolsets.ts';

/** What a call does to the platform; hints, read-only mode and approvals follow from it. */
export type Effect = 'read' | 'create' | 'update' | 'delete';
/** The effects of tools that change the platform. */
export type WriteEffect = Exclude<Effect, 'read'>;

/**
 * One call that works on the embedded organization as it starts. Tests make it, over the protocol and for the contract;
 * documents show it.
 */
export interface ToolExample {
  arguments: Readonly<Record<string, unknown>>;
  /** A text in the answer that proves that the call worked. */
  answers: string;
  /** A call to make before it: `<id of the change>` in the arguments stands for the change that this makes. */
  first?: Call;
}

/** Arguments that a tool has accepted, ready to be carried out. */
export type AcceptedCall = AcceptedRead | AcceptedWrite;

export interface AcceptedRead {
  effect: 'read';
  run(ctx: ToolContext): Promise<ToolResult>;
}

export interface AcceptedWrite {
  effect: WriteEffect;
  dryRun: boolean;
  wait: boolean;
  /** Its work goes on after it was accepted. */
  follows: boolean;
  /** Undefined: as the settings say, s. */
  timeoutSeconds: number | undefined;
  /** The plan that is to be applied; undefined for whatever the call plans. */
  planId: string | undefined;
  plan(ctx: ToolContext): Promise<PlannedWrite>;
}

/** What a tool lists. Resources and completion follow from it. */
export interface Listing {
  /** The member of its result that holds the rows, such as `servers`. */
  key: string;
  /** Every field of a row. */
  fields: readonly string[];
  /** Whether it can list the things of all places. */
  reach: Reach;
  /** What each row is; undefined where nothing else names such a thing. */
  thing: ListedThing | undefined;
}

/** A kind of thing that a listing lists. */
export interface ListedThing {
  /** The argument that names one in other tools, and the beginning of their operations: `gateway`. */
  argument: string;
  /** For people, singular: `API instance`. */
  noun: string;
  /** The fields that name one besides the id, the preferred one first. */
  names: readonly string[];
}

/** A tool as the rest of the project sees it: data, and one way to call it. */
export interface Tool {
  name: ToolName;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** The name that advice uses. */
  operation: OperationName;
  /** What it does, when to use it, what comes back; siblings are named by their operation. */
  description: Advice;
  effect: Effect;
  scope: ScopeKind;
  /** The kinds of step that its plans may have; none for a read. */
  steps: readonly StepKind[];
  billedOrExposed: boolean;
  /** A second call does it once more, such as a restart. */
  actsAgain: boolean;
  revealsSecrets: boolean;
  example: ToolExample;
  /** Set for a listing. */
  lists?: Listing;
  /** Strict, with the arguments that scope and effect add. */
  input: z.ZodObject;
  /** What `structuredContent` satisfies. */
  output: z.ZodObject;
  /** Checks arguments. @throws z.ZodError */
  accept(args: unknown): AcceptedCall;
}
