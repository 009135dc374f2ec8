import type { Tool } from '../../src/core/tools/tool.ts';
import { toolOfOperation } from '../../src/mcp/tools/offered-tools.ts';

/** Calls a tool and returns its structured result. */
type Call = (
  tool: string,
  args: Record<string, unknown>,
) => Promise<{ structured?: Record<string, unknown> | undefined; text: string }>;

/** The arguments of a tool's example, after the call that has to be made before it. */
export async function exampleArguments({ example }: Tool, call: Call): Promise<Record<string, unknown>> {
  const { first, arguments: args } = example;
  if (first === undefined) return { ...args };
  const { name } = toolOfOperation(first.operation);
  const { structured, text } = await call(name, { ...first.arguments });
  const changeId = structured?.['changeId'];
  if (typeof changeId !== 'string') throw new Error(`${name} made no change: ${text}`);
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, value === '<id of the change>' ? changeId : value]),
  );
}
