import { expect, it, onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
import { type CallOptions, type Era, settingsFor, type ToolAnswer } from '../support/mcp-client.ts';
import { agreesToPlans } from '../support/person.ts';
import { connect } from '../support/served.ts';

/** What a journey works with: tools through a real client, and the platform to read the end from. */
export interface Traveller {
  /** Calls a tool; every call counts. */
  call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>;
  emulator: Emulator;
}

export interface Journey {
  /** What the person says. */
  says: string;
  /** Calls that a good assistant needs. */
  calls: number;
  emulator?: EmulatorOptions;
  /** Environment variables of the server, on top of the usual ones. */
  env?: (emulator: Emulator) => Record<string, string>;
  /** Makes the calls and checks the end state on the platform. */
  travel(traveller: Traveller): Promise<void>;
}

/** Registers journeys as tests, alternating between the two protocol eras, each on a platform of its own. */
export function travelAll(journeys: readonly Journey[]): void {
  for (const [index, journey] of journeys.entries()) {
    const era: Era = index % 2 === 0 ? '2025-11-25' : '2026-07-28';
    it(`“${journey.says}” in ${journey.calls} ${journey.calls === 1 ? 'call' : 'calls'} (${era})`, {
      timeout: 60_000,
    }, async () => {
      const emulator = await startEmulator({ clock: 'instant', ...journey.emulator });
      const client = await connect(
        era,
        {
          ...settingsFor(emulator.baseUrl, emulator.access),
          ...journey.env?.(emulator),
        },
        { person: agreesToPlans },
      );
      onTestFinished(async () => {
        await client.close();
        await emulator.close();
      });
      let calls = 0;
      await journey.travel({
        emulator,
        call: (tool, args, options) => {
          calls++;
          return client.callTool(tool, args, options);
        },
      });
      expect(calls).toBe(journey.calls);
    });
  }
}

/** The first thing of a map that matches. */
export function find<T>(things: Map<unknown, T>, matches: (thing: T) => boolean): T {
  const found = [...things.values()].find(matches);
  if (found === undefined) throw new Error('the platform has no such thing');
  return found;
}
