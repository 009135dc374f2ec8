import { describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { exampleArguments } from '../support/examples.ts';
import { startHarness } from '../support/harness.ts';

// What the platform has accepted is never told as if nothing had happened, whatever cannot be read afterwards.

const writing = allTools.filter(({ effect }) => effect !== 'read');

describe('a change that was accepted, and then nothing can be read', async () => {
  it.each(writing.map((tool) => [tool.name, tool] as const))(
    '%s does not say that it failed only',
    async (name, tool) => {
      let isWatched = false;
      const isAccepted = () =>
        isWatched &&
        harness.seen.some(({ method, path, status }) => method !== 'GET' && status < 300 && !path.endsWith('/token'));
      const harness = await startHarness({
        emulator: {
          intercept: ({ method }) =>
            isAccepted() && method === 'GET' ? Response.json({ message: 'Forbidden' }, { status: 403 }) : undefined,
        },
      });
      const args = await exampleArguments(tool, harness.call);
      harness.seen.length = 0;
      isWatched = true;
      const { text, isError, structured } = await harness.call(name, args);
      expect(isAccepted(), text).toBe(true);
      if (isError) expect(text).toMatch(/may have happened|accepted|is published|is changed/);
      else expect(structured).toMatchObject({ outcome: expect.stringMatching(/^(done|in_progress)$/) });
      // Nor is it written down so: all that was sent is done.
      const [change] = (await harness.session.changes?.()) ?? [];
      expect(change?.outcome?.outcome).toMatch(/^(done|in_progress|unknown)$/);
    },
  );
});
