import { ConfigurationError } from '../config/load.ts';
import { nearest } from '../core/text/nearest.ts';
import { commandLine, type StartedAs, startedAs } from '../platform/command-line.ts';
import type { Command } from './command.ts';
import type { CommandName } from './help.ts';
import { endWithReader } from './reader.ts';

/** Each command is loaded when it is called: the server must not pay for the demo. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  demo: async () => (await import('./demo.ts')).demo,
  emulator: async () => (await import('./emulator.ts')).emulator,
  doctor: async () => (await import('./doctor.ts')).doctor,
  approve: async () => (await import('./approve.ts')).approve,
  approvals: async () => (await import('./approvals.ts')).approvals,
  journal: async () => (await import('./journal.ts')).journal,
  policy: async () => (await import('./policy.ts')).policy,
  tools: async () => (await import('./tools.ts')).tools,
};

/**
 * Runs the command line; without a command it serves MCP on stdin and stdout. Resolves to the exit code, or to
 * undefined while the command keeps running: 0 done, 1 failed, 2 called wrongly. `started` says how the process was
 * started, for the commands that texts name.
 */
export async function main(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  started?: StartedAs,
): Promise<number | undefined> {
  if (started !== undefined) startedAs(started);
  const [first = ''] = argv;
  const named = first !== '' && !first.startsWith('-');
  // A server has answers to finish, and looks after its own streams.
  if (started !== undefined && !isServing(argv)) endWithReader(process.stdout);
  if (argv.some(isHelpFlag) || first === 'help') {
    const { helpText, commandHelpText } = await import('./help.ts');
    const about = first === 'help' ? argv[1] : named ? first : undefined;
    if (about !== undefined && !isCommand(about)) return refuse(unknownCommand(about));
    process.stdout.write(about === undefined ? helpText() : commandHelpText(about));
    return 0;
  }
  if (first === '--version' || first === '-v') {
    const { version } = await import('../mcp/version.ts');
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const name = named ? first : 'serve';
  if (!isCommand(name)) return refuse(unknownCommand(name));
  try {
    const command = await commands[name]();
    return await command(named ? argv.slice(1) : argv, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return refuse(...error.problems);
    const { Failure } = await import('../platform/errors.ts');
    if (error instanceof Failure) return refuse([error.message, error.why, error.next].filter(Boolean).join(' '));
    throw error;
  }
}

function refuse(...problems: string[]): number {
  for (const problem of problems) process.stderr.write(`anypoint-mcp: ${problem}\n`);
  return 2;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** Whether a command line serves MCP, and does not only print. */
function isServing([first = '', ...rest]: readonly string[]): boolean {
  const isServe = first === '' || first === 'serve' || first.startsWith('-');
  return isServe && ![first, ...rest].some((word) => isHelpFlag(word) || word === '--version' || word === '-v');
}

function isHelpFlag(word: string): boolean {
  return word === '--help' || word === '-h';
}

function unknownCommand(name: string): string {
  const [near] = nearest(
    name,
    Object.keys(commands).map((known) => ({ name: known })),
  );
  const hint = near === undefined ? '.' : `; did you mean ${near.name}?`;
  return `Unknown command ${JSON.stringify(name)}${hint} See ${commandLine('--help')}.`;
}
