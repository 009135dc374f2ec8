import type { Tool } from '../../core/tools/tool.ts';
import { type Limit, type OfferedTools, remedy } from './offered-tools.ts';

/** Why a limit disables tools, behind their names. */
const reasons: Readonly<Record<Limit, (isOne: boolean) => string>> = {
  readOnly: (isOne) => `${isOne ? 'a write' : 'writes'}, and this server is read-only`,
  toolsets: () => 'not in the toolsets of this server',
  policy: () => 'denied everywhere by the policy of this server',
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
  const sorted = [...groups].filter(([key]) => key !== '').sort(([one], [other]) => place(one) - place(other));
  const parts = sorted.map(([, { tools, limits }]) => {
    const why = limits.map((limit) => reasons[limit](tools.length === 1)).join('; also ');
    return `${listed(tools)}: ${why}. ${remedy(tools, limits)}`;
  });
  return parts.length === 0 ? '' : `[disabled here: ${parts.join(' ')}]`;
}

/** Groups with one reason stand before those with several. */
function place(key: string): number {
  const limits = key.split(' ');
  return limits.length * 10 + Object.keys(reasons).indexOf(limits[0] ?? '');
}

const listed = (tools: readonly Tool[]): string =>
  tools
    .map(({ name }) => name)
    .sort()
    .join(', ');
