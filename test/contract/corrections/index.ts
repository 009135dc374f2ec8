import type { Place } from '../checks/problems.ts';
import type { JsonSchema } from '../documents/json-schema.ts';
import { accessCorrections } from './access.ts';
import { apiCorrections } from './apis.ts';
import { applicationCorrections } from './applications.ts';
import { runtimeCorrections } from './runtime.ts';

/** A place where a published document is wrong or incomplete. Each operation listed has to need it. */
export interface Correction {
  /** Ids of operations, or `service *` for all of a service. */
  operations: readonly string[];
  place: Place;
  /**
   * Pointers in that place, with `*` for array indexes and `/**` at the end for everything below; in answers after the
   * status: `200/data/*`.
   */
  at: string | readonly string[];
  /** The keyword of JSON Schema, or one of the checker's own rules, that the document gets wrong. */
  rule: string | readonly string[];
  /** What the whole answer has to satisfy instead. */
  instead?: JsonSchema;
  reason: string;
  source: string;
}

/** Where the published documents are not followed, and why (reference 12, CLI reference 4). */
export const corrections: readonly Correction[] = [
  ...accessCorrections,
  ...runtimeCorrections,
  ...applicationCorrections,
  ...apiCorrections,
];
