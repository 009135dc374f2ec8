import type { Part } from '../checks/problems.ts';
import type { JsonSchema } from '../documents/json-schema.ts';

/** A place where a published document is wrong or incomplete. Each operation listed has to need it. */
export interface Correction {
  /** Ids of operations, or `service *` for all of a service. */
  operations: readonly string[];
  part: Part;
  /**
   * JSON pointers in that part, with `*` for array indexes and `/**` at the end for everything below; in answers after the
   * status: `200/data/*`.
   */
  at: string | readonly string[];
  /** The keyword of JSON Schema, or a rule of the checks, that the document gets wrong. */
  rule: string | readonly string[];
  /** What the whole answer has to satisfy instead. */
  instead?: JsonSchema;
  reason: string;
  source: string;
}
