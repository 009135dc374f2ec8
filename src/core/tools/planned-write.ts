import type { Failure } from '../../platform/errors.ts';
import type { Sentence } from '../../platform/text.ts';
import type { MadePart } from '../changes.ts';
import type { PlanFacts, ThingSettings } from '../plan/plan.ts';
import type { KeptUndoCall } from '../plan/undo.ts';
import type { ToolName } from './calls.ts';
import type { Followed } from './follow.ts';
import type { ToolResult } from './result.ts';

/** A plan bound to the way to apply it. */
export interface PlannedWrite {
  plan: PlanFacts;
  /** What the call was given, apart from how it is carried out, without its secrets. */
  arguments: Readonly<Record<string, unknown>>;
  /**
   * Everything that makes this plan the one it is: arguments, place, things and values, with their secrets. Nothing but
   * digests may be made of it.
   */
  basis: PlanBasis;
  /** The way back, without secrets; empty when there is none. */
  undo: readonly KeptUndoCall[];
  /** Without secrets, see `Plan.settings`. */
  settings?: ThingSettings | undefined;
  /** The tools whose writes it is made of, where it is more than the write of its own tool. */
  madeOf?: readonly ToolName[];
  /** The change that it takes back. */
  undoes?: string | undefined;
  /** The change that has begun to take it back. */
  continues?: string | undefined;
  /**
   * Names of secrets that it needs and was not given: a person types them where nobody sees it, and then agrees to the
   * plan. None by default.
   */
  needs?: readonly string[] | undefined;
  /** How these can be given; said as long as the plan waits. */
  needsText?: Sentence | undefined;
  apply(how?: Applying): Promise<AppliedWrite>;
}

/** What a write is applied with. */
export interface Applying {
  /** Those that it needs, by name. */
  secrets?: Readonly<Record<string, string>> | undefined;
  /** Called after each part of a write that is made of several. @throws Failure (configuration) when it cannot be written down */
  made?: ((part: MadePart) => void) | undefined;
}

/** See {@link PlannedWrite.basis}. */
export interface PlanBasis {
  arguments: unknown;
  /** What was found: place, things, values before and after. */
  ground: unknown;
}

export interface AppliedWrite {
  result: ToolResult;
  follow?: Followed;
  /** Of several parts a later one has failed: `result` is what was done before. */
  failure?: Failure;
  /** Of a creation in several parts: what is set now, to be compared before it is taken back. */
  settings?: ThingSettings | undefined;
}
