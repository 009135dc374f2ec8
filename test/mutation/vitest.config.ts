import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** The tests of one source file, which `scripts/mutation.mjs` names: every mutant runs those of them that reach it. */
export default defineConfig({
  plugins: base.plugins ?? [],
  test: {
    include: (process.env['MUTATION_TESTS'] ?? '').split(' '),
    // Many mutants never answer. A test that fails is much faster than a run that has to be ended and started again.
    testTimeout: 10_000,
    isolate: false,
    setupFiles: ['test/mutation/fewer-runs.ts'],
  },
});
