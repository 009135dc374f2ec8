import type { Tool } from '../../core/tools/tool.ts';
import { type Limit, type OfferedTools, remedy } from './offered-tools.ts';

/** Why tools with the same limits are disabled, behind their names. */
const reasons: Readonly<Record<string, (isOne: boolean) => string>> = {
  readOnly: (isOne) => `${isOne ? 'a write' : 'writes'}, and this server is read-only`,
  toolsets: () => 'not in the toolsets of this server',
  'readOnly toolsets': (isOne) =>
    `${isOne ? 'a write' : 'writes'}, and this server is read-only; also not in the toolsets of this server`,
};

/**
 * Says what the operator would have to change for the disabled tools that an answer names. The code that gives advice does not know which tools are enabled. Empty if all are.
 */
export function disabledNote(named: Iterable<Tool>, { limitsOf }: Pick<OfferedTools, 'limitsOf'>): string {
  const groups = new Map<string, { limits: readonly Limit[]; tools: Tool[] }>();
  for (const tool of named) {
    const limits = limitsOf(tool);
    const key = limits.join(' ');
    groups.set(key, { limits, tools: [...(groups.get(key)?.tools ?? []), tool] });
  }
  const parts = Object.entries(reasons).flatMap(([key, reason]) => {
    const group = groups.get(key);
    if (group === undefined) return [];
    const { tools, limits } = group;
    return [`${listed(tools)}: ${reason(tools.length === 1)}. ${remedy(tools, limits)}`];
  });
  return parts.length === 0 ? '' : `[disabled here: ${parts.join(' ')}]`;
}

const listed = (tools: readonly Tool[]): string =>
  tools
    .map(({ name }) => name)
    .sort()
    .join(', ');
