import { accessCorrections } from './access.ts';
import { apiCorrections } from './apis.ts';
import { applicationCorrections } from './applications.ts';
import type { Correction } from './correction.ts';
import { runtimeCorrections } from './runtime.ts';

/** Where the published documents are not followed, and why [docs/platform/disagreements.md, docs/platform/cli.md#against-the-published-documents]. */
export const corrections: readonly Correction[] = [
  ...accessCorrections,
  ...runtimeCorrections,
  ...applicationCorrections,
  ...apiCorrections,
];
