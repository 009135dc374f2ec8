import { describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';

// A broken answer is no empty list: "there are no servers" would send people looking for what is there.

const broken = [
  () => new Response(null, { status: 204 }),
  () => new Response('', { headers: { 'content-type': 'application/json' } }),
  ...[null, { timestamp: 1 }, { data: null, message: 'try later' }, 'OK', 0, ['x', null]].map(
    (body) => () => Response.json(body),
  ),
];

/** What is broken, below this path. */
let breaking: { path: string; answer: () => Response } | undefined;
const harness = await startHarness({
  emulator: {
    intercept: ({ url }) => (breaking?.path === new URL(url).pathname ? breaking.answer() : undefined),
  },
});
// Organizations and environments are read once for the whole session, and changes are in the journal.
const withoutRequest = ['anypoint_list_organizations', 'anypoint_list_environments', 'anypoint_list_changes'];
const lists = allTools.filter(({ name }) => name.startsWith('anypoint_list_') && !withoutRequest.includes(name));

/** How many rows a result has. */
function rowsOf(structured: Readonly<Record<string, unknown>> | undefined): number[] {
  return Object.values(structured ?? {})
    .filter(Array.isArray)
    .map(({ length }) => length);
}

describe.each(lists)('$name', ({ name, example }) => {
  it('has as many rows as before, or says what came, whichever answer is broken', async () => {
    const { seen, call } = harness;
    const args = { ...example.arguments };
    await call(name, args);
    seen.length = 0;
    const before = rowsOf((await call(name, args)).structured);
    const paths = new Set(seen.map(({ path }) => path));
    let failed = 0;
    for (const path of paths) {
      for (const answer of broken) {
        breaking = { path, answer };
        const { text, structured, isError } = await call(name, args);
        breaking = undefined;
        if (isError) {
          failed++;
          expect(text).toMatch(/without a list, so what is there is unknown|does not match the documented format/);
        } else if (!text.includes('could not be read')) expect(rowsOf(structured)).toEqual(before);
      }
    }
    expect(failed).toBeGreaterThanOrEqual(broken.length);
  });
});

it.each(broken.map((answer) => ({ answer })))(
  'Environments are not read from an answer that is no list',
  async ({ answer }) => {
    const { fails } = await startHarness({
      emulator: { intercept: ({ url }) => (/\/environments$/.test(new URL(url).pathname) ? answer() : undefined) },
    });
    expect(await fails('anypoint_list_servers')).toContain('without a list, so what is there is unknown');
  },
);
