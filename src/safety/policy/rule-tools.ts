import { hintAt } from '../../core/text/nearest.ts';
import { quote } from '../../core/text/quote.ts';
import type { Tool } from '../../core/tools/tool.ts';
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
  const writes = tools.filter(({ effect }) => effect !== 'read');
  const problems = policy.rules.flatMap((rule) => problemsOf(rule, writes));
  if (problems.length === 0) return;
  throw configurationFailure({
    what: `The policy of ${origin} has rules that could never match, so nothing is written.`,
    why: `${problems.join('; ')}.`,
    next: `Write names of tools as ${commandLine('tools')} lists them, such as anypoint_delete_gateway; only tools that write are judged.`,
  });
}

function problemsOf({ name, tools: patterns, toolsets }: PolicyRule, writes: readonly NamedTool[]): string[] {
  if (patterns === undefined) return [];
  const inToolsets = writes.filter(({ toolset }) => toolsets?.includes(toolset) ?? true);
  return patterns
    .filter((pattern) => !inToolsets.some((tool) => matchesAny([pattern], tool.name)))
    .map(
      (pattern) =>
        `rule ${quote(name)}: no tool that writes is called ${quote(pattern)}${toolsets === undefined ? '' : ' in its toolsets'}${hintAt(
          pattern,
          inToolsets.map((tool) => tool.name),
        )}`,
    );
}
