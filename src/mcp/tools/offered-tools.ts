import { closest, nearest } from '../../core/text/nearest.ts';
import { quote } from '../../core/text/quote.ts';
import type { ToolsByOperation } from '../../core/tools/call-writer.ts';
import type { Tool } from '../../core/tools/tool.ts';
import type { Toolset } from '../../core/tools/toolsets.ts';
import { allTools } from '../../services/tools.ts';

/** What the operator allows. */
export interface ToolSelection {
  readOnly: boolean;
  /** Undefined: all. */
  toolsets: readonly Toolset[] | undefined;
  /** What the policy denies everywhere, and where the policy stands. */
  denied?: { denies: (tool: Tool) => boolean; origin: string };
}

/** A setting of the operator that disables tools. */
export type Limit = 'readOnly' | 'toolsets' | 'policy';

/** What disables a tool; empty for one that is offered. */
export type LimitsOf = (tool: Tool) => readonly Limit[];

const byOperation: ReadonlyMap<string, Tool> = new Map(allTools.map((tool) => [tool.operation, tool]));

/** The tool that carries out an operation, offered or not. @throws Error for an operation without a tool: a mistake of ours */
export function toolOfOperation(operation: string): Tool {
  const tool = byOperation.get(operation);
  if (tool === undefined) throw new Error(`No tool carries out ${operation}.`);
  return tool;
}

/** The tools of a server: those that it offers, and all others as disabled ones. */
export class OfferedTools implements ToolsByOperation {
  /** What disables a tool. */
  readonly limitsOf: LimitsOf;
  readonly #toolsets: readonly Toolset[];

  /** @param toolsets those to which the operator has limited the server, for error texts */
  constructor(limitsOf: LimitsOf = () => [], toolsets: readonly Toolset[] = []) {
    this.limitsOf = limitsOf;
    this.#toolsets = toolsets;
  }

  /** The tools that an operator has selected. */
  static of(selection: ToolSelection): OfferedTools {
    return new OfferedTools((tool) => limitsOf(tool, selection), selection.toolsets);
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
        problem: `Unknown tool ${quote(name)}. ${closest(near) ?? 'tools/list returns the tools of this server.'}`,
      };
    }
    const limits = this.limitsOf(tool);
    if (limits.length === 0) return tool;
    const reasons = limits.map((limit, index) => {
      if (limit === 'readOnly') return 'started this server in read-only mode';
      if (limit === 'policy') return 'denies it everywhere, by its policy';
      return `limited ${index === 0 ? 'this server' : 'it'} to the toolsets ${this.#toolsets.join(', ')}`;
    });
    return { problem: `${name} is disabled: the operator ${reasons.join(' and ')}. ${remedy([tool], limits)}` };
  }

  isDisabled(tool: Tool): boolean {
    return this.limitsOf(tool).length > 0;
  }

  toolOf(operation: string): Tool {
    return toolOfOperation(operation);
  }

  /** Whether the tool of an operation is offered. */
  offers(operation: string): boolean {
    return !this.isDisabled(this.toolOf(operation));
  }
}

function limitsOf(tool: Tool, { readOnly, toolsets, denied }: ToolSelection): Limit[] {
  return [
    ...(readOnly && tool.effect !== 'read' ? (['readOnly'] as const) : []),
    ...(toolsets === undefined || toolsets.includes(tool.toolset) ? [] : (['toolsets'] as const)),
    ...(denied?.denies(tool) ? (['policy'] as const) : []),
  ];
}

/** What the operator can do so that tools with these limits are offered, as a sentence. */
export function remedy(tools: readonly Tool[], limits: readonly Limit[]): string {
  const options = limits.map((limit) => {
    if (limit === 'readOnly') return 'without --read-only';
    if (limit === 'policy') return 'with a policy that does not deny it';
    return `with ${[...new Set(tools.map(({ toolset }) => toolset))].join(', ')} in --toolsets`;
  });
  const elsewhere = limits.includes('readOnly') ? ', or make the change elsewhere' : '';
  return `The operator can restart it ${options.join(' and ')}${elsewhere}.`;
}
