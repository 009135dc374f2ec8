import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { quote } from '../../core/text/quote.ts';
import { configurationFailure, type Failure, inputFailure } from '../../platform/errors.ts';
import type { JarFile } from './cloudhub-client.ts';

/** How every ZIP archive with entries begins (APPNOTE.TXT 4.3.7); a JAR is one. */
const zipStart = Buffer.from('PK\x03\x04', 'latin1');

/**
 * A JAR that may be uploaded: a regular file below a folder that the operator allowed, whatever links lead there. A
 * relative path is looked for in those folders. Errors reveal nothing about files outside of them, not even whether they exist.
 * @throws Failure (configuration) when no folder is allowed; Failure (input) for everything wrong with the file
 */
export async function allowedJar(given: string, folders: readonly string[]): Promise<JarFile> {
  const roots = await realFolders(folders);
  const candidate = await locate(given, folders, roots);
  const real = await realpath(candidate).catch((error: unknown) => {
    throw unreadable(given, error);
  });
  if (!roots.some((root) => isBelow(real, root))) {
    throw inputFailure({
      what: `The file ${quote(given)} leaves the allowed folders through a symbolic link.`,
      next: `Copy the file itself into one of them: ${folders.map(quote).join(', ')}.`,
    });
  }
  const facts = await stat(real).catch((error: unknown) => {
    throw unreadable(given, error);
  });
  if (!facts.isFile()) {
    throw inputFailure({ what: `${quote(given)} is not a regular file.`, next: 'Name the JAR of a Mule application.' });
  }
  const fileName = path.basename(given);
  if (!/\.jar$/i.test(fileName)) {
    throw inputFailure({
      what: `The file ${quote(given)} is not a JAR: its name does not end in .jar.`,
      next: 'Name the JAR that the build of the Mule application makes, usually target/<name>-<version>-mule-application.jar.',
    });
  }
  if (!(await startsLikeZip(real, given))) {
    throw inputFailure({
      what: `The file ${quote(given)} is not a JAR: it does not begin like a ZIP archive.`,
      why: facts.size === 0 ? 'It is empty.' : undefined,
      next: 'Build the Mule application again, or name its JAR; nothing was uploaded.',
    });
  }
  return { path: real, fileName, bytes: facts.size };
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

async function startsLikeZip(real: string, given: string): Promise<boolean> {
  try {
    const file = await open(real, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(zipStart.length), 0, zipStart.length, 0);
      return bytesRead === zipStart.length && buffer.equals(zipStart);
    } finally {
      await file.close();
    }
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
