import type { Tool } from '../../core/tools/tool.ts';

/**
 * Says of the disabled tools that an answer has named what the operator would change: whoever advises does not know what
 * this server offers, so that the advice may be out of reach. Empty where all of them are offered.
 */
export function disabledNote(named: Iterable<Tool>, { isReadOnly }: { isReadOnly: boolean }): string {
  const tools = [...named];
  const writes = tools.filter(({ effect }) => isReadOnly && effect !== 'read');
  const others = tools.filter((tool) => !writes.includes(tool));
  const parts = [
    ...(writes.length === 0
      ? []
      : [
          `${listed(writes)}: ${writes.length === 1 ? 'a write' : 'writes'}, which this server does not offer. The operator restarts it without --read-only, or makes the change elsewhere.`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `${listed(others)}: not among the toolsets of this server. The operator restarts it with ${[...new Set(others.map(({ toolset }) => toolset))].join(', ')} in --toolsets.`,
        ]),
  ];
  return parts.length === 0 ? '' : `[disabled here: ${parts.join(' ')}]`;
}

const listed = (tools: readonly Tool[]): string =>
  tools
    .map(({ name }) => name)
    .sort()
    .join(', ');
