import { spawnSync } from 'node:child_process';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../../../src/emulator/index.ts';
import { goOn, useFolder } from './files.ts';

const inFolder = useFolder();

/** The lock of a process that is not running. */
function lockOf(pid: number, since = new Date().toISOString()): string {
  return JSON.stringify({ pid, since, id: '0123456789abcdef01234567' });
}

/** The id of a process that has just ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the lock of a state file', () => {
  it('refuses a second emulator, and says which process has it and since when', async () => {
    const state = inFolder('twice.json');
    await goOn(state, async () => {
      const since = JSON.parse(await readFile(`${state}.lock`, 'utf8')).since;
      await expect(startEmulator({ state })).rejects.toThrow(
        `The state file ${state} is in use by the process ${process.pid}, since ${since}. Stop that one, or choose another file.`,
      );
    });
    await expect(access(`${state}.lock`)).rejects.toThrow('ENOENT');
    await goOn(state, () => undefined);
  });

  it('is let go when the emulator does not start', async () => {
    const state = inFolder('failing.json');
    await writeFile(state, 'hello');
    await expect(startEmulator({ state })).rejects.toThrow('is not JSON');
    await expect(access(`${state}.lock`)).rejects.toThrow('ENOENT');
  });

  it('refuses another process that runs', async () => {
    const state = inFolder('other.json');
    await writeFile(`${state}.lock`, lockOf(process.ppid));
    await expect(startEmulator({ state })).rejects.toThrow(`is in use by the process ${process.ppid}`);
  });

  it.each([
    ['ended', () => lockOf(deadProcess())],
    ['had this id before', () => lockOf(process.pid)],
    ['ran before the machine was started', () => lockOf(process.ppid, '2020-01-01T00:00:00.000Z')],
  ])('is taken over from a process that %s', async (name, lock) => {
    const state = inFolder(`${name.replaceAll(' ', '-')}.json`);
    await writeFile(`${state}.lock`, lock());
    await goOn(state, async () => {
      expect(JSON.parse(await readFile(`${state}.lock`, 'utf8')).pid).toBe(process.pid);
    });
    expect((await readdir(inFolder(''))).filter((file) => file.includes('.lock') && file.startsWith(name))).toEqual([]);
  });

  it('is taken over by one of many that try at the same moment', async () => {
    const state = inFolder('race.json');
    await writeFile(`${state}.lock`, lockOf(deadProcess()));
    const started = await Promise.allSettled(Array.from({ length: 8 }, () => startEmulator({ state })));
    const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(running).toHaveLength(1);
    const reasons = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    for (const reason of reasons) expect(reason).toMatch(/is in use by the process|cannot be locked/);
    await running[0]?.close();
    expect((await readdir(inFolder(''))).filter((file) => file.startsWith('race.json'))).toEqual(['race.json']);
  });

  it('is not guessed at when it says nothing', async () => {
    const state = inFolder('empty.json');
    await writeFile(`${state}.lock`, '');
    await expect(startEmulator({ state })).rejects.toThrow(/does not say by which process. Try again; .* remove /);
  });
});
