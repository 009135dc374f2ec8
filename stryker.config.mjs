/**
 * Everything that decides or protects, most protective first, each with the tests that say what it does. A mutant is
 * noticed by these tests or by none: the rest of the suite would take minutes for each.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const protective = {
  // Which thing is meant.
  'src/core/matching.ts': ['test/core/matching.test.ts'],
  'src/core/resolve.ts': ['test/core/choosing.test.ts'],
  'src/core/place/directory.ts': ['test/core/place/known-places.test.ts'],
  // What is never seen.
  'src/platform/masking/secrets.ts': [
    'test/platform/masking/known-secrets.test.ts',
    'test/platform/masking/secrets.test.ts',
  ],
  'src/platform/masking/given-secrets.ts': ['test/platform/masking/given-secrets.test.ts'],
  'src/platform/masking/known-secrets.ts': [
    'test/platform/masking/known-secrets.test.ts',
    'test/platform/masking/secrets.test.ts',
  ],
  'src/platform/masking/secret-forms.ts': [
    'test/platform/masking/known-secrets.test.ts',
    'test/platform/masking/secrets.test.ts',
  ],
  'src/platform/masking/decoding.ts': ['test/platform/masking/known-secrets.test.ts'],
  'src/platform/masking/secret-names.ts': ['test/platform/masking/names.test.ts'],
  'src/platform/masking/secret-looks.ts': ['test/platform/masking/looks.test.ts'],
  'src/platform/masking/plain-letters.ts': ['test/platform/masking/plain-letters.test.ts'],
  'src/platform/masking/said-secrets.ts': ['test/platform/masking/said.test.ts'],
  'src/platform/masking/secret-shapes.ts': [
    'test/platform/masking/shapes.test.ts',
    'test/platform/masking/said.test.ts',
  ],
  'src/platform/masking/assigned-secrets.ts': [
    'test/platform/masking/shapes.test.ts',
    'test/platform/masking/said.test.ts',
    'test/platform/masking/documents.test.ts',
  ],
  'src/platform/masking/labelled-secrets.ts': ['test/platform/masking/documents.test.ts'],
  'src/platform/masking/xml-secrets.ts': ['test/platform/masking/documents.test.ts'],
  'src/platform/masking/spans.ts': [
    'test/platform/masking/known-secrets.test.ts',
    'test/platform/masking/secrets.test.ts',
  ],
  'src/platform/masking/secret-words.ts': ['test/platform/masking/names.test.ts'],
  'src/platform/masking/distinctive.ts': ['test/platform/masking/names.test.ts'],
  'src/platform/masking/address.ts': ['test/platform/masking/names.test.ts'],
  'src/platform/text.ts': ['test/platform/text.test.ts'],
  'src/mcp/outlet.ts': ['test/mcp/outlet.test.ts'],
  // Which writes pass, and what a person has agreed to.
  'src/safety/policy/judge.ts': ['test/safety/policy/judge.test.ts'],
  'src/safety/plans/plan-ids.ts': ['test/safety/plans/plan-ids.test.ts'],
  'src/safety/approvals/refusals.ts': ['test/safety/approvals/refusals.test.ts'],
  'src/safety/limits.ts': ['test/safety/limits.test.ts'],
  'src/safety/gate.ts': ['test/safety/gate.test.ts'],
  'src/safety/approvals/needed-secrets.ts': ['test/safety/gate.test.ts'],
  'src/safety/journal/read-journal.ts': ['test/safety/journal/journal.test.ts'],
  'src/safety/journal/taken-back.ts': ['test/safety/journal/taken-back.test.ts'],
  'src/safety/canonical.ts': ['test/safety/canonical.test.ts'],
  'src/safety/approvals/signature.ts': ['test/safety/approvals/signature.test.ts'],
  'src/mcp/elicitation/sealed-state.ts': ['test/mcp/elicitation/sealed-state.test.ts'],
  'src/mcp/elicitation/answers.ts': ['test/mcp/elicitation/answers.test.ts'],
  'src/mcp/calls/argument-size.ts': ['test/mcp/calls/argument-size.test.ts'],
  'src/mcp/transports/line-reader.ts': ['test/mcp/transports/line-reader.test.ts'],
  'src/safety/journal/chain.ts': ['test/safety/journal/chain.test.ts'],
  // Where requests go, and how often.
  'src/platform/egress/guard.ts': ['test/platform/egress/admission.test.ts'],
  'src/platform/egress/reach.ts': ['test/platform/egress/reach.test.ts'],
  'src/platform/egress/machine-addresses.ts': ['test/platform/egress/reach.test.ts'],
  'src/platform/egress/public-addresses.ts': [
    'test/platform/egress/admission.test.ts',
    'test/platform/egress/guard.test.ts',
  ],
  'src/platform/egress/endpoints.ts': ['test/platform/egress/endpoints.test.ts'],
  'src/platform/paths.ts': ['test/platform/paths.test.ts'],
  'src/platform/transport/retry.ts': ['test/platform/transport/repeating.test.ts'],
  // What a write does, and what is said of it.
  'src/mcp/calls/pipeline.ts': [
    'test/mcp/calls/whole-call.test.ts',
    'test/mcp/calls/write-calls.test.ts',
    'test/mcp/calls/pipeline.test.ts',
    'test/mcp/calls/heartbeat.test.ts',
  ],
  'src/core/plan/plan.ts': ['test/core/plan/lines.test.ts', 'test/core/plan/plan.test.ts'],
  'src/core/plan/diff.ts': ['test/core/plan/lines.test.ts', 'test/core/plan/plan.test.ts'],
  'src/core/plan/plan-differences.ts': ['test/core/plan/plan-differences.test.ts'],
  'src/mcp/calls/conflict.ts': ['test/mcp/calls/conflict.test.ts'],
  'src/mcp/calls/turns.ts': ['test/mcp/calls/turns.test.ts'],
  'src/core/plan/settings.ts': ['test/core/plan/settings.test.ts'],
  'src/core/plan/affected.ts': ['test/core/plan/affected.test.ts'],
  'src/core/plan/unchanged.ts': ['test/core/plan/lines.test.ts'],
  'src/core/plan/undo.ts': ['test/core/plan/undo-parts.test.ts'],
  'src/core/plan/undo-parts.ts': ['test/core/plan/undo-parts.test.ts'],
  'src/core/tools/define-read-tool.ts': ['test/core/tools/define-tool.test.ts'],
  'src/core/tools/define-write-tool.ts': ['test/core/tools/define-tool.test.ts'],
  'src/core/tools/call-result.ts': ['test/core/tools/define-tool.test.ts'],
  'src/core/waiting/wait.ts': ['test/core/waiting/wait.test.ts'],
  'src/core/waiting/two-phase-operation.ts': ['test/core/waiting/two-phase-operation.test.ts'],
};

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  // The usual configuration holds everything, and the tests that start processes: here run only those named above.
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // Tables and regular expressions are made when a module is loaded. They decide most of what is secret or public.
  ignoreStatic: false,
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/unnoticeable.mjs'],
  ignorers: ['unnoticeable'],
  // It is only read to rewrite paths that leave the project; there are none, and its reader needs an older TypeScript.
  tsconfigFile: 'none',
  concurrency: 1,
  timeoutMS: 12_000,
  ignorePatterns: ['dist', 'coverage', 'bench', 'test/hosts', 'test/cli-v4'],
  tempDirName: '.stryker-tmp',
  reporters: ['json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  allowConsoleColors: false,
};
