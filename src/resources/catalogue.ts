import type { ToolContext } from '../tools/context.ts';
import { allTools } from '../tools/registry.ts';
import type { Toolset } from '../tools/toolsets.ts';

/** What reading a resource needs of a session. */
export type ResourceContext = Omit<ToolContext, 'progress'>;

/** A listing or a single thing under an address: what a read tool returns for it. */
export interface ResourceDefinition {
  /** Address, or RFC 6570 template with simple variables that each stand for one path segment. */
  template: string;
  name: string;
  title: string;
  description: string;
  toolset: Toolset;
  /** The read tool whose structured result this is; its arguments are the variables, which take ids or names. */
  tool: `anypoint_${string}`;
  /** Arguments besides the variables. */
  fixed?: Readonly<Record<string, unknown>>;
}

/** A listing as a resource has no second page to ask for: it holds as much as a tool gives at most. */
const wholeListing = { limit: 1000 };

/** Every resource. Those of the default environment come first: they are what people open. */
export const resourceDefinitions: readonly ResourceDefinition[] = [
  {
    template: 'anypoint://organizations',
    name: 'organizations',
    title: 'Business groups',
    description: 'The tree of business groups.',
    toolset: 'access',
    tool: 'anypoint_list_organizations',
  },
  {
    template: 'anypoint://gateways',
    name: 'gateways',
    title: 'Gateways',
    description: 'Gateways of the default environment, managed and self-managed, with their status.',
    toolset: 'gateways',
    tool: 'anypoint_list_gateways',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://clusters',
    name: 'clusters',
    title: 'Clusters',
    description: 'Clusters of the default environment with status and members.',
    toolset: 'runtime',
    tool: 'anypoint_list_clusters',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://{organization}/{environment}/gateways',
    name: 'environment-gateways',
    title: 'Gateways of an environment',
    description: 'Gateways of an environment, managed and self-managed, with their status.',
    toolset: 'gateways',
    tool: 'anypoint_list_gateways',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://{organization}/{environment}/gateways/{gateway}',
    name: 'gateway',
    title: 'Gateway',
    description: 'One gateway: definition, desired and actual status, public URLs, or replicas.',
    toolset: 'gateways',
    tool: 'anypoint_get_gateway',
  },
  {
    template: 'anypoint://{organization}/{environment}/clusters',
    name: 'environment-clusters',
    title: 'Clusters of an environment',
    description: 'Clusters of an environment with status and members.',
    toolset: 'runtime',
    tool: 'anypoint_list_clusters',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://{organization}/{environment}/clusters/{cluster}',
    name: 'cluster',
    title: 'Cluster',
    description: 'One cluster: status, members, which members see each other.',
    toolset: 'runtime',
    tool: 'anypoint_get_cluster',
  },
  {
    template: 'anypoint://{organization}/{environment}/servers',
    name: 'environment-servers',
    title: 'Servers of an environment',
    description: 'Servers of an environment with status, Mule version and what they belong to.',
    toolset: 'runtime',
    tool: 'anypoint_list_servers',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://{organization}/{environment}/apis',
    name: 'environment-apis',
    title: 'APIs of an environment',
    description: 'API instances of an environment with asset, label, status and endpoint.',
    toolset: 'apis',
    tool: 'anypoint_list_apis',
    fixed: wholeListing,
  },
];

/** Reads one resource from the platform as it is now. @throws Failure */
export async function readDefinition(
  { tool: name, fixed, template }: ResourceDefinition,
  variables: Readonly<Record<string, string>>,
  ctx: ResourceContext,
): Promise<unknown> {
  const tool = allTools.find((candidate) => candidate.name === name);
  const call = tool?.accept({ ...variables, ...fixed });
  if (call?.effect !== 'read') throw new Error(`The resource ${template} has no read tool behind it.`);
  const { structured } = await call.run({ ...ctx, progress: () => undefined });
  return structured;
}

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
