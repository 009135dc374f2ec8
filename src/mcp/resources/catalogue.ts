import type { ToolContext } from '../../core/tools/context.ts';
import type { Toolset } from '../../core/tools/toolsets.ts';
import { allTools } from '../../services/tools.ts';

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
  /** Of a single thing: which variable names it, and where the ones of the default environment are found. */
  single?: {
    variable: string;
    /** Address of the listing, and the member of it that holds the rows. */
    listing: string;
    rows: string;
  };
}

/** A listing as a resource has no second page to ask for: it holds as much as a tool gives at most. */
const wholeListing = { limit: 1000, fields: ['*'] };

/** A kind of thing that environments hold: a listing, and each one alone. */
interface Kind {
  toolset: Toolset;
  /** Last part of the listing's address, and the member of its result that holds the rows. */
  plural: string;
  /** Variable of the single thing's address, and argument of its tool. */
  variable: string;
  /** For people, the one and the many. */
  title: string;
  titles: string;
  listTool: `anypoint_${string}`;
  getTool: `anypoint_${string}`;
  /** What the listing says of each. */
  shows: string;
  /** What the single one holds. */
  holds: string;
}

const kinds: readonly Kind[] = [
  {
    toolset: 'gateways',
    plural: 'gateways',
    variable: 'gateway',
    title: 'Gateway',
    titles: 'Gateways',
    listTool: 'anypoint_list_gateways',
    getTool: 'anypoint_get_gateway',
    shows: 'managed and self-managed, with their status',
    holds: 'definition, desired and actual status, public URLs, or replicas',
  },
  {
    toolset: 'runtime',
    plural: 'clusters',
    variable: 'cluster',
    title: 'Cluster',
    titles: 'Clusters',
    listTool: 'anypoint_list_clusters',
    getTool: 'anypoint_get_cluster',
    shows: 'with status and members',
    holds: 'status, members, which members see each other',
  },
  {
    toolset: 'runtime',
    plural: 'servers',
    variable: 'server',
    title: 'Server',
    titles: 'Servers',
    listTool: 'anypoint_list_servers',
    getTool: 'anypoint_get_server',
    shows: 'with status, Mule version and what they belong to',
    holds: 'status, versions, addresses, expiry of certificate and licence',
  },
  {
    toolset: 'apis',
    plural: 'apis',
    variable: 'api',
    title: 'API instance',
    titles: 'API instances',
    listTool: 'anypoint_list_apis',
    getTool: 'anypoint_get_api',
    shows: 'with asset, label, status and endpoint',
    holds: 'status, endpoint, deployment, policies, contracts and tiers',
  },
  {
    toolset: 'applications',
    plural: 'applications',
    variable: 'application',
    title: 'Application',
    titles: 'Applications',
    listTool: 'anypoint_list_applications',
    getTool: 'anypoint_get_application',
    shows: 'with state and where they run',
    holds: 'state, where it runs, properties and autodiscovery',
  },
];

const account: readonly ResourceDefinition[] = [
  {
    template: 'anypoint://organizations',
    name: 'organizations',
    title: 'Business groups',
    description: 'The tree of business groups.',
    toolset: 'access',
    tool: 'anypoint_list_organizations',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://environments',
    name: 'environments',
    title: 'Environments',
    description: 'Environments of the default business group with their types.',
    toolset: 'access',
    tool: 'anypoint_list_environments',
    fixed: wholeListing,
  },
];

const organizationEnvironments: ResourceDefinition = {
  template: 'anypoint://{organization}/environments',
  name: 'organization-environments',
  title: 'Environments of a business group',
  description: 'Environments of a business group with their types.',
  toolset: 'access',
  tool: 'anypoint_list_environments',
  fixed: wholeListing,
};

function defaultListing({ plural, titles, toolset, listTool, shows }: Kind): ResourceDefinition {
  return {
    template: `anypoint://${plural}`,
    name: plural,
    title: titles,
    description: `${titles} of the default environment, ${shows}.`,
    toolset,
    tool: listTool,
    fixed: wholeListing,
  };
}

function listing({ plural, titles, toolset, listTool, shows }: Kind): ResourceDefinition {
  return {
    template: `anypoint://{organization}/{environment}/${plural}`,
    name: `environment-${plural}`,
    title: `${titles} of an environment`,
    description: `${titles} of an environment, ${shows}.`,
    toolset,
    tool: listTool,
    fixed: wholeListing,
  };
}

function single({ plural, variable, title, toolset, getTool, holds }: Kind): ResourceDefinition {
  return {
    template: `anypoint://{organization}/{environment}/${plural}/{${variable}}`,
    name: variable,
    title,
    description: `One ${title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}: ${holds}.`,
    toolset,
    tool: getTool,
    single: { variable, listing: `anypoint://${plural}`, rows: plural },
  };
}

/** Every resource. Those of the default environment come first: they are what people open. */
export const resourceDefinitions: readonly ResourceDefinition[] = [
  ...account,
  ...kinds.map(defaultListing),
  organizationEnvironments,
  ...kinds.flatMap((kind) => [listing(kind), single(kind)]),
];

/** Reads one resource from the platform as it is now. @throws Failure */
export async function readDefinition(
  { tool: name, fixed, template }: ResourceDefinition,
  variables: Readonly<Record<string, string>>,
  ctx: ResourceContext,
): Promise<Readonly<Record<string, unknown>>> {
  const tool = allTools.find((candidate) => candidate.name === name);
  const call = tool?.accept({ ...variables, ...fixed });
  if (call?.effect !== 'read') throw new Error(`The resource ${template} has no read tool behind it.`);
  const { structured } = await call.run({ ...ctx, progress: () => undefined });
  return structured;
}
