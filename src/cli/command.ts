/** What a command gets: the words behind its name, and the environment. Returns the exit code. */
export type Command = (argv: readonly string[], env: NodeJS.ProcessEnv) => Promise<number | undefined>;
