import { describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { exampleArguments } from '../support/examples.ts';
import { startHarness } from '../support/harness.ts';
import { stateOf } from '../support/platform-state.ts';

// What the example of each tool does is seen over the protocol, in test/e2e/examples.test.ts. Here it is varied.

const writes = allTools.filter(({ effect }) => effect !== 'read');

describe('the example of a tool that writes', () => {
  it.each(writes)('$name: a second time changes nothing, and says so', async (tool) => {
    const { name, effect } = tool;
    const harness = await startHarness();
    const args = await exampleArguments(tool, harness.call);
    await harness.ok(name, args);
    const after = stateOf(harness.emulator);
    const { isError, structured, text } = await harness.call(name, args);
    if (structured?.['outcome'] === 'done') {
      // Some changes, such as a restart, are one each time.
      expect(effect, text).toBe('update');
      return;
    }
    expect(stateOf(harness.emulator)).toEqual(after);
    if (!isError) expect(structured?.['outcome'], text).toBe('no_change');
  });
});

/** As command lines and some models write it. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('arguments that are all texts', async () => {
  // Its time stands still, so that what is active was last active at the same time in both answers.
  const harness = await startHarness({ emulator: { clock: 'driven' } });
  const argumentsOf = ({ example, input, effect }: (typeof allTools)[number]): Record<string, unknown> => ({
    ...example.arguments,
    ...('limit' in input.shape ? { limit: 2 } : {}),
    ...('timeoutSeconds' in input.shape ? { timeoutSeconds: 5 } : {}),
    ...(effect === 'read' ? {} : { dryRun: true }),
  });
  const tools = allTools.filter(
    (tool) =>
      tool.example.first === undefined && Object.values(argumentsOf(tool)).some((value) => typeof value !== 'string'),
  );

  it.each(tools)('$name: are understood', async (tool) => {
    const args = argumentsOf(tool);
    const typed = await harness.ok(tool.name, args);
    const texts = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, asText(value)]));
    expect(await harness.ok(tool.name, texts)).toEqual(typed);
  });
});
