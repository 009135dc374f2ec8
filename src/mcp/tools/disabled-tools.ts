import type { Tool } from '../../core/tools/tool.ts';

/**
 * Says what the operator would have to change for the disabled tools that an answer names. The code that gives advice does not know which tools are enabled. Empty if all are.
 */
export function disabledNote(named: Iterable<Tool>, { isReadOnly }: { isReadOnly: boolean }): string {
  const tools = [...named];
  const writes = tools.filter(({ effect }) => isReadOnly && effect !== 'read');
  const others = tools.filter((tool) => !writes.includes(tool));
  const parts = [
    ...(writes.length === 0
      ? []
      : [
          `${listed(writes)}: ${writes.length === 1 ? 'a write' : 'writes'}, and this server is read-only. The operator can restart it without --read-only, or make the change elsewhere.`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `${listed(others)}: not in the toolsets of this server. The operator can restart it with ${[...new Set(others.map(({ toolset }) => toolset))].join(', ')} in --toolsets.`,
        ]),
  ];
  return parts.length === 0 ? '' : `[disabled here: ${parts.join(' ')}]`;
}

const listed = (tools: readonly Tool[]): string =>
  tools
    .map(({ name }) => name)
    .sort()
    .join(', ');
