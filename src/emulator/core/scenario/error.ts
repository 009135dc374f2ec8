/** A scenario that cannot be loaded: one sentence for each thing that is wrong, with the place where it stands. */
export class ScenarioError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The scenario cannot be loaded:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
