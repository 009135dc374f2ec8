import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { quote } from '../../core/text/quote.ts';
import { configurationFailure, type Failure, inputFailure } from '../../platform/errors.ts';
import type { JarFile } from './cloudhub-client.ts';

/** How every ZIP archive with entries begins (APPNOTE.TXT 4.3.7); a JAR is one. */
const zipStart = Buffer.from('PK\x03\x04', 'latin1');

/** More than any service takes: CloudHub 2.0 allows 350 MB [docs/platform/cloudhub-2.md#sizes-and-limits]. */
const maxJarBytes = 512 * 1024 * 1024;

/**
 * A JAR that may be uploaded: a regular file below a folder that the operator allowed, whatever symbolic links lead there. A
 * relative path is looked for in those folders. Errors reveal nothing about files outside of them, not even whether they exist.
 *
 * Its `read` opens the file once more, makes the same checks on what it has opened, and streams from that: what is at the
 * path may be another file by then.
 * @throws Failure (configuration) when no folder is allowed; Failure (input) for everything wrong with the file
 */
export async function allowedJar(given: string, folders: readonly string[]): Promise<JarFile> {
  const opened = await openAllowed(given, folders);
  await opened.handle.close();
  const planned = opened.facts;
  return {
    path: opened.path,
    fileName: path.basename(given),
    bytes: planned.size,
    async *read() {
      const { handle, facts } = await openAllowed(given, folders);
      try {
        if (!isSame(planned, facts)) throw changed(given);
        yield* bytesOf(handle, facts.size, given);
      } finally {
        await handle.close();
      }
    },
  };
}

interface OpenedFile {
  handle: FileHandle;
  /** Of the open file, not of what is at the path. */
  facts: Stats;
  path: string;
}

/** Opens the file and checks what was opened. */
async function openAllowed(given: string, folders: readonly string[]): Promise<OpenedFile> {
  const roots = await realFolders(folders);
  const real = await realpath(await locate(given, folders, roots)).catch((error: unknown) => {
    throw unreadable(given, error);
  });
  if (!roots.some((root) => isBelow(real, root))) {
    throw inputFailure({
      what: `The file ${quote(given)} leaves the allowed folders through a symbolic link.`,
      next: `Copy the file itself into one of them: ${folders.map(quote).join(', ')}.`,
    });
  }
  // O_NONBLOCK: to open a pipe would wait for its writer. O_NOFOLLOW: `real` has no link at its end.
  const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw unreadable(given, error);
    },
  );
  try {
    return { handle, path: real, facts: await checked(handle, { given, real }) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Checks an open file. While it was opened, a folder above it may have been a link to somewhere else: it counts only if its
 * path still is what it was, and leads to the same file. A file with several names may have one outside.
 */
async function checked(handle: FileHandle, { given, real }: { given: string; real: string }): Promise<Stats> {
  const facts = await handle.stat();
  const there = await Promise.all([realpath(real), stat(real)]).catch((error: unknown) => {
    throw unreadable(given, error);
  });
  if (there[0] !== real || there[1].dev !== facts.dev || there[1].ino !== facts.ino) throw changed(given);
  if (!facts.isFile()) {
    throw inputFailure({ what: `${quote(given)} is not a regular file.`, next: 'Name the JAR of a Mule application.' });
  }
  if (facts.nlink > 1) {
    throw inputFailure({
      what: `The file ${quote(given)} has a second name (hard link), which may be outside of the allowed folders.`,
      next: 'Copy the file instead of linking it.',
    });
  }
  if (!/\.jar$/i.test(path.basename(given))) {
    throw inputFailure({
      what: `The file ${quote(given)} is not a JAR: its name does not end in .jar.`,
      next: 'Name the JAR that the build of the Mule application makes, usually target/<name>-<version>-mule-application.jar.',
    });
  }
  if (facts.size > maxJarBytes) {
    throw inputFailure({
      what: `The file ${quote(given)} is larger than ${maxJarBytes / 1024 / 1024} MiB.`,
      next: 'Check that it is the JAR of a Mule application, and build it without what it does not need.',
    });
  }
  if (!(await startsLikeZip(handle, given))) {
    throw inputFailure({
      what: `The file ${quote(given)} is not a JAR: it does not begin like a ZIP archive.`,
      why: facts.size === 0 ? 'It is empty.' : undefined,
      next: 'Build the Mule application again, or name its JAR; nothing was uploaded.',
    });
  }
  return facts;
}

function isSame(planned: Stats, now: Stats): boolean {
  return (['dev', 'ino', 'size', 'mtimeMs'] as const).every((fact) => planned[fact] === now[fact]);
}

function changed(given: string): Failure {
  return inputFailure({
    what: `The file ${quote(given)} changed while it was checked, and was not uploaded.`,
    next: 'Wait until its build is complete, and try again.',
  });
}

const chunkBytes = 256 * 1024;

/** Exactly `size` bytes from the beginning, because the form has announced that many. */
async function* bytesOf(handle: FileHandle, size: number, given: string): AsyncIterable<Uint8Array> {
  for (let position = 0; position < size; ) {
    const length = Math.min(chunkBytes, size - position);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw changed(given);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function realFolders(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  const roots = found.filter((root) => root !== undefined);
  if (roots.length > 0) return roots;
  throw configurationFailure({
    what:
      folders.length === 0
        ? 'This server may not read local files: no folder is allowed.'
        : `None of the allowed folders exists: ${folders.map(quote).join(', ')}.`,
    next: 'The operator sets ANYPOINT_FILES_DIR to the folders with JARs and restarts the server. Or publish the JAR to Exchange and use exchangeAsset.',
  });
}

/** Where the path points before links are followed; the first folder that has it, for a relative one. */
async function locate(given: string, folders: readonly string[], roots: readonly string[]): Promise<string> {
  const bases = [...folders.map((folder) => path.resolve(folder)), ...roots];
  const below = (
    path.isAbsolute(given) ? [path.resolve(given)] : bases.map((base) => path.resolve(base, given))
  ).filter((candidate) => bases.some((base) => isBelow(candidate, base)));
  if (below.length === 0) {
    throw inputFailure({
      what: `The file ${quote(given)} is outside of the folders that this server can read.`,
      why: `Allowed: ${folders.map(quote).join(', ')}.`,
      next: 'Copy the file there, or ask the operator to add its folder to ANYPOINT_FILES_DIR.',
    });
  }
  for (const candidate of below) {
    if (await stat(candidate).catch(() => undefined)) return candidate;
  }
  const jars = await jarsIn(roots);
  throw inputFailure({
    what: `File ${quote(given)} was not found.`,
    why: jars.length === 0 ? undefined : `JARs in the allowed folders: ${jars.map(quote).join(', ')}.`,
    next: `Give the path of a JAR below ${folders.map(quote).join(' or ')}.`,
  });
}

async function jarsIn(roots: readonly string[]): Promise<string[]> {
  const names = await Promise.all(roots.map((root) => readdir(root).catch(() => [])));
  return names
    .flat()
    .filter((name) => /\.jar$/i.test(name))
    .slice(0, 5);
}

function isBelow(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

async function startsLikeZip(handle: FileHandle, given: string): Promise<boolean> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(zipStart.length), 0, zipStart.length, 0);
    return bytesRead === zipStart.length && buffer.equals(zipStart);
  } catch (error) {
    throw unreadable(given, error);
  }
}

function unreadable(given: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return inputFailure({
    what: `The file ${quote(given)} cannot be read (${code}).`,
    next: 'Check that it exists and that the user who runs this server may read it.',
  });
}
