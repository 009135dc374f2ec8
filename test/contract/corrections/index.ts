/// <reference types="vite/types/importMeta.d.ts" />
import type { Correction } from './correction.ts';

const files = import.meta.glob<Readonly<Record<string, readonly Correction[]>>>(
  ['./*.ts', '!./index.ts', '!./correction.ts'],
  { eager: true },
);

/**
 * Where the published documents are not followed, and why [docs/platform/disagreements.md, docs/platform/cli.md#against-the-published-documents]:
 * what the other files of this folder export, one for each service.
 */
export const corrections: readonly Correction[] = Object.values(files).flatMap((file) => Object.values(file).flat());
