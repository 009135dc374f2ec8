import { accessCorrections } from './access.ts';
import { apiCorrections } from './apis.ts';
import { applicationCorrections } from './applications.ts';
import type { Correction } from './correction.ts';
import { runtimeCorrections } from './runtime.ts';

/** Where the published documents are not followed, and why (reference 12, CLI reference 4). */
export const corrections: readonly Correction[] = [
  ...accessCorrections,
  ...runtimeCorrections,
  ...applicationCorrections,
  ...apiCorrections,
];
