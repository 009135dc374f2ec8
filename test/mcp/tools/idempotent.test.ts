import { describe, expect, it } from 'vitest';
import { listedTool } from '../../../src/mcp/tools/tool-schema.ts';
import { allTools } from '../../../src/services/tools.ts';
import { exampleArguments } from '../../support/examples.ts';
import { startHarness } from '../../support/harness.ts';

const changing = allTools.filter(({ effect }) => effect === 'update' || effect === 'delete');

describe.each(changing)('$name', async (tool) => {
  const { call, seen } = await startHarness();
  const { idempotentHint } = listedTool(tool).annotations;

  it(`${idempotentHint ? 'changes nothing' : 'does it once more'} when it is called again`, async () => {
    const args = await exampleArguments(tool, call);
    const first = await call(tool.name, args);
    expect(first.isError, first.text).toBe(false);
    seen.length = 0;
    const { text } = await call(tool.name, args);
    const writes = seen.filter(({ method, path }) => method !== 'GET' && !/\/(login|token)$/.test(path));
    expect(writes.length === 0, `${text}\n${JSON.stringify(writes)}`).toBe(idempotentHint);
  });
});
