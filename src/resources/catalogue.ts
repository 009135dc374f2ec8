import type { ToolContext } from '../tools/context.ts';
import type { Toolset } from '../tools/toolsets.ts';

/** What reading a resource needs of a session. */
export type ResourceContext = Omit<ToolContext, 'progress'>;

/** A listing or a single thing under an address. */
export interface ResourceDefinition {
  /** Address, or RFC 6570 template with simple variables that each stand for one path segment. */
  template: string;
  name: string;
  title: string;
  description: string;
  toolset: Toolset;
  /** Variables are decoded; they take ids or names like the arguments of tools. */
  read(variables: Readonly<Record<string, string>>, ctx: ResourceContext): Promise<unknown>;
}

/** Every resource. Those of the default environment come first: they are what people open. */
export const resourceDefinitions: readonly ResourceDefinition[] = [];

/** Finds the definition that an address belongs to, with the variables in it. */
export function matchResource(
  uri: string,
  definitions: readonly ResourceDefinition[],
): { definition: ResourceDefinition; variables: Record<string, string> } | undefined {
  for (const definition of definitions) {
    const variables = matchTemplate(uri, definition.template);
    if (variables !== undefined) return { definition, variables };
  }
  return undefined;
}

function matchTemplate(uri: string, template: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = uri.split('/');
  if (wanted.length !== given.length) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== value) return undefined;
      continue;
    }
    const decoded = decodePart(value);
    if (decoded === undefined || decoded === '') return undefined;
    variables[name] = decoded;
  }
  return variables;
}

function decodePart(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
