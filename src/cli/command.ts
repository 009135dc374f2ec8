/** A command: takes the arguments after its name and the environment, returns the exit code. */
export type Command = (argv: readonly string[], env: NodeJS.ProcessEnv) => Promise<number | undefined>;
