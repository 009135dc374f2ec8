import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { allTools } from '../../../../src/services/tools.ts';
import { exampleArguments } from '../../../support/examples.ts';
import { startHarness } from '../../../support/harness.ts';
import { signIn } from '../../client.ts';
import { copyOf, goOn, useFolder } from './files.ts';

const inFolder = useFolder();

describe('the journal', () => {
  it('has everything that the tools change: what is on disk is what the platform holds', async () => {
    const files = inFolder('');
    await writeFile(inFolder('orders.jar'), Buffer.from('PK\x03\x04 a JAR', 'latin1'));
    const state = inFolder('everything.json');
    const harness = await startHarness({ emulator: { state }, env: { ANYPOINT_FILES_DIR: files } });
    let changed = 0;
    const order = ['read', 'create', 'update', 'delete'];
    for (const tool of allTools.toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect))) {
      const call = async (name: string, args: Record<string, unknown>) => {
        const { structured, text } = await harness.call(name, args);
        return { structured: structured as Record<string, unknown> | undefined, text };
      };
      // A former one may have taken away what this one needs; then it changes nothing.
      const args = await exampleArguments(tool, call).catch(() => undefined);
      if (args !== undefined && !(await harness.call(tool.name, args)).isError && tool.effect !== 'read') changed += 1;
    }
    expect(changed).toBeGreaterThan(15);
    // What a read has changed is saved with the next write.
    await signIn(harness.emulator);
    const lines = (await readFile(`${state}.journal`, 'utf8')).split('\n');
    expect(lines.length).toBeGreaterThan(changed);
    const onDisk = await goOn(await copyOf(state), ({ store }) => structuredClone(store));
    expect(onDisk).toEqual(structuredClone(harness.emulator.store));
  }, 120_000);
});
