import type { ParseArgsConfig } from 'node:util';
import { settingRows } from '../config/settings.ts';
import { stepKinds } from '../core/plan/plan.ts';
import { listed } from '../core/text/quote.ts';
import { commandLine } from '../platform/command-line.ts';
import { placeTypes } from '../safety/policy/policy.ts';

/** The flags of the command emulator. */
export const emulatorFlags = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allowed-host': { type: 'string', multiple: true },
  json: { type: 'boolean' },
  tls: { type: 'boolean' },
  'tls-cert': { type: 'string' },
  scenario: { type: 'string' },
  state: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

const emulatorFlagHelp: Readonly<Record<keyof typeof emulatorFlags, readonly [placeholder: string, text: string]>> = {
  port: ['N', 'TCP port; default a free one'],
  host: ['ADDRESS', 'Address to listen on; default 127.0.0.1'],
  'allowed-host': ['NAME', 'Host name under which clients may call it, besides localhost; may be repeated'],
  json: ['', 'Print address and credentials as one line of JSON'],
  tls: ['', 'Serve HTTPS, with a certificate made for this run'],
  'tls-cert': ['FILE', 'Write that certificate to this file; default a temporary one'],
  scenario: ['FILE', 'What it holds and what happens later; default the built-in organization'],
  state: ['FILE', 'Keep everything in this file across restarts'],
};

/** What a command is for, and its own flags; undefined for one that takes the settings. */
interface CommandHelp {
  summary: string;
  /** What has to, or may, stand behind its name in the list of commands. */
  words?: string;
  /** What is typed after the program's name, one line for each way; without it, the name and its flags. */
  usage?: readonly string[];
  flags?: readonly (readonly [flag: string, text: string])[];
}

/** The help of every command, in the order of `--help`. */
export const commandHelp = {
  serve: { summary: 'Serve MCP on stdin and stdout (default)' },
  demo: { summary: 'Watch an assistant at work on the embedded platform', flags: [] },
  emulator: {
    summary: 'Run the embedded platform alone, for any client',
    flags: Object.entries(emulatorFlagHelp).map(
      ([name, [placeholder, text]]) => [`--${name} ${placeholder}`.trim(), text] as const,
    ),
  },
  doctor: { summary: 'Check settings, connection, sign-in and permissions' },
  approve: {
    summary: 'Read a plan that waits for a person, and agree to it',
    words: 'ID',
    usage: ['approve ID [--key FILE]'],
    flags: [['--key FILE', 'Private key (PEM, Ed25519), where the policy asks for a signature']],
  },
  approvals: { summary: 'List the plans that wait for a person', flags: [] },
  journal: {
    summary: 'Show what was changed, or one change in full',
    words: '[ID]',
    usage: ['journal [flags]', 'journal ID [--json]', 'journal --verify'],
    flags: [
      ['--since DATE', 'Only changes since then'],
      ['--tool NAME', 'Only changes by this tool'],
      ['--platform NAME', 'Only changes of this platform, as the table names it; emulator: embedded ones'],
      ['--json', 'As JSON lines'],
      ['--verify', 'Check the chain of every file'],
    ],
  },
  policy: {
    summary: 'Explain the policy, or let writes go on after a limit was reached',
    words: 'check|reset',
    usage: ['policy check [--policy FILE] [--tool NAME [flags]]', 'policy reset'],
    flags: [
      ['--policy FILE', 'The policy; default that of ANYPOINT_POLICY'],
      ['--tool NAME', 'What it answers to this tool'],
      ['--organization NAME', 'in this business group'],
      ['--environment NAME', 'in this environment'],
      ['--type TYPE', `of this type: ${listed(placeTypes, 'or')}`],
      ['--step KIND', `for this kind of step: ${listed(stepKinds, 'or')}`],
      ['--thing NAME', 'to a thing of this name'],
    ],
  },
  tools: { summary: 'List the tools with what they cost in tokens', flags: [['--json', 'As JSON']] },
} as const satisfies Readonly<Record<string, CommandHelp>>;

export type CommandName = keyof typeof commandHelp;

/** The text of `--help`; flags and variables come from the settings themselves. */
export function helpText(): string {
  const rows = Object.entries<CommandHelp>(commandHelp).map(([name, { words = '', summary }]) => ({
    usage: `${name} ${words}`.trim(),
    summary,
  }));
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  const commands = rows.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  return `anypoint-mcp: an MCP server for MuleSoft Anypoint Platform

Usage: ${commandLine()} [command] [flags]

Commands
${commands.join('\n')}

${commandLine('COMMAND', '--help')} shows the flags of a command.

${settingsText()}
`;
}

/** The text of `COMMAND --help`. */
export function commandHelpText(name: CommandName): string {
  const help: CommandHelp = commandHelp[name];
  const { summary, flags } = help;
  // Only the words of the program and the command are the shell's: brackets are not quoted.
  const usage = usageOf(name, help).map((line) => commandLine(name) + line.slice(name.length));
  const head = `anypoint-mcp ${name}: ${summary}\n\nUsage: ${usage.join('\n       ')}`;
  if (flags === undefined) return `${head}\n\n${settingsText()}\n`;
  if (flags.length === 0) return `${head}\n\nIt takes no flags.\n`;
  const width = Math.max(...flags.map(([flag]) => flag.length));
  return `${head}\n\nFlags\n${flags.map(([flag, text]) => `  ${flag.padEnd(width)}  ${text}`).join('\n')}\n`;
}

/** How a command is called, one line for each way. */
function usageOf(name: string, { usage, flags }: CommandHelp): readonly string[] {
  return usage ?? [flags?.length === 0 ? name : `${name} [flags]`];
}

function settingsText(): string {
  const rows = settingRows().map(({ env, flag, placeholder, description, defaultValue }) => {
    const names = [env.join(' or '), ...(flag ? [placeholder ? `${flag} ${placeholder}` : flag] : [])].join(', ');
    return `  ${names}\n      ${description}${defaultValue === undefined ? '' : ` (default ${defaultValue})`}`;
  });
  return `Settings\n${rows.join('\n')}`;
}

/** What is wrong with the flags of a command, as a sentence: Node.js writes some of its messages without a full stop. */
export function flagProblem(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  // Positional arguments are ids and plain words, so its hint about those that begin with a hyphen helps nobody.
  const problem = said.replace(/\.? To specify a positional argument .*/s, '');
  return /[.!?]$/.test(problem) ? problem : `${problem}.`;
}
