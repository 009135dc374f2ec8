import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import { count } from '../core/text/quote.ts';
import { escaped } from '../platform/text.ts';
import { changeTable, changeText } from '../safety/journal/change-text.ts';
import { changesIn, type JournalFile, readJournalFiles } from '../safety/journal/read-journal.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import type { Command } from './command.ts';

/** Flags of the command journal. */
export const journalFlags = {
  since: { type: 'string' },
  tool: { type: 'string' },
  json: { type: 'boolean' },
  verify: { type: 'boolean' },
} as const;

/** Shows what the servers of this user have changed, one change in full, or checks that nobody has changed the journal. */
export const journal: Command = async (argv, env) => {
  const { id, since, tool, json, verify } = readArguments(argv);
  const files = readJournalFiles(stateFolderOf(env));
  if (verify) return report(files);
  const changes = changesIn(files).filter(
    ({ intent }) =>
      (id === undefined || intent.id === id) &&
      (since === undefined || Date.parse(intent.at) >= since) &&
      (tool === undefined || intent.tool === tool || intent.tool === `anypoint_${tool}`),
  );
  if (json) {
    for (const change of changes) print(escaped(JSON.stringify(change)));
    return 0;
  }
  if (changes.length === 0) print(id === undefined ? 'No changes.' : 'There is no such change.');
  else for (const text of id === undefined ? changeTable(changes) : changes.map(changeText)) print(text);
  return id !== undefined && changes.length === 0 ? 1 : 0;
};

function report(files: readonly JournalFile[]): number {
  const problems = files.flatMap(({ name, problems: found }) =>
    found.map(({ line, problem }) => `${name}, line ${line}: ${problem}`),
  );
  for (const problem of problems) print(problem);
  for (const { name, isTorn } of files) {
    if (isTorn)
      print(
        `${name}: its last line is torn, because its process was killed while it wrote; what comes before is whole.`,
      );
  }
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  print(
    problems.length === 0
      ? `${lines} lines in ${files.length} files: no chain is broken. Removed files, and lines cut from the end of one, do not show.`
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
  json: boolean;
  verify: boolean;
}

function readArguments(argv: readonly string[]): JournalArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: journalFlags, allowPositionals: true });
    const { since, tool, json = false, verify = false } = values;
    if (positionals.length > 1) throw new Error('Name one change at most.');
    const from = since === undefined ? undefined : Date.parse(since);
    if (from !== undefined && Number.isNaN(from))
      throw new Error(`--since ${JSON.stringify(since)} is no date: give one like 2026-11-29.`);
    return { id: positionals[0], since: from, tool, json, verify };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([
      `${problem} The command journal takes the id of a change, --since DATE, --tool NAME, --json and --verify.`,
    ]);
  }
}
