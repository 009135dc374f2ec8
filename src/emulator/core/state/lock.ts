import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import { StateError } from './error.ts';
import { codeOf, createPrivate, readPrivate } from './private-file.ts';
import { isRunning } from './process.ts';

/** Who holds a lock. */
interface Holder {
  pid: number;
  /** ISO 8601, in real time */
  since: string;
  /** tells this lock from all others */
  id: string;
}

/** The locks that this process holds, by id. */
const held = new Set<string>();

/** How many times a lock is tried for when others come and go at the same moment. */
const attempts = 20;

/** The only process that may use a file, as long as it holds `FILE.lock`. */
export class Lock {
  readonly #file: string;
  readonly #id: string;

  private constructor(file: string, { id }: Holder) {
    this.#file = file;
    this.#id = id;
    held.add(id);
  }

  /** Locks a file. The lock of a process that is no longer running is taken over. @throws StateError */
  static async of(file: string): Promise<Lock> {
    const lock = `${file}.lock`;
    const own: Holder = { pid: process.pid, since: new Date().toISOString(), id: randomBytes(12).toString('hex') };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await createLock(lock, own)) return new Lock(lock, own);
      const text = await readPrivate(lock);
      // Its holder has just removed it.
      if (text === undefined) continue;
      const other = holderOf(text);
      if (other === undefined) throw unreadable(file, lock);
      if (isHeld(other)) throw inUse(file, lock, other);
      if (await takeOver(lock, other, own)) return new Lock(lock, own);
    }
    throw new StateError(`${lock} cannot be locked: other processes are starting and stopping on it. Try again.`);
  }

  /** Lets others have the file. */
  async release(): Promise<void> {
    if (!held.delete(this.#id)) return;
    const text = await readPrivate(this.#file).catch(() => undefined);
    if (text !== undefined && holderOf(text)?.id === this.#id) await rm(this.#file, { force: true });
  }
}

/** Creates a lock. Returns false when there is one. @throws StateError when the folder cannot be used */
async function createLock(lock: string, own: Holder): Promise<boolean> {
  try {
    const handle = await createPrivate(lock);
    try {
      await handle.writeFile(JSON.stringify(own));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new StateError(
        `The folder of the state file does not exist: ${lock.slice(0, -'.lock'.length)}. Create it, or choose another file.`,
      );
    }
    throw new StateError(`The state file cannot be locked with ${lock}: ${String(error)}. Choose another file.`);
  }
}

/**
 * Takes over the lock of a process that is no longer running. Of several processes that try, the one that creates the
 * claim may replace the lock; it looks again first, because another one may have done all this in between.
 */
async function takeOver(lock: string, stale: Holder, own: Holder): Promise<boolean> {
  const claim = `${lock}.${stale.id}`;
  if (!(await createLock(claim, own))) {
    const claimant = holderOf((await readPrivate(claim)) ?? '');
    if (claimant !== undefined && !isHeld(claimant)) await rm(claim, { force: true });
    return false;
  }
  try {
    if (holderOf((await readPrivate(lock)) ?? '')?.id !== stale.id) return false;
    const fresh = `${lock}.${own.id}`;
    await createLock(fresh, own);
    await rename(fresh, lock);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

function holderOf(text: string): Holder | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null || !('pid' in read && 'since' in read && 'id' in read))
    return undefined;
  const { pid, since, id } = read;
  if (typeof pid !== 'number' || typeof since !== 'string' || typeof id !== 'string') return undefined;
  return /^[0-9a-f]{24}$/.test(id) ? { pid, since, id } : undefined;
}

/** Whether the holder of a lock is still there. */
function isHeld({ pid, since, id }: Holder): boolean {
  // In a container, every process may have had this one's id.
  if (pid === process.pid) return held.has(id);
  // Before the machine was started last, another process had that id. Clocks are not exact.
  const startedAt = Date.now() - uptime() * 1000;
  return Date.parse(since) > startedAt - 60_000 && isRunning(pid);
}

function inUse(file: string, lock: string, { pid, since }: Holder): StateError {
  return new StateError(
    `The state file ${file} is in use by the process ${pid}, since ${since}. Stop that one, or choose another file. If process ${pid} is no emulator, remove ${lock}.`,
  );
}

function unreadable(file: string, lock: string): StateError {
  return new StateError(
    `The state file ${file} is locked, and ${lock} does not say by which process. Try again; if no emulator uses the file, remove ${lock}.`,
  );
}
