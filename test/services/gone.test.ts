import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import { type Reference, referencesOf, withReferences } from '../support/references.ts';

// After a delete the same call answers that it is gone, and does nothing.

const deletes = allTools.filter(({ effect }) => effect === 'delete');
const listing = await startHarness();

/** Ways to name what was removed by its name before. */
const ways: Record<string, (reference: Reference) => string> = {
  'the same name': ({ name }) => name,
  'its name in other letters': ({ name }) => name.toUpperCase(),
  'its id': ({ id }) => id,
  // An API is named by its label or asset in examples, and its title has its name; policies have no id there.
  'its name and id': ({ argument, name, id }) => (argument === 'api' || name === id ? id : `"${name}" (${id})`),
};

/** Everything that the platform holds. */
function holdings({ store }: Emulator): string {
  const { tokens: _tokens, activeApiIds: _active, activeApisSeenAt: _seenAt, ...parts } = store;
  return JSON.stringify(parts, (name, value: unknown) =>
    name === 'lastActiveAt' ? undefined : value instanceof Map ? [...value] : value,
  );
}

describe.each(deletes)('$name', (tool) => {
  it.each(Object.keys(ways))('says that it is gone when it is called again with %s', async (way) => {
    const references = await referencesOf(tool, listing);
    expect(references).not.toEqual([]);
    const harness = await startHarness();
    expect(await harness.ok(tool.name, { ...tool.example.arguments })).toMatchObject({ outcome: 'done' });
    const before = holdings(harness.emulator);
    const again = withReferences(tool, references, ways[way] ?? (({ name }) => name));
    const { text, structured, isError } = await harness.call(tool.name, again);
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ outcome: 'no_change', plan: { steps: [] } });
    expect(text).toMatch(/^No change: .* (is gone: anypoint-mcp removed it|is not a member of cluster)/);
    expect(holdings(harness.emulator)).toBe(before);
  });

  it.each([
    ['whose answer got lost', { kind: 'reset' } as const],
    ['that was answered with a redirect', { kind: 'html', status: 302 } as const],
  ])('says that it is gone after a call %s', async (_, lost) => {
    const harness = await startHarness();
    const { faults } = harness.emulator;
    const args = { ...tool.example.arguments };
    const fault = faults.add({ ...lost, method: 'DELETE', path: '/**', afterProcessing: true });
    expect(await harness.fails(tool.name, args)).toContain('may have happened');
    faults.clear(fault.id);
    const before = holdings(harness.emulator);
    expect(await harness.ok(tool.name, args)).toMatchObject({ outcome: 'no_change', plan: { steps: [] } });
    expect((await harness.call(tool.name, args)).text).toMatch(
      /^No change: .* (is gone: anypoint-mcp asked the platform to remove it .* got lost|is not a member of cluster)/,
    );
    expect(holdings(harness.emulator)).toBe(before);
  });

  it('refuses the plan that it was removed by, and one that nobody has made', async () => {
    const harness = await startHarness();
    const args = { ...tool.example.arguments };
    const { planId } = await harness.ok(tool.name, { ...args, dryRun: true });
    await harness.ok(tool.name, { ...args, planId });
    expect(await harness.fails(tool.name, { ...args, planId })).toContain(
      'was applied already; nothing was changed again.',
    );
    expect(await harness.fails(tool.name, { ...args, planId: 'b2c3d4f5g6h7' })).toContain('There is no plan');
    expect(await harness.ok(tool.name, args)).toMatchObject({ outcome: 'no_change' });
  });

  it('goes on after a call that the platform did not carry out', async () => {
    const harness = await startHarness();
    const { faults } = harness.emulator;
    const args = { ...tool.example.arguments };
    const fault = faults.add({ kind: 'reset', method: 'DELETE', path: '/**' });
    await harness.fails(tool.name, args);
    faults.clear(fault.id);
    expect(await harness.ok(tool.name, args)).toMatchObject({ outcome: 'done' });
  });

  it('offers nothing that is called similarly to a process that does not know that it is gone', async () => {
    const harness = await startHarness();
    const references = await referencesOf(tool, listing);
    const [last] = references.slice(-1);
    if (last === undefined) throw new Error(`${tool.name} names nothing`);
    const before = holdings(harness.emulator);
    const text = await harness.fails(tool.name, { ...tool.example.arguments, [last.argument]: `${last.name}-1` });
    expect(text).toContain(`${last.name}-1`);
    expect(text).toContain('Nothing was removed.');
    expect(text).toMatch(/Next: If it was there before, it is gone already\. anypoint_list_\w+.* lists what is there/);
    expect(text).not.toContain('if it is meant');
    expect(holdings(harness.emulator)).toBe(before);
  });
});

describe('a thing that is there again', async () => {
  const harness = await startHarness();

  it('is not taken for the one that is gone', async () => {
    const args = { gateway: 'returns-gateway' };
    await harness.ok('anypoint_delete_gateway', args);
    await harness.ok('anypoint_create_gateway', { name: 'returns-gateway' });
    const { outcome } = await harness.ok('anypoint_delete_gateway', { ...args, dryRun: true });
    expect(outcome).toBe('planned');
  });

  it('is looked for in its own environment', async () => {
    const args = { server: 'mule-legacy-1' };
    await harness.ok('anypoint_delete_server', args);
    expect(await harness.fails('anypoint_delete_server', { ...args, environment: 'Production' })).toContain(
      'Nothing was removed.',
    );
  });
});

describe('a repeated delete', () => {
  it('does not reach what has the name now', async () => {
    const { ok, fails, seen } = await startHarness();
    await ok('anypoint_delete_server', { server: 'mule-new-1' });
    await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-new-1' });
    seen.length = 0;
    const text = await fails('anypoint_delete_server', { server: 'mule-new-1' });
    expect(text).toMatch(
      /is gone: anypoint-mcp removed it. Another thing has that name now, server "mule-new-1" \(2194004\)/,
    );
    expect(seen.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(await ok('anypoint_delete_server', { server: '2194004' })).toMatchObject({ outcome: 'done' });
  });
});
