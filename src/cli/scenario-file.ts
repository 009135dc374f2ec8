import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../config/load.ts';
import type { EmulatorOptions } from '../emulator/index.ts';

/** The files of an embedded platform: what it holds, and where it keeps that. */
export interface PlatformFiles {
  scenario?: string | undefined;
  state?: string | undefined;
}

/**
 * Starts the embedded platform with the files that the operator named.
 * @throws ConfigurationError when one of them cannot be used
 */
export async function startWithFiles({ scenario, state }: PlatformFiles, options: EmulatorOptions = {}) {
  const read = scenario === undefined ? {} : { scenario: await readScenario(scenario) };
  const { startEmulator, ScenarioError, StateError } = await import('../emulator/index.ts');
  try {
    return await startEmulator({ ...options, ...read, ...(state === undefined ? {} : { state }) });
  } catch (error) {
    if (error instanceof ScenarioError) throw new ConfigurationError([`${scenario}: ${error.message}`]);
    if (error instanceof StateError) throw new ConfigurationError([error.message]);
    throw error;
  }
}

/** What a scenario file holds; the emulator checks it. */
async function readScenario(file: string): Promise<object> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new ConfigurationError([`--scenario is ${file}: the file does not exist or cannot be read.`]);
  }
  let scenario: unknown;
  try {
    scenario = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError([`--scenario is ${file}: it is not JSON (${String(error)}).`]);
  }
  if (typeof scenario === 'object' && scenario !== null) return scenario;
  throw new ConfigurationError([`--scenario is ${file}: a scenario is a JSON object.`]);
}
