import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { choices, freeTexts, listings } from '../../../src/mcp/completion/completion-sources.ts';
import type { PromptPage } from '../../../src/mcp/prompts/define.ts';
import { PromptReader } from '../../../src/mcp/prompts/prompt-reader.ts';
import { allPrompts } from '../../../src/mcp/prompts/registry.ts';
import { skillFiles } from '../../../src/mcp/skills/skill-files.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { partsOf } from '../../../src/platform/advice.ts';
import { allTools } from '../../../src/services/tools.ts';
import { startHarness } from '../../support/harness.ts';
import { toolOf } from '../../support/tools.ts';

const operations: ReadonlySet<string> = new Set(allTools.map(({ operation }) => operation));
const names: ReadonlySet<string> = new Set(allTools.map(({ name }) => name));
const toolsIn = (text: string): string[] => text.match(/\banypoint_[a-z_]*[a-z]/g) ?? [];
/** Things that the embedded platform has. */
const real: Record<string, string> = {
  organization: 'Acme Outfitters',
  environment: 'Sandbox',
  api: 'orders',
  gateway: 'returns-gateway',
  policy: 'cors',
};
const folder = new URL('../../../skills/', import.meta.url);

describe('the prompts', async () => {
  const { session } = await startHarness();
  const pages: { name: string; page: PromptPage }[] = [];
  for (const prompt of allPrompts) {
    const everything = Object.fromEntries(prompt.arguments.map(({ name }) => [name, real[name] ?? 'something']));
    for (const args of [{}, everything]) {
      const { signal } = new AbortController();
      const reader = new PromptReader({ session: async () => session, tools: new OfferedTools(), signal });
      pages.push({ name: prompt.name, page: await prompt.render(args, reader) });
    }
  }

  it.each(allPrompts)('$name names only what a tool carries out, and all that it needs', (prompt) => {
    const { name, needs = [], needsOneOf = [] } = prompt;
    const own = pages.filter((one) => one.name === name).map(({ page }) => page);
    const said = own.flatMap((page) =>
      [page.task, ...page.questions, ...page.steps, ...page.pitfalls].flatMap(partsOf),
    );
    const named = said.flatMap((part) => (typeof part === 'string' ? [] : [part.operation]));
    expect(named.length).toBeGreaterThan(3);
    expect([...named, ...needs, ...needsOneOf].filter((operation) => !operations.has(operation))).toEqual([]);
    const used = [...named, ...own.flatMap(({ state }) => state.map(({ tool }) => tool.operation))];
    for (const operation of needs) expect(used).toContain(operation);
    // A step is left out where it names a disabled tool, which a plain text would hide.
    expect(said.flatMap((part) => (typeof part === 'string' ? toolsIn(part) : []))).toEqual([]);
  });

  it('read with tools that change nothing and reveal nothing', () => {
    for (const { page } of pages) {
      for (const { tool } of page.state) expect(tool).toMatchObject({ effect: 'read', revealsSecrets: false });
    }
  });

  it('are named and described, each for itself, and every argument is completed or known to be free text', () => {
    expect(new Set(allPrompts.map(({ name }) => name)).size).toBe(allPrompts.length);
    for (const { title, description, arguments: described } of allPrompts) {
      expect(title).not.toBe('');
      expect(description.length).toBeLessThan(200);
      for (const { name } of described) {
        const known = [...Object.keys(listings), ...Object.keys(choices), ...freeTexts, 'organization', 'environment'];
        expect(known).toContain(name);
      }
    }
  });
});

describe('the skills', () => {
  const folders = readdirSync(folder).sort();

  it('are all bundled, and there is one for each prompt', () => {
    expect(Object.keys(skillFiles).sort()).toEqual(folders);
    expect(folders).toEqual(allPrompts.map(({ name }) => name).sort());
  });

  it.each(folders)('%s names only tools that exist, and those that its prompt needs', (name) => {
    const text = readFileSync(new URL(`${name}/SKILL.md`, folder), 'utf8');
    const named = toolsIn(text);
    expect(named.filter((tool) => !names.has(tool))).toEqual([]);
    for (const operation of allPrompts.find((prompt) => prompt.name === name)?.needs ?? [])
      expect(named).toContain(toolOf(operation).name);
    expect(text.length).toBeLessThan(6_000);
  });
});
