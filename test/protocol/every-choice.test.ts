import { describe, expect, it } from 'vitest';
import type { Tool } from '../../src/core/tools/tool.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import { eras } from '../support/mcp-client.ts';
import type { Person } from '../support/person.ts';
import { type Reference, referencesOf, withReferences } from '../support/references.ts';
import { askingClient } from './asking.ts';

interface Named {
  tool: Tool;
  reference: Reference;
  name: string;
  argument: string;
  called: string;
}

const harness = await startHarness();
const named: Named[] = [];
for (const tool of allTools) {
  for (const reference of await referencesOf(tool, harness)) {
    named.push({ tool, reference, name: tool.name, argument: reference.argument, called: reference.name });
  }
}

/** Picks a thing by its id, which may follow the name of its service, or else by its name. */
const picksThing =
  ({ id, name }: Reference): Person =>
  ({ titles, ids }) =>
    titles[ids.findIndex((one) => one.split(':').at(-1) === id)] ??
    titles.find((title) => title.includes(name)) ??
    `${name} is not offered in ${titles.join(', ')}`;

describe.each(eras)('a misspelt name, before the user of a client of %s', (era) => {
  const asking = askingClient(era);

  it.each(named)('is chosen for $argument of $name: $called', async ({ tool, reference }) => {
    const args = withReferences(tool, [reference], ({ name }) => `${name}-x`);
    const place = tool.scope === 'environment' ? { environment: 'Sandbox' } : {};
    const more = { ...place, ...(tool.effect === 'read' ? {} : { dryRun: true }) };
    const { text, isError } = await asking.call(picksThing(reference), tool.name, { ...args, ...more });
    expect(asking.asked.map(({ message }) => message)).toEqual([expect.stringContaining(`${reference.name}-x`)]);
    expect(isError, text).toBe(false);
    expect(
      [reference.name, reference.id].filter((one) => text.includes(one)),
      text,
    ).not.toEqual([]);
  });
});
