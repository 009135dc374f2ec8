import { describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { type Harness, startHarness } from '../support/harness.ts';

// A client may send a write again before the first one is answered. The second waits, and then finds what the first has made.

const creations = allTools.filter(({ effect, example }) => effect === 'create' && example.first === undefined);

/** What was sent but reads and the sign-in. */
function writesOf({ seen }: Harness): string[] {
  return seen
    .filter(({ method, path }) => method !== 'GET' && !/\/(login|token)$/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

describe.each(creations)('$name', ({ name, example }) => {
  it('sends once what two calls ask for at the same time', async () => {
    const [alone, twice] = [await startHarness(), await startHarness()];
    await alone.ok(name, { ...example.arguments });
    const [first, second] = await Promise.all([1, 2].map(() => twice.call(name, { ...example.arguments })));
    expect(writesOf(twice)).toEqual(writesOf(alone));
    expect(first?.structured, first?.text).toMatchObject({ outcome: 'done' });
    const said = second?.isError ? second.text : JSON.stringify(second?.structured);
    expect(said).toMatch(/already|"outcome":"no_change"/);
  });
});
