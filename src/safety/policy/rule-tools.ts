import { capitalize, quote } from '../../core/text/quote.ts';
import type { Tool } from '../../core/tools/tool.ts';
import { toolHint, toolNamed } from '../../core/tools/tool-names.ts';
import { commandLine } from '../../platform/command-line.ts';
import { configurationFailure } from '../../platform/errors.ts';
import { matchesAny } from './judge.ts';
import type { PolicyRule } from './policy.ts';
import type { LoadedPolicy } from './policy-file.ts';

type NamedTool = Pick<Tool, 'name' | 'toolset' | 'effect'>;

/**
 * Refuses rules about tools that do not exist: a misspelt one would deny nothing, without a word.
 * @throws Failure (configuration)
 */
export function requireKnownTools({ policy, origin }: LoadedPolicy, tools: readonly NamedTool[]): void {
  const problems = policy.rules.flatMap((rule) => problemsOf(rule, tools));
  if (problems.length === 0) return;
  throw configurationFailure({
    what: `The policy of ${origin} has rules that could never match.`,
    why: `${capitalize(problems.join('; '))}.`,
    next: `Write names of tools as ${commandLine('tools')} lists them, such as anypoint_delete_gateway; only tools that write are judged.`,
  });
}

function problemsOf({ name, tools: patterns = [], toolsets }: PolicyRule, tools: readonly NamedTool[]): string[] {
  const inToolsets = tools.filter(({ toolset }) => toolsets?.includes(toolset) ?? true);
  return patterns
    .filter((pattern) => !inToolsets.some((tool) => isWrite(tool) && matchesAny([pattern], tool.name)))
    .map((pattern) => `rule ${quote(name)}: ${problemOf(pattern, { tools, inToolsets })}`);
}

function problemOf(
  pattern: string,
  { tools, inToolsets }: { tools: readonly NamedTool[]; inToolsets: readonly NamedTool[] },
): string {
  const read = toolNamed(pattern, tools) ?? tools.find((tool) => matchesAny([pattern], tool.name));
  if (read !== undefined && !isWrite(read)) {
    return pattern.includes('*')
      ? `${quote(pattern)} matches only tools that read, which no policy restricts`
      : `${read.name} only reads, which no policy restricts`;
  }
  const where = inToolsets.length === tools.length ? '' : ' in its toolsets';
  // Whoever misspelt the name of a tool that reads did not mean one that writes.
  return `no tool that writes is called ${quote(pattern)}${where}${nearestIsRead(pattern, tools) ? '' : toolHint(pattern, inToolsets.filter(isWrite))}`;
}

function nearestIsRead(name: string, tools: readonly NamedTool[]): boolean {
  const hint = toolHint(name, tools);
  return tools.some((tool) => !isWrite(tool) && hint.includes(`mean ${tool.name}?`));
}

function isWrite({ effect }: NamedTool): boolean {
  return effect !== 'read';
}
