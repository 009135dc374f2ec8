import { lstatSync, mkdirSync, readdirSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { commandLine } from '../../platform/command-line.ts';
import { configurationFailure } from '../../platform/errors.ts';

/**
 * The folder in which this user's servers keep what outlives a call: pending approvals and the journal.
 * `$XDG_STATE_HOME/anypoint-mcp`, else `~/.local/state/anypoint-mcp`; on Windows below `%LOCALAPPDATA%`
 * [https://specifications.freedesktop.org/basedir-spec/latest/].
 */
export function stateFolderOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const own = env['XDG_STATE_HOME'];
  // The specification ignores relative paths.
  if (own !== undefined && path.isAbsolute(own)) return path.join(own, 'anypoint-mcp');
  const local = env['LOCALAPPDATA'];
  if (platform === 'win32' && local !== undefined) return path.join(local, 'anypoint-mcp');
  return path.join(env['HOME'] ?? homedir(), '.local', 'state', 'anypoint-mcp');
}

/**
 * A private folder below the state folder, made where it is missing.
 * @throws Failure (configuration) when it cannot be made, is a link, belongs to another user or is open to others
 */
export function privateFolder(stateFolder: string, name: string): string {
  const folder = path.join(stateFolder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    requirePrivate(stateFolder, lstatSync(stateFolder));
    requirePrivate(folder, lstatSync(folder));
  } catch (error) {
    if (error instanceof Error && !('code' in error)) throw error;
    throw unusableFolder(folder, error);
  }
  return folder;
}

/** The names of the files in a folder, none where it does not exist. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function requirePrivate(folder: string, stats: Stats): void {
  if (!stats.isDirectory()) throw unusable(folder, 'It is not a folder itself, but a link or a file.');
  // Windows has neither; there the profile folder of the user protects it.
  if (process.getuid === undefined) return;
  if (stats.uid !== process.getuid()) throw unusable(folder, 'It belongs to another user.');
  if ((stats.mode & 0o077) !== 0) throw unusable(folder, 'Others may read or write it.');
}

/** A folder that the system does not let us use, with its error. */
export function unusableFolder(folder: string, error: unknown): Error {
  return unusable(folder, `It cannot be written: ${codeOf(error)}.`);
}

function unusable(folder: string, why: string): Error {
  return configurationFailure({
    what: `The folder ${JSON.stringify(folder)}, where approvals and the journal are kept, cannot be used, so nothing is written to the platform.`,
    why,
    next: `The operator makes it a folder of their own that only they can open (chmod 700), or sets XDG_STATE_HOME to another place; ${commandLine('doctor')} checks it.`,
  });
}

/** The code of an error of the system, such as EACCES. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
