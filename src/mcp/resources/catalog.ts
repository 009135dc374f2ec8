import { capitalize } from '../../core/text/quote.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { ListedThing, Listing, Tool } from '../../core/tools/tool.ts';
import { allTools } from '../../services/tools.ts';
import { acceptArguments } from '../calls/arguments.ts';
import { descriptionOf } from '../tools/tool-schema.ts';

/** A listing or a single thing at an address: the result of a read tool. */
export interface ResourceDefinition {
  /** Address, or RFC 6570 template with simple variables that each stand for one path segment. */
  template: string;
  name: string;
  title: string;
  description: string;
  /** What reads it: its structured result; the variables are its arguments, and take ids or names. */
  tool: Tool;
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
export const wholeListing = { limit: 1000, fields: ['*'] } as const;

type ListTool = Tool & { lists: Listing & { thing: ListedThing } };

function isListTool(tool: Tool): tool is ListTool {
  return tool.lists?.thing !== undefined;
}

/** The tools whose rows are things that other tools, resources and prompts name. */
export const listTools: readonly ListTool[] = allTools.filter(isListTool);

/** The path before a listing, by where its tool lists; the addresses without it are of the default place. */
const places = {
  account: '',
  organization: '{organization}/',
  environment: '{organization}/{environment}/',
} as const;

function defaultListing(tool: ListTool): ResourceDefinition {
  const { key } = tool.lists;
  const ofDefault = tool.scope === 'account' ? '' : ` of the default ${placeNoun[tool.scope]}`;
  return {
    template: `anypoint://${key}`,
    name: key,
    title: titleOf(tool),
    description: `${titleOf(tool)}${ofDefault}: ${fieldsOf(tool)}.`,
    tool,
    fixed: wholeListing,
  };
}

const placeNoun = { organization: 'business group', environment: 'environment' } as const;

function listing(tool: ListTool): ResourceDefinition[] {
  const { scope, lists } = tool;
  if (scope === 'account') return [];
  return [
    {
      template: `anypoint://${places[scope]}${lists.key}`,
      name: `${scope}-${lists.key}`,
      title: `${titleOf(tool)} of ${someOf(placeNoun[scope])}`,
      description: `${titleOf(tool)} of ${someOf(placeNoun[scope])}: ${fieldsOf(tool)}.`,
      tool,
      fixed: wholeListing,
    },
  ];
}

/** One thing of a listing, where a tool reads one: its operation is that of the listing with `get`. */
function single({ scope, lists: { key, thing } }: ListTool): ResourceDefinition[] {
  const tool = allTools.find(({ operation }) => operation === `${thing.argument}.get`);
  if (tool === undefined) return [];
  return [
    {
      template: `anypoint://${places[scope]}${key}/{${thing.argument}}`,
      name: thing.argument,
      title: capitalize(thing.noun),
      description: descriptionOf(tool),
      tool,
      single: { variable: thing.argument, listing: `anypoint://${key}`, rows: key },
    },
  ];
}

function titleOf({ lists }: ListTool): string {
  return `${capitalize(lists.thing.noun)}s`;
}

function fieldsOf({ lists }: ListTool): string {
  return lists.fields.join(', ');
}

function someOf(noun: string): string {
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Every resource. Those of the default place come first: they are what people open. */
export const resourceDefinitions: readonly ResourceDefinition[] = [
  ...listTools.map(defaultListing),
  ...listTools.flatMap((tool) => [...listing(tool), ...single(tool)]),
];

/** Reads one resource from the platform as it is now. @throws Failure */
export async function readDefinition(
  { tool, fixed, template }: ResourceDefinition,
  variables: Readonly<Record<string, string>>,
  ctx: ToolContext,
): Promise<Readonly<Record<string, unknown>>> {
  const call = acceptArguments(tool, { ...variables, ...fixed });
  if (call.effect !== 'read') throw new Error(`The resource ${template} has no read tool behind it.`);
  const { structured } = await call.run(ctx);
  return structured;
}
