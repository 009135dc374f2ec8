import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { choices, freeTexts, listings } from '../../../src/mcp/completion/completion-sources.ts';
import type { PromptPage } from '../../../src/mcp/prompts/define.ts';
import { toolsIn } from '../../../src/mcp/prompts/page.ts';
import { Desk } from '../../../src/mcp/prompts/prompt-reader.ts';
import { allPrompts } from '../../../src/mcp/prompts/registry.ts';
import { skillFiles } from '../../../src/mcp/skills/skill-files.ts';
import { allTools } from '../../../src/services/tools.ts';
import { startHarness } from '../../support/harness.ts';

const tools = new Map(allTools.map((tool) => [tool.name, tool]));
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
      const desk = new Desk({ session: async () => session, offers: () => true, signal });
      pages.push({ name: prompt.name, page: await prompt.render(args, desk) });
    }
  }

  it.each(allPrompts)('$name names only tools that exist', ({ name, needs = [], needsOneOf = [] }) => {
    const said = pages
      .filter((one) => one.name === name)
      .flatMap(({ page }) => [page.task, ...page.questions, ...page.steps, ...page.mind]);
    const named = [...toolsIn(said.join('\n')), ...needs, ...needsOneOf];
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((tool) => !tools.has(tool))).toEqual([]);
    for (const tool of needs) expect(named).toContain(tool);
  });

  it('read with tools that change nothing and reveal nothing', () => {
    for (const { page } of pages) {
      for (const { tool } of page.state)
        expect(tools.get(tool)).toMatchObject({ effect: 'read', revealsSecrets: false });
    }
  });

  it('are named and described, each for itself, and every argument is completed or known to be free text', () => {
    const names = allPrompts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
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
    expect(named.filter((tool) => !tools.has(tool))).toEqual([]);
    for (const tool of allPrompts.find((prompt) => prompt.name === name)?.needs ?? []) expect(named).toContain(tool);
    expect(text.length).toBeLessThan(6_000);
  });
});
