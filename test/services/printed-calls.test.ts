import { describe, expect, it } from 'vitest';
import { filesBelow, uncovered } from '../support/fix-sites.ts';
import type { Found } from '../support/fixes.ts';
import { startHarness } from '../support/harness.ts';
import { carryOut, type Situation } from '../support/printed-calls.ts';
import { apiSituations } from './apis/printed-calls.ts';
import { applicationSituations } from './applications/printed-calls.ts';
import { changeSituations } from './changes/printed-calls.ts';
import { gatewaySituations } from './gateways/printed-calls.ts';
import { runtimeSituations } from './runtime/printed-calls.ts';

// Every call that a text prints is one that works: an error, a warning or a plan that sends its reader to a refused call
// is worse than one without a call. What diagnoses print is carried out in their own tests.

const situations: readonly Situation[] = [
  ...apiSituations,
  ...applicationSituations,
  ...changeSituations,
  ...gatewaySituations,
  ...runtimeSituations,
];

const carriedOut: Found[] = [];

describe('the calls that are printed', () => {
  it.each(situations)('when $when', async (situation) => {
    const harness = await startHarness({
      emulator: {
        clock: situation.slow ? 'driven' : 'instant',
        scenario: { extends: 'acme', ...situation.scenario },
        intercept: (request) => situation.intercept?.(request, harness),
      },
    });
    await situation.prepare?.(harness);
    carriedOut.push(await carryOut(harness, situation));
  });

  // Runs after the tests above.
  it('are all of those in the source', () => {
    const byDiagnoses = /\/services\/.*\/diagnosis\/|\/dependents\.ts$|\/clusters\/(view-)?findings\.ts$/;
    const files = ['src/core', 'src/platform', 'src/services', 'src/mcp', 'src/safety'].flatMap(filesBelow);
    expect(
      uncovered(
        files.filter((file) => !byDiagnoses.test(file)),
        carriedOut,
      ),
    ).toEqual([]);
  });
});
