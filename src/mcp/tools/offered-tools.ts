import { nearest } from '../../core/text/nearest.ts';
import type { Tool } from '../../core/tools/define-tool.ts';
import type { Toolset } from '../../core/tools/toolsets.ts';
import { allTools } from '../../services/tools.ts';

/** What the operator allows. */
export interface ToolSelection {
  readOnly: boolean;
  /** Undefined: all. */
  toolsets: readonly Toolset[] | undefined;
}

/** The tools offered under a selection, in the registry's order. */
export function offeredTools(selection: ToolSelection): readonly Tool[] {
  return allTools.filter((tool) => refusalReason(tool, selection) === undefined);
}

/** Finds an offered tool by name, or says why there is none, with the nearest names. */
export function findTool(name: string, selection: ToolSelection): Tool | { problem: string } {
  const tool = allTools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const near = nearest(
      name,
      offeredTools(selection).map((candidate) => ({ id: candidate.name, name: candidate.name })),
    );
    return { problem: `There is no tool ${JSON.stringify(name)}. Nearest: ${near.map((row) => row.name).join(', ')}.` };
  }
  const reason = refusalReason(tool, selection);
  return reason === undefined ? tool : { problem: `${name} is not offered: ${reason}` };
}

function refusalReason(tool: Tool, { readOnly, toolsets }: ToolSelection): string | undefined {
  if (readOnly && tool.effect !== 'read') return 'the operator started this server in read-only mode.';
  if (toolsets !== undefined && !toolsets.includes(tool.toolset)) {
    return `the operator limited this server to the toolsets ${toolsets.join(', ')}.`;
  }
  return undefined;
}
