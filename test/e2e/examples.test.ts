import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { exampleArguments } from '../support/examples.ts';
import { eras, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { agreesToPlans } from '../support/person.ts';
import { stateOf } from '../support/platform-state.ts';
import { type PlatformSwitch, startPlatformSwitch } from '../support/platform-switch.ts';
import { connectSpawned } from '../support/spawned.ts';

// Every example has a platform of its own that has just started; to start one takes about 20 ms, a server process much longer.
describe.each(eras)('the example of a tool, to a client of %s', (era) => {
  let platform: PlatformSwitch;
  let client: TestClient;

  beforeAll(async () => {
    platform = await startPlatformSwitch();
    // Every platform has the same connected app.
    const { access, close } = await startEmulator();
    client = await connectSpawned(era, settingsFor(platform.baseUrl, access), agreesToPlans);
    await close();
  });
  afterAll(async () => {
    await client.close();
    await platform.close();
  });

  it.each(allTools)('$name does what it is for', async (tool) => {
    const { name, effect, example, output } = tool;
    const changing: string[] = [];
    const emulator = await startEmulator({
      clock: 'instant',
      onRequest: ({ method, path }) =>
        method !== 'GET' && !path.endsWith('/token') && changing.push(`${method} ${path}`),
    });
    try {
      platform.use(emulator);
      const args = await exampleArguments(tool, client.callTool);
      changing.length = 0;
      const before = stateOf(emulator);

      if (effect !== 'read') {
        const planned = await client.callTool(name, { ...args, dryRun: true });
        expect(planned.isError, planned.text).toBe(false);
        expect(planned.text).toMatch(/^Plan only, nothing was changed: /);
        expect(planned.structured?.['outcome']).toBe('planned');
        expect(output.safeParse(planned.structured).error).toBeUndefined();
        expect(stateOf(emulator)).toEqual(before);
        expect(changing).toEqual([]);
      }

      const answer = await client.callTool(name, args);
      expect(answer.isError, answer.text).toBe(false);
      expect(answer.text).toContain(example.answers);
      expect(output.safeParse(answer.structured).error).toBeUndefined();
      // What only the platform writes down, such as a request that a rate limit counts, a read may leave behind.
      if (effect === 'read') expect(changing).toEqual([]);
      else {
        expect(answer.structured?.['outcome'], answer.text).toBe('done');
        expect(stateOf(emulator)).not.toEqual(before);
      }
    } finally {
      await emulator.close();
    }
  });
});
