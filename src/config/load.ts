import type * as z from 'zod';
import { nearest } from '../core/text/nearest.ts';
import { listed } from '../core/text/quote.ts';
import { commandLine } from '../platform/command-line.ts';
import { type SettingName, type SettingRow, type Settings, settingRows, settingsSchema } from './settings.ts';

/** Where a value came from: `flag --region`, `environment ANYPOINT_ENV`, `default`. */
export type Origin = string;

/** The settings of this process, with where each came from. Frozen: nothing changes them later. */
export interface Configuration {
  settings: Readonly<Settings>;
  origins: Readonly<Partial<Record<SettingName, Origin>>>;
  /** Things that look wrong but do not keep the server from starting. */
  warnings: readonly string[];
}

/** The settings are invalid: one sentence for the operator for each problem. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting: a flag wins over the environment, our own variable over the Anypoint CLI's, both over the
 * default. A value that still looks like `${VAR}` was not filled in by the host and counts as missing.
 * @throws ConfigurationError with every problem at once
 */
export function loadConfiguration(argv: readonly string[], env: Environment): Configuration {
  const rows = settingRows();
  const { values: flags, problems } = readFlags(argv, rows);
  const raw: Partial<Record<SettingName, string>> = {};
  const origins: Partial<Record<SettingName, Origin>> = {};
  const warnings: string[] = [];
  for (const row of rows) {
    const found = filledIn(flags.get(row.name), warnings) ?? readEnvironment(row, env, warnings);
    if (found === undefined) continue;
    raw[row.name] = found.value;
    origins[row.name] = found.origin;
  }
  const parsed = settingsSchema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push(problemText({ name: String(issue.path[0]), message: demandOf(issue) }, { raw, origins, rows }));
    }
  }
  problems.push(...withoutEmulator(raw));
  if (!parsed.success || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return Object.freeze({ settings: Object.freeze(parsed.data), origins, warnings });
}

/** Files of the embedded platform that was not asked for. */
function withoutEmulator({ emulator, scenario, state }: Partial<Record<SettingName, string>>): string[] {
  const asked = settingsSchema.shape.emulator.safeParse(emulator);
  const lonely = [scenario === undefined ? [] : ['--scenario'], state === undefined ? [] : ['--state']].flat();
  // A switch that is neither on nor off is a problem of its own.
  if (lonely.length === 0 || !asked.success || asked.data) return [];
  return [
    `${lonely.join(' and ')} ${lonely.length > 1 ? 'are' : 'is'} for the embedded platform: give --emulator, too.`,
  ];
}

/** What was expected, in words; messages of our own are words already. */
function demandOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected ${listed(issue.values.map(String), 'or', issue.values.length)}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'expected a value';
  return issue.message;
}

interface Found {
  value: string;
  origin: Origin;
}

function readFlags(
  argv: readonly string[],
  rows: readonly SettingRow[],
): { values: Map<SettingName, Found>; problems: string[] } {
  const values = new Map<SettingName, Found>();
  const problems: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    const [flag = '', attached] = splitFlag(word);
    const row = rows.find((candidate) => candidate.flag === flag);
    if (row === undefined) {
      problems.push(unknownFlag(flag, rows));
      // What follows is probably its value, and may be a secret: it is neither read as a flag nor shown.
      if (flag.startsWith('--') && attached === undefined && isValue(argv[index + 1])) index++;
      continue;
    }
    let value = attached;
    if (value === undefined && row.placeholder === undefined) value = 'true';
    if (value === undefined) {
      value = argv[index + 1];
      if (value === undefined || !isValue(value)) {
        problems.push(`${flag} needs a value: ${flag} ${row.placeholder}.`);
        continue;
      }
      index++;
    }
    values.set(row.name, { value, origin: `flag ${flag}` });
  }
  return { values, problems };
}

function isValue(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('--');
}

function splitFlag(word: string): [flag: string, value: string | undefined] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word, undefined];
}

function unknownFlag(flag: string, rows: readonly SettingRow[]): string {
  const secret = rows.find((row) => row.secret && flag === `--${dashed(row.name)}`);
  if (secret) return `${flag} is not a flag: secrets come from the environment only, here ${secret.env[0]}.`;
  const known = rows.flatMap((row) => (row.flag === undefined ? [] : [{ name: row.flag.replace('--', '') }]));
  // The dashes are the same in all flags and would make each a little nearer.
  const [near] = nearest(flag.replace(/^-+/, ''), known);
  return `${flag} is not a flag of anypoint-mcp${near ? `; did you mean --${near.name}?` : '.'} See ${commandLine('--help')}.`;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function readEnvironment(row: SettingRow, env: Environment, warnings: string[]): Found | undefined {
  for (const variable of row.env) {
    const value = env[variable];
    if (value === undefined || value.trim() === '') continue;
    const found = filledIn({ value, origin: `environment ${variable}` }, warnings);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Undefined, with a warning, for a value that the host was to replace and did not. */
function filledIn(found: Found | undefined, warnings: string[]): Found | undefined {
  const text = found?.value.trim() ?? '';
  if (found === undefined || !/^\$\{.*\}$/.test(text)) return found;
  const [, name] = found.origin.split(' ');
  warnings.push(`${name} holds the text ${text}, an unfilled placeholder; it counts as missing.`);
  return undefined;
}

/** What was given for the settings, and where. */
interface Given {
  raw: Partial<Record<string, string>>;
  origins: Partial<Record<string, Origin>>;
  rows: readonly SettingRow[];
}

function problemText({ name, message }: { name: string; message: string }, { raw, origins, rows }: Given): string {
  const row = rows.find((candidate) => candidate.name === name);
  const shown = row?.secret ? '' : ` is ${JSON.stringify(raw[name])}`;
  return `${origins[name] ?? name}${shown}: ${message}.`;
}
