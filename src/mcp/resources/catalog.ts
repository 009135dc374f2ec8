import type { OperationName } from '../../core/operations.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import { allTools } from '../../services/tools.ts';

/** A listing or a single thing at an address: the result of a read tool. */
export interface ResourceDefinition {
  /** Address, or RFC 6570 template with simple variables that each stand for one path segment. */
  template: string;
  name: string;
  title: string;
  description: string;
  /** What reads it: the structured result of its tool, whose arguments are the variables, which take ids or names. */
  operation: OperationName;
  /** Arguments besides the variables. */
  fixed?: Readonly<Record<string, unknown>>;
  /** Of a single thing: the variable that names it, and where those of the default environment are listed. */
  single?: {
    variable: string;
    /** Address of the listing, and the member of it that holds the rows. */
    listing: string;
    rows: string;
  };
}

/** A listing as a resource has no second page, so it holds the maximum of the tool. */
const wholeListing = { limit: 1000, fields: ['*'] };

/** A kind of thing that environments hold: a listing, and each one alone. */
interface Kind {
  /** Last part of the listing's address, and the member of its result that holds the rows. */
  plural: string;
  /** Variable of the single thing's address, and argument of its tool. */
  variable: string;
  /** For people, the one and the many. */
  title: string;
  titles: string;
  list: OperationName;
  get: OperationName;
  /** What the listing says of each. */
  shows: string;
  /** What the single one holds. */
  holds: string;
}

const kinds: readonly Kind[] = [
  {
    plural: 'gateways',
    variable: 'gateway',
    title: 'Gateway',
    titles: 'Gateways',
    list: 'gateway.list',
    get: 'gateway.get',
    shows: 'managed and self-managed, with their status',
    holds: 'definition, desired and actual status, public URLs, or replicas',
  },
  {
    plural: 'clusters',
    variable: 'cluster',
    title: 'Cluster',
    titles: 'Clusters',
    list: 'cluster.list',
    get: 'cluster.get',
    shows: 'with status and members',
    holds: 'status, members, which members see each other',
  },
  {
    plural: 'servers',
    variable: 'server',
    title: 'Server',
    titles: 'Servers',
    list: 'server.list',
    get: 'server.get',
    shows: 'with status, Mule version and what they belong to',
    holds: 'status, versions, addresses, expiry of certificate and licence',
  },
  {
    plural: 'apis',
    variable: 'api',
    title: 'API instance',
    titles: 'API instances',
    list: 'api.list',
    get: 'api.get',
    shows: 'with asset, label, status and endpoint',
    holds: 'status, endpoint, deployment, policies, contracts and tiers',
  },
  {
    plural: 'applications',
    variable: 'application',
    title: 'Application',
    titles: 'Applications',
    list: 'application.list',
    get: 'application.get',
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
    operation: 'organization.list',
    fixed: wholeListing,
  },
  {
    template: 'anypoint://environments',
    name: 'environments',
    title: 'Environments',
    description: 'Environments of the default business group with their types.',
    operation: 'environment.list',
    fixed: wholeListing,
  },
];

const organizationEnvironments: ResourceDefinition = {
  template: 'anypoint://{organization}/environments',
  name: 'organization-environments',
  title: 'Environments of a business group',
  description: 'Environments of a business group with their types.',
  operation: 'environment.list',
  fixed: wholeListing,
};

function defaultListing({ plural, titles, list, shows }: Kind): ResourceDefinition {
  return {
    template: `anypoint://${plural}`,
    name: plural,
    title: titles,
    description: `${titles} of the default environment, ${shows}.`,
    operation: list,
    fixed: wholeListing,
  };
}

function listing({ plural, titles, list, shows }: Kind): ResourceDefinition {
  return {
    template: `anypoint://{organization}/{environment}/${plural}`,
    name: `environment-${plural}`,
    title: `${titles} of an environment`,
    description: `${titles} of an environment, ${shows}.`,
    operation: list,
    fixed: wholeListing,
  };
}

function single({ plural, variable, title, get, holds }: Kind): ResourceDefinition {
  return {
    template: `anypoint://{organization}/{environment}/${plural}/{${variable}}`,
    name: variable,
    title,
    description: `One ${title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}: ${holds}.`,
    operation: get,
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
  { operation, fixed, template }: ResourceDefinition,
  variables: Readonly<Record<string, string>>,
  ctx: ToolContext,
): Promise<Readonly<Record<string, unknown>>> {
  const tool = allTools.find((candidate) => candidate.operation === operation);
  const call = tool?.accept({ ...variables, ...fixed });
  if (call?.effect !== 'read') throw new Error(`The resource ${template} has no read tool behind it.`);
  const { structured } = await call.run(ctx);
  return structured;
}
