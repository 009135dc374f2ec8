import path from 'node:path';

/** How this process was started. */
export interface StartedAs {
  argv: readonly string[];
  execPath: string;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** The commands that read or write what servers keep in the state folder. */
const keepsState: ReadonlySet<string | undefined> = new Set(['approve', 'approvals', 'journal', 'policy', 'doctor']);

let started: StartedAs | undefined;

/** Says how this process was started, once; without it commands are printed by name alone. */
export function startedAs(how: StartedAs): void {
  started = how;
}

/** The command line of a command of this program, in every text that tells a person to run one. */
export function commandLine(...args: string[]): string {
  return started === undefined ? ['anypoint-mcp', ...args].join(' ') : commandLineOf(started, args);
}

/**
 * The command line that a person types to run a command of this very program: with `npx` where that started it, by
 * name where it is installed, by path otherwise.
 */
export function commandLineOf({ argv, execPath, env, platform }: StartedAs, args: readonly string[]): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const script = argv[1] ?? 'anypoint-mcp';
  const name = paths.basename(script).replace(/\.(cmd|ps1|exe)$/i, '');
  const words = isFromNpx(script, env)
    ? ['npx', '-y', 'anypoint-mcp']
    : name === 'anypoint-mcp'
      ? ['anypoint-mcp']
      : [paths.basename(execPath).startsWith('node') ? 'node' : execPath, script];
  const line = [...words, ...args].map((word) => quoted(word, platform)).join(' ');
  const state = env['XDG_STATE_HOME'];
  // The terminal of a person may not have what the settings of the host gave the server.
  if (state === undefined || platform === 'win32' || !keepsState.has(args[0])) return line;
  return `XDG_STATE_HOME=${quoted(state, platform)} ${line}`;
}

/** npx keeps packages in a folder of its cache [https://docs.npmjs.com/cli/v11/commands/npx]. */
function isFromNpx(script: string, env: NodeJS.ProcessEnv): boolean {
  return env['npm_command'] === 'exec' || /[\\/]_npx[\\/]/.test(script);
}

/** A word as a shell reads it. */
function quoted(word: string, platform: NodeJS.Platform): string {
  if (/^[\w./:=@+-]+$/.test(word) || (platform === 'win32' && /^[\w.\\/:=@+-]+$/.test(word))) return word;
  return platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
