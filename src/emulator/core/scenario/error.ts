/** A scenario that cannot be loaded. Each problem is one sentence that starts with its location. */
export class ScenarioError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The scenario cannot be loaded:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
