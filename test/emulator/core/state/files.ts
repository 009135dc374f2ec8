import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../../src/emulator/index.ts';

/** A folder for the tests of a file; returns the path of a file in it. */
export function useFolder(): (name: string) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anypoint-mcp-state-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

/** Copies what is on disk now, as if the process that writes it were killed. Returns the path of the copy. */
export async function copyOf(state: string): Promise<string> {
  const copy = `${state}-${randomUUID()}`;
  await copyFile(state, copy);
  await copyFile(`${state}.journal`, `${copy}.journal`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return copy;
}

/** Runs something on an emulator that goes on with a state file. */
export async function goOn<Result>(
  state: string,
  run: (emulator: Emulator) => Result | Promise<Result>,
  options: EmulatorOptions = {},
): Promise<Result> {
  const emulator = await startEmulator({ clock: 'instant', ...options, state });
  try {
    return await run(emulator);
  } finally {
    await emulator.close();
  }
}
