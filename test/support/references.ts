import type { Tool } from '../../src/core/tools/tool.ts';
import { listings, type ValueListing } from '../../src/mcp/completion/completion-sources.ts';
import type { Harness } from './harness.ts';
import { toolOf } from './tools.ts';

/** A thing that an argument of an example names. */
export interface Reference {
  argument: string;
  /** As the example names it. */
  name: string;
  id: string;
}

/** Where the things are listed that an argument may name. */
const sources: Readonly<Record<string, ValueListing>> = {
  ...listings,
  organization: { operation: 'organization.list', list: 'organizations', names: ['name'] },
};

/** Every thing that the example of a tool names, as the platform of a harness lists it; of a list of names, each. */
export async function referencesOf({ name: tool, example }: Tool, harness: Harness): Promise<Reference[]> {
  // What stands for the result of another call names nothing yet.
  if (example.first !== undefined) return [];
  const references: Reference[] = [];
  for (const [argument, value] of Object.entries(example.arguments)) {
    const source = sources[argument];
    if (source === undefined) continue;
    const { operation, list, names, fixed, needs = [] } = source;
    const needed = Object.fromEntries(needs.map((other) => [other, example.arguments[other]]));
    const { [list]: rows } = await harness.ok(toolOf(operation).name, { ...needed, ...fixed });
    for (const name of [value].flat().map(String)) {
      const row = names.map((key) => rows.find((one: Record<string, unknown>) => one[key] === name)).find(Boolean);
      if (row === undefined)
        throw new Error(`The example of ${tool} names ${argument} "${name}", which ${list} has not.`);
      // Policies are told apart by the name of their asset.
      references.push({ argument, name, id: row.id ?? name });
    }
  }
  return references;
}

/** The arguments of an example, with other words for the things that they name. */
export function withReferences(
  { example }: Tool,
  references: readonly Reference[],
  write: (reference: Reference) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(example.arguments).map(([argument, value]) => {
      const written = (name: unknown): unknown => {
        const reference = references.find((one) => one.argument === argument && one.name === name);
        return reference === undefined ? name : write(reference);
      };
      return [argument, Array.isArray(value) ? value.map(written) : written(value)];
    }),
  );
}
