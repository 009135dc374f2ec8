import type { AnyOperation } from '../../src/platform/operations.ts';
import { allOperations } from '../../src/services/index.ts';

/** An operation that no published document describes. */
export interface Unpublished {
  method: string;
  /** Template with the prefix of the service. */
  path: string;
  /** Where it is said how it is known. */
  source: string;
}

/** The operations that the server calls although no document describes them, as their services declare them. */
export const unpublished: readonly Unpublished[] = allOperations.flatMap(({ method, path, source }) =>
  'unpublished' in source ? [{ method, path, source: source.unpublished }] : [],
);

/** An operation in one line: `GET /hybrid/api/v1/servers`. */
export function nameOf({ method, path }: Pick<AnyOperation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
