import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import { hintAt } from '../core/text/nearest.ts';
import { capitalize, count, listed, quote } from '../core/text/quote.ts';
import { toolHint, toolNamed } from '../core/tools/tool-names.ts';
import { commandLine } from '../platform/command-line.ts';
import { escaped } from '../platform/text.ts';
import { entryText, journalTable } from '../safety/journal/change-text.ts';
import { entriesIn, factsOf, type JournalEntry } from '../safety/journal/journal-entries.ts';
import { isPlatformNamed, shortPlatformName } from '../safety/journal/platform-name.ts';
import { type JournalFile, readJournalFiles } from '../safety/journal/read-journal.ts';
import { unreadAdvice, unreadClause, unreadIn } from '../safety/journal/unread.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import { allTools } from '../services/tools.ts';
import type { Command } from './command.ts';
import { flagProblem } from './help.ts';

/** Flags of the command journal. */
export const journalFlags = {
  since: { type: 'string' },
  tool: { type: 'string' },
  platform: { type: 'string' },
  json: { type: 'boolean' },
  verify: { type: 'boolean' },
} as const;

/** Shows what the servers of this user have changed, one change in full, or checks that nobody has changed the journal. */
export const journal: Command = async (argv, env) => {
  const { id, since, tool, platform, json, verify } = readArguments(argv);
  const files = readJournalFiles(stateFolderOf(env));
  if (verify) return report(files);
  const unread = unreadClause(files);
  if (unread !== undefined) process.stderr.write(`anypoint-mcp: ${capitalize(unread)}. ${unreadAdvice}\n`);
  const all = entriesIn(files);
  if (id !== undefined && !all.some((entry) => factsOf(entry).id === id)) return unknownChange(id, all);
  const only = tool === undefined ? undefined : toolAmong(tool, all);
  if (platform !== undefined) requirePlatform(platform, all);
  const entries = all.filter(
    (entry) =>
      (id === undefined || factsOf(entry).id === id) &&
      (since === undefined || Date.parse(factsOf(entry).at) >= since) &&
      (platform === undefined || isOn(platform, entry)) &&
      (only === undefined || (entry.type === 'change' && entry.change.intent.tool === only)),
  );
  if (json) for (const entry of entries) print(escaped(JSON.stringify(exported(entry))));
  else if (entries.length === 0) print(emptyText(all, unread));
  else for (const text of id === undefined ? journalTable(entries) : entries.map(entryText)) print(text);
  return unread === undefined ? 0 : 1;
};

function emptyText(all: readonly JournalEntry[], unread: string | undefined): string {
  if (all.length > 0) return 'No change matches.';
  return unread === undefined ? 'Nothing was changed yet.' : 'No change can be read.';
}

/** An entry for other programs: with its lines, whoever keeps a copy can compare the chain later. */
function exported(entry: JournalEntry): object {
  const { type, lines } = entry;
  return entry.type === 'change' ? { type, ...entry.change, lines } : { type, reset: entry.reset, lines };
}

function unknownChange(id: string, entries: readonly JournalEntry[]): number {
  const ids = entries.map((entry) => factsOf(entry).id);
  process.stderr.write(
    `anypoint-mcp: There is no change ${quote(id)}${hintAt(id, ids)}; ${commandLine('journal')} lists all.\n`,
  );
  return 1;
}

/** The name of a tool that is there, or was when the journal was written. @throws ConfigurationError for any other */
function toolAmong(name: string, entries: readonly JournalEntry[]): string {
  const recorded = entries.flatMap((entry) => (entry.type === 'change' ? [{ name: entry.change.intent.tool }] : []));
  const writes = [...recorded, ...allTools.filter(({ effect }) => effect !== 'read')];
  const tool = toolNamed(name, writes);
  if (tool !== undefined) return tool.name;
  const read = toolNamed(name, allTools);
  throw new ConfigurationError([
    read === undefined
      ? `--tool ${quote(name)} is no tool that writes${toolHint(name, writes)}; ${commandLine('tools')} lists them.`
      : `${read.name} only reads; the journal has what was changed.`,
  ]);
}

/** A reset of the limit is about all platforms. */
function isOn(platform: string, entry: JournalEntry): boolean {
  return entry.type === 'reset' || isPlatformNamed(platform, entry.change.intent.platform);
}

/** @throws ConfigurationError for a platform that the journal does not have: none of its changes would match */
function requirePlatform(name: string, entries: readonly JournalEntry[]): void {
  const recorded = entries.flatMap((entry) => (entry.type === 'change' ? [entry.change.intent.platform] : []));
  // An empty journal says so by itself.
  if (recorded.length === 0 || recorded.some((platform) => isPlatformNamed(name, platform))) return;
  const known = [...new Set(recorded.map(shortPlatformName))].map(quote);
  throw new ConfigurationError([
    `--platform ${quote(name)} is in no change of the journal${known.length === 0 ? '' : `, which has ${listed(known)}`}.`,
  ]);
}

function report(files: readonly JournalFile[]): number {
  const problems = [
    ...unreadIn(files).map((file) => `${file}: cannot be read, so it is not checked. ${unreadAdvice}`),
    ...files.flatMap(({ name, problems: found }) =>
      found.map(({ line, problem }) => `${name}, line ${line}: ${problem}`),
    ),
  ];
  for (const problem of problems) print(problem);
  for (const { name, isTorn } of files) {
    if (isTorn)
      print(
        `${name}: its last line is torn: its process was killed while it wrote, or the disk was full; what comes before is whole.`,
      );
  }
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  print(
    problems.length === 0
      ? `${count(lines, 'line')} in ${count(files.length, 'file')}: no chain is broken. Removed files, and lines cut from the end of one, do not show.`
      : `${count(problems.length, 'problem')}.`,
  );
  return problems.length === 0 ? 0 : 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface JournalArguments {
  id: string | undefined;
  /** ms since 1970. */
  since: number | undefined;
  tool: string | undefined;
  platform: string | undefined;
  json: boolean;
  verify: boolean;
}

function readArguments(argv: readonly string[]): JournalArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: journalFlags, allowPositionals: true });
    const { since, tool, platform, json = false, verify = false } = values;
    if (positionals.length > 1) throw new Error('Name one change at most.');
    const from = since === undefined ? undefined : Date.parse(since);
    if (from !== undefined && Number.isNaN(from))
      throw new Error(`--since ${JSON.stringify(since)} is no date: give one like 2026-11-29.`);
    return { id: positionals[0], since: from, tool, platform, json, verify };
  } catch (error) {
    const problem = flagProblem(error);
    throw new ConfigurationError([
      `${problem} The command journal takes the id of a change, --since DATE, --tool NAME, --platform NAME, --json and --verify.`,
    ]);
  }
}
