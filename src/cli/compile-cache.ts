import { lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** What Node 22.1 and newer have in `node:module`; the types are those of Node 20. */
interface CompileCache {
  enableCompileCache?: (folder: string) => void;
  flushCompileCache?: () => void;
}

/** Long enough to have loaded what the first requests need, ms; hosts end servers by a signal, so it is written early. */
const flushAfterMs = 1000;

/**
 * Keeps compiled code between starts, in a folder that only this user can write: Node runs what it finds there. Its own
 * default is a folder of a known name below the temporary one, which another user may have made before.
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv): void {
  const cache = module as CompileCache;
  if (cache.enableCompileCache === undefined) return;
  const folder = privateFolder(join(cacheHome(env), 'anypoint-mcp', 'compiled'));
  if (folder === undefined) return;
  cache.enableCompileCache(folder);
  setTimeout(() => cache.flushCompileCache?.(), flushAfterMs).unref();
}

/** Where programs keep what they can make again (XDG base directory specification; on Windows the local application data). */
function cacheHome(env: NodeJS.ProcessEnv): string {
  const given = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  return given ? given : join(homedir(), '.cache');
}

/**
 * The folder, made if it is not there; undefined if anybody but `user` could put something into it or exchange it: it and
 * all folders above it belong to that user or to root, and it is closed to everybody else. Windows has no such modes; there
 * the user's own folders are closed by their access lists.
 */
export function privateFolder(folder: string, user = process.getuid?.()): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user === undefined) return folder;
    const real = realpathSync(folder);
    const own = lstatSync(folder);
    if (!own.isDirectory() || own.uid !== user || (own.mode & 0o077) !== 0) return undefined;
    for (let above = dirname(real); ; above = dirname(above)) {
      if (!isClosed(lstatSync(above), user)) return undefined;
      if (above === dirname(above)) return real;
    }
  } catch {
    return undefined;
  }
}

/** In a folder with the sticky bit, such as the temporary one, others cannot exchange what is this user's. */
function isClosed({ uid, mode }: Stats, user: number): boolean {
  return (uid === user || uid === 0) && ((mode & 0o022) === 0 || (mode & 0o1000) !== 0);
}
