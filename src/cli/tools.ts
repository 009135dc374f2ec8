import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import { count } from '../core/text/quote.ts';
import { allTools } from '../services/tools.ts';
import type { Command } from './command.ts';
import toolCosts from './tool-costs.json' with { type: 'json' };

/** What one tool adds to a model's context, in o200k tokens. */
interface ToolCost {
  /** Name, title, description and input schema: what a model reads. */
  input: number;
  /** With output schema and hints as well: the whole entry of `tools/list`. */
  full: number;
}

const costs: Readonly<Record<string, ToolCost>> = toolCosts;

/** Lists every tool with its effect and what it costs. The costs are counted by `npm run generate`, and a test keeps them true. */
export const tools: Command = async (argv) => {
  const { json } = readFlags(argv);
  const rows = allTools.map(({ name, toolset, effect, title }) => ({
    name,
    toolset,
    effect,
    title,
    ...(costs[name] ?? { input: 0, full: 0 }),
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return 0;
  }
  const sum = (key: keyof ToolCost): number => rows.reduce((total, row) => total + row[key], 0);
  const cells = [
    ['tool', 'toolset', 'effect', 'tokens', 'whole entry', 'title'],
    ...rows.map((row) => [row.name, row.toolset, row.effect, String(row.input), String(row.full), row.title]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const text = [
    ...cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2))
        .join('')
        .trimEnd(),
    ),
    '',
    `${count(rows.length, 'tool')}: ${sum('input')} tokens (o200k) of name, title, description and arguments, ${Math.round(sum('input') / rows.length)} on average;`,
    `${sum('full')} with output schemas and hints, ${Math.round(sum('full') / rows.length)} on average. --toolsets and --read-only shorten the list.`,
  ];
  process.stdout.write(`${text.join('\n')}\n`);
  return 0;
};

function readFlags(argv: readonly string[]): { json: boolean } {
  try {
    const { values } = parseArgs({ args: [...argv], options: { json: { type: 'boolean' } } });
    return { json: values.json ?? false };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${problem} The command tools takes --json.`]);
  }
}
