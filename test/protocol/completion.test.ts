import { describe, expect, it } from 'vitest';
import { freeTexts, listings } from '../../src/mcp/completion/completion-sources.ts';
import { allPrompts } from '../../src/mcp/prompts/registry.ts';
import { resourceDefinitions } from '../../src/mcp/resources/catalog.ts';
import { allTools } from '../../src/services/tools.ts';
import { eras } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';
import { connected } from './connected.ts';

const promptArguments = allPrompts.flatMap(({ name, arguments: described }) =>
  described.map((argument) => ({ ref: name, argument: argument.name })),
);
const variables = resourceDefinitions.flatMap(({ template }) =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, argument = '']) => ({ ref: template, argument })),
);
const place = { organization: 'Acme Outfitters', environment: 'Sandbox' };

/** What an example of a tool names with an argument. */
function nameOf(argument: string): string {
  const name = allTools.map(({ example }) => example.arguments[argument]).find((value) => value !== undefined);
  if (typeof name !== 'string') throw new Error(`No example in src/services/*/tools has the argument ${argument}.`);
  return name;
}

describe.each(eras)('completion for a client of %s', async (era) => {
  const { client } = await connected(era);

  it.each([...promptArguments, ...variables])('has values for $argument of $ref', async ({ ref, argument }) => {
    // What is listed under something else needs the name of that, too.
    const names = Object.fromEntries((listings[argument]?.needs ?? []).map((needed) => [needed, nameOf(needed)]));
    const given = Object.fromEntries(Object.entries({ ...place, ...names }).filter(([name]) => name !== argument));
    const { values, total, hasMore } = await client.complete(ref, argument, '', given);
    expect(total).toBe(values.length);
    expect(hasMore).toBe(false);
    if (freeTexts.includes(argument)) expect(values).toEqual([]);
    else expect(values).not.toEqual([]);
  });

  it('takes the environments of the organization given so far', async () => {
    const [home] = (await client.complete('diagnose-gateway', 'organization', 'acme outf')).values;
    expect(home).toBe('Acme Outfitters');
    const here = await client.complete('diagnose-gateway', 'environment', '', { organization: 'Acme Outfitters' });
    expect(here.values).toContain('Sandbox');
    const nowhere = await client.complete('diagnose-gateway', 'environment', '', { organization: 'Nobody' });
    expect(nowhere).toMatchObject({ values: [], total: 0, hasMore: false });
  });

  it('finds by beginning first, then by part, in any case', async () => {
    const { values } = await client.complete(
      'anypoint://{organization}/{environment}/servers/{server}',
      'server',
      'MULE-ORD',
      place,
    );
    expect(values[0]).toMatch(/^mule-ord/);
    const byPart = await client.complete('diagnose-gateway', 'gateway', 'GATEWAY', place);
    expect(byPart.values).toContain('returns-gateway');
  });

  it('completes the last name of a list and offers none twice', async () => {
    const { values } = await client.complete('provision-cluster', 'servers', 'mule-orders-1, mule', place);
    expect(values[0]).toMatch(/^mule-orders-1, mule-/);
    expect(values).not.toContain('mule-orders-1, mule-orders-1');
  });

  it('refuses what it does not know', async () => {
    await expect(client.complete('no-such-prompt', 'gateway', '')).rejects.toThrow('Unknown prompt');
    await expect(client.complete('tune-gateway', 'api', '')).rejects.toThrow('has no argument "api"');
    await expect(client.complete('anypoint://{nothing}', 'nothing', '')).rejects.toThrow('no resource template');
    await expect(client.complete('anypoint://{organization}/{environment}/servers', 'server', '')).rejects.toThrow(
      'has no variable "server"',
    );
  });
});

describe.each(eras)('completion without a platform for a client of %s', (era) => {
  it('is empty', async () => {
    const client = await connect(era, { ANYPOINT_LOG_LEVEL: 'silent' });
    expect(await client.complete('tune-gateway', 'gateway', 'a')).toMatchObject({
      values: [],
      total: 0,
      hasMore: false,
    });
    expect(await client.complete('tune-gateway', 'organization', '')).toMatchObject({ values: [] });
    await client.close();
  });
});
