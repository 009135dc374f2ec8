/** Everything in the repository that follows from the code: token costs and the README's tables. */
export { errorCatalogue, errorSites, sourceFiles } from './error-catalogue.ts';

import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { settingRows } from '../src/config/settings.ts';
import { allPrompts } from '../src/prompts/registry.ts';
import { resourceDefinitions } from '../src/resources/catalogue.ts';
import { listedTool } from '../src/server/tool-schema.ts';
import { allTools } from '../src/tools/registry.ts';

export { scenarioJsonSchema } from '../src/emulator/scenario-schema.ts';

/** Tokens (o200k) of one tool: what a model reads of it, and the whole entry of `tools/list`. */
export interface ToolCost {
  input: number;
  full: number;
}

/** Counts every tool, in the registry's order. */
export function toolCosts(): Record<string, ToolCost> {
  return Object.fromEntries(
    allTools.map((tool) => {
      const listed = listedTool(tool);
      const { name, title, description, inputSchema } = listed;
      return [name, { input: tokensOf({ name, title, description, inputSchema }), full: tokensOf(listed) }];
    }),
  );
}

/** Average of one kind of cost over all tools. */
export function averageCost(costs: Record<string, ToolCost>, kind: keyof ToolCost): number {
  const all = Object.values(costs);
  return all.reduce((sum, cost) => sum + cost[kind], 0) / all.length;
}

function tokensOf(value: unknown): number {
  return encode(JSON.stringify(value)).length;
}

/** The generated parts of the README by the name in their markers. */
export function readmeParts(): Record<string, string> {
  return {
    tools: toolTable(),
    settings: settingTable(),
    resources: resourceTable(),
    prompts: promptTable(),
    tokens: tokenSentence(),
  };
}

function toolTable(): string {
  const marks = { read: 'reads', create: 'creates', update: 'changes', delete: 'deletes' };
  return table(
    ['Tool', 'Toolset', 'Effect', 'What it does'],
    allTools.map(({ name, toolset, effect, description }) => [`\`${name}\``, toolset, marks[effect], description]),
  );
}

function settingTable(): string {
  return table(
    ['Variable', 'Flag', 'Default', 'What it sets'],
    settingRows().map(({ env, flag, placeholder, defaultValue, description, secret }) => [
      env.map((name) => `\`${name}\``).join(' or '),
      flag === undefined ? '' : `\`${placeholder === undefined ? flag : `${flag} ${placeholder}`}\``,
      defaultValue === undefined ? '' : `\`${defaultValue}\``,
      secret ? `${description}. Secret: never logged or shown` : description,
    ]),
  );
}

function resourceTable(): string {
  return table(
    ['Resource', 'What it holds'],
    resourceDefinitions.map(({ template, description }) => [`\`${template}\``, description]),
  );
}

function promptTable(): string {
  return table(
    ['Prompt', 'What it is for', 'Arguments, all optional'],
    allPrompts.map(({ name, description, arguments: described }) => [
      `\`${name}\``,
      description,
      described.map((argument) => `\`${argument.name}\``).join(', '),
    ]),
  );
}

function tokenSentence(): string {
  const costs = toolCosts();
  const average = (kind: keyof ToolCost): string => averageCost(costs, kind).toFixed(0);
  return `${allTools.length} tools cost a model ${average('input')} tokens each on average (o200k: name, title, description, arguments), ${average('full')} with output schema and hints.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Puts the generated parts between their markers: `<!-- generated:NAME -->` … `<!-- /generated:NAME -->`. */
export function withGeneratedParts(readme: string): string {
  return Object.entries(readmeParts()).reduce((text, [name, part]) => {
    const open = `<!-- generated:${name} -->`;
    const close = `<!-- /generated:${name} -->`;
    const start = text.indexOf(open);
    const end = text.indexOf(close);
    if (start < 0 || end < start) throw new Error(`README.md has no pair of markers for ${name}`);
    return `${text.slice(0, start + open.length)}\n${part}\n${text.slice(end)}`;
  }, readme);
}
