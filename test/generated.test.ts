import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, describe, expect, it } from 'vitest';
import { errorSites } from '../scripts/error-catalog.ts';
import { policyJsonSchema, withDefaultPolicy } from '../scripts/policy.ts';
import { referencePages, toolCosts, totalCost, withEmulatedTable, withTokenSentence } from '../scripts/reference.ts';
import { toolRegistry } from '../scripts/tool-registry.ts';
import { toolsetsModule } from '../scripts/toolsets.ts';
import savedCosts from '../src/cli/tool-costs.json' with { type: 'json' };
import { instructions } from '../src/mcp/instructions.ts';

describe('the catalog of errors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-errors-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The texts of an error whose reason and next step are these expressions. */
  const read = (why: string, next: string) => {
    const file = join(folder, 'rule.ts');
    writeFileSync(file, `throw inputFailure({ what: 'No.', why: ${why}, next: ${next} });`);
    return errorSites([file]);
  };

  it('has advice in the words that a caller reads', () => {
    const next = `advice\`See \${tool('server.list')}, or \${call('server.get', { server: one.id })}.\``;
    expect(read("advise('Because', reason, '.')", next)).toEqual([
      expect.objectContaining({
        kind: 'input',
        what: 'No.',
        why: 'Because {reason}.',
        next: 'See anypoint_list_servers, or anypoint_get_server {"server":{id}}.',
        line: 1,
      }),
    ]);
  });

  it('has none of an operation without a tool', () => {
    expect(() => read("''", `advice\`See \${tool('server.fixEverything')}.\``)).toThrow('server.fixEverything');
  });
});

describe('what follows from the code', () => {
  const costs = toolCosts();

  it('is up to date in tool-costs.json (npm run generate)', () => {
    expect(savedCosts).toEqual(costs);
  });

  it.each(Object.entries(referencePages()))('is up to date in %s (npm run generate)', (path, text) => {
    expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toBe(text);
  });

  it.each([
    ['src/services/tools.ts', toolRegistry],
    ['src/core/tools/toolsets.ts', toolsetsModule],
  ])('is up to date in %s (npm run generate)', (path, text) => {
    expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toBe(text());
  });

  it('is up to date in schemas/policy.schema.json (npm run generate)', () => {
    const saved = readFileSync(new URL('../schemas/policy.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(saved)).toEqual(policyJsonSchema());
  });

  it.each([
    ['README.md', withTokenSentence],
    ['docs/emulator.md', withEmulatedTable],
    ['docs/safety.md', withDefaultPolicy],
  ])('is up to date in %s (npm run generate)', (path, generated) => {
    const text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
    expect(generated(text)).toBe(text);
  });

  it('tells a model how the tools relate in under 300 tokens', () => {
    expect(encode(instructions).length).toBeLessThan(300);
  });

  it('costs a model at most 12,000 tokens with the default toolsets', () => {
    expect(totalCost(costs, 'input')).toBeLessThanOrEqual(12_000);
  });

  it('is at most 75 tools', () => {
    expect(Object.keys(costs).length).toBeLessThanOrEqual(75);
  });
});
