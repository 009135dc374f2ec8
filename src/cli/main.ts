import { ConfigurationError } from '../config/load.ts';
import { nearest } from '../core/text/nearest.ts';
import type { Command } from './command.ts';

/** Each command is loaded when it is called: the server must not pay for the demo. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  demo: async () => (await import('./demo.ts')).demo,
  emulator: async () => (await import('./emulator.ts')).emulator,
  doctor: async () => (await import('./doctor.ts')).doctor,
  tools: async () => (await import('./tools.ts')).tools,
};

/**
 * Runs the command line; without a command it serves MCP on stdin and stdout. Resolves to the exit code, or to
 * undefined while the command keeps running: 0 done, 1 failed, 2 called wrongly.
 */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number | undefined> {
  const [first = ''] = argv;
  if (first === '--help' || first === '-h' || first === 'help') {
    const { helpText } = await import('./help.ts');
    process.stdout.write(helpText());
    return 0;
  }
  if (first === '--version' || first === '-v') {
    const { version } = await import('../mcp/version.ts');
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const named = first !== '' && !first.startsWith('-');
  const load = commands[named ? first : 'serve'];
  if (load === undefined) return refuse(unknownCommand(first));
  try {
    const command = await load();
    return await command(named ? argv.slice(1) : argv, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return refuse(...error.problems);
    throw error;
  }
}

function refuse(...problems: string[]): number {
  for (const problem of problems) process.stderr.write(`anypoint-mcp: ${problem}\n`);
  return 2;
}

function unknownCommand(name: string): string {
  const [near] = nearest(
    name,
    Object.keys(commands).map((known) => ({ id: known, name: known })),
  );
  const hint = near === undefined ? '.' : `; did you mean ${near.name}?`;
  return `Unknown command ${JSON.stringify(name)}${hint} See anypoint-mcp --help.`;
}
