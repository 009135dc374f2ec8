import { closest, nearest } from '../../core/text/nearest.ts';
import type { ToolsByOperation } from '../../core/tools/call-writer.ts';
import type { Tool } from '../../core/tools/tool.ts';
import type { Toolset } from '../../core/tools/toolsets.ts';
import { allTools } from '../../services/tools.ts';

/** What the operator allows. */
export interface ToolSelection {
  readOnly: boolean;
  /** Undefined: all. */
  toolsets: readonly Toolset[] | undefined;
}

/** Why a tool is not offered, as the end of a sentence; undefined for one that is. */
export type DisabledReason = (tool: Tool) => string | undefined;

const byOperation: ReadonlyMap<string, Tool> = new Map(allTools.map((tool) => [tool.operation, tool]));

/** The tool that carries out an operation, offered or not. @throws Error for an operation without a tool: a mistake of ours */
export function toolOfOperation(operation: string): Tool {
  const tool = byOperation.get(operation);
  if (tool === undefined) throw new Error(`No tool carries out ${operation}.`);
  return tool;
}

/** The tools of a server: those that it offers, and all others as disabled ones. */
export class OfferedTools implements ToolsByOperation {
  readonly #reason: DisabledReason;
  /** The operator has disabled every write. */
  readonly isReadOnly: boolean;

  constructor(reason: DisabledReason = () => undefined, isReadOnly = false) {
    this.#reason = reason;
    this.isReadOnly = isReadOnly;
  }

  /** The tools that an operator has selected. */
  static of(selection: ToolSelection): OfferedTools {
    return new OfferedTools((tool) => reasonOf(tool, selection), selection.readOnly);
  }

  /** What is offered, in the registry's order. */
  list(): readonly Tool[] {
    return allTools.filter((tool) => !this.isDisabled(tool));
  }

  /** Finds an offered tool by name, or says why it is not available, with the closest names. */
  find(name: string): Tool | { problem: string } {
    const tool = allTools.find((candidate) => candidate.name === name);
    if (tool === undefined) {
      const near = nearest(name, this.list()).map((row) => row.name);
      return {
        problem: `Unknown tool ${JSON.stringify(name)}. ${closest(near) ?? 'tools/list has those that this server offers.'}`,
      };
    }
    const reason = this.#reason(tool);
    return reason === undefined ? tool : { problem: `${name} is disabled: ${reason}` };
  }

  isDisabled(tool: Tool): boolean {
    return this.#reason(tool) !== undefined;
  }

  toolOf(operation: string): Tool {
    return toolOfOperation(operation);
  }

  /** Whether the tool of an operation is offered. */
  offers(operation: string): boolean {
    return !this.isDisabled(this.toolOf(operation));
  }
}

function reasonOf(tool: Tool, { readOnly, toolsets }: ToolSelection): string | undefined {
  if (readOnly && tool.effect !== 'read') return 'the operator started this server in read-only mode.';
  if (toolsets !== undefined && !toolsets.includes(tool.toolset)) {
    return `the operator limited this server to the toolsets ${toolsets.join(', ')}.`;
  }
  return undefined;
}
