import { readFileSync } from 'node:fs';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { errorCatalogue, errorSites, sourceFiles } from '../scripts/error-catalogue.ts';
import { averageCost, toolCosts, withGeneratedParts } from '../scripts/reference.ts';
import savedCosts from '../src/cli/tool-costs.json' with { type: 'json' };
import { instructions } from '../src/mcp/instructions.ts';

describe('what follows from the code', () => {
  const costs = toolCosts();

  it('is up to date in tool-costs.json (npm run generate)', () => {
    expect(savedCosts).toEqual(costs);
  });

  it('is up to date in docs/errors.md (npm run generate)', () => {
    const saved = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
    expect(errorCatalogue(errorSites(sourceFiles()))).toBe(saved);
  });

  it('is up to date in README.md (npm run generate)', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(withGeneratedParts(readme)).toBe(readme);
  });

  it('tells a model how the tools relate in under 300 tokens', () => {
    expect(encode(instructions).length).toBeLessThan(300);
  });

  it('costs a model at most 150 tokens a tool on average', () => {
    expect(averageCost(costs, 'input')).toBeLessThanOrEqual(150);
  });

  it('costs at most 230 tokens a tool on average with output schema and hints', () => {
    expect(averageCost(costs, 'full')).toBeLessThanOrEqual(230);
  });
});
