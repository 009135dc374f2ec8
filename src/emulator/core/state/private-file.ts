import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from './process.ts';

/** Where the system has it: never through a symbolic link. */
const noFollow = constants.O_NOFOLLOW ?? 0;

/** Creates a file that only its owner can read, where there is none. */
export function createPrivate(file: string): Promise<FileHandle> {
  // With O_EXCL a symbolic link counts as a file that is there.
  return open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
}

/** The text of a file that is no symbolic link; undefined when there is none. */
export async function readPrivate(file: string): Promise<string | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | noFollow);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Replaces a file as a whole: what is read at any time is the old or the new text, also after a power failure. */
export async function replacePrivate(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(12).toString('hex')}.tmp`;
  const handle = await createPrivate(temporary);
  try {
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(file);
}

/** Makes it last that a file was created, replaced or removed. */
export async function syncFolder(file: string): Promise<void> {
  // Windows opens no folders.
  if (process.platform === 'win32') return;
  const folder = await open(path.dirname(file), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes temporary files that killed processes left beside a file. Whoever calls it holds the lock of the file. */
export async function removeLeftovers(file: string): Promise<void> {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`${name}.`)) continue;
    const rest = entry.slice(name.length + 1);
    // Former versions had no lock, and the process id in the name.
    const [, pid] = /^(\d{1,9})\.tmp$/.exec(rest) ?? [];
    const isLeftover = /^[0-9a-f]{24}\.tmp$/.test(rest) || (pid !== undefined && !isRunning(Number(pid)));
    if (isLeftover) await rm(path.join(folder, entry), { force: true });
  }
}

/** The code of an error of the file system. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
