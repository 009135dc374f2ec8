import { isObject } from '../anypoint/reading.ts';
import { gatewaySizes } from '../domain/gateway-capacity.ts';
import type { ToolName } from '../prompts/define.ts';

/** A value that an argument can have, and every text by which a person may look for it. */
export interface Candidate {
  value: string;
  terms: readonly string[];
}

/** A read tool whose rows are the values of an argument. */
export interface Listing {
  tool: ToolName;
  /** The list of its structured result. */
  list: string;
  /** Arguments given so far that the tool needs besides organization and environment; without them there are no values. */
  needs?: readonly string[];
  fixed?: Readonly<Record<string, unknown>>;
  /** Members of a row that name it, the one to be used first. The id comes last of all. */
  names: readonly string[];
}

const all = { limit: 1000, fields: ['*'] };

/** The arguments of prompts and the variables of resource templates that are completed from a listing. */
export const listings: Readonly<Record<string, Listing>> = {
  gateway: { tool: 'anypoint_list_gateways', list: 'gateways', fixed: all, names: ['name'] },
  cluster: { tool: 'anypoint_list_clusters', list: 'clusters', fixed: all, names: ['name'] },
  server: { tool: 'anypoint_list_servers', list: 'servers', fixed: all, names: ['name'] },
  servers: { tool: 'anypoint_list_servers', list: 'servers', fixed: { ...all, membership: 'free' }, names: ['name'] },
  api: { tool: 'anypoint_list_apis', list: 'apis', fixed: all, names: ['label', 'name', 'assetId'] },
  application: { tool: 'anypoint_list_applications', list: 'applications', fixed: all, names: ['name'] },
  target: { tool: 'anypoint_list_gateway_targets', list: 'targets', names: ['name'] },
  policy: { tool: 'anypoint_list_policy_templates', list: 'templates', needs: ['api'], names: ['assetId', 'name'] },
};

/** Arguments whose values are lists of names, separated by commas. */
export const listArguments: readonly string[] = ['servers'];

/** Arguments with few fixed values. */
export const choices: Readonly<Record<string, readonly string[]>> = { size: gatewaySizes };

/** Arguments that nobody can guess: names that are yet to be given, and free texts. */
export const freeTexts: readonly string[] = ['name', 'goal', 'username'];

/** The rows of a listing as candidates: each by its first name that no other row has, otherwise by its id. */
export function candidatesOf(structured: Readonly<Record<string, unknown>>, { list, names }: Listing): Candidate[] {
  const rows = structured[list];
  const found = (Array.isArray(rows) ? rows : []).filter(isObject);
  const textsOf = (row: Record<string, unknown>, keys: readonly string[]): string[] =>
    keys.flatMap((key) => {
      const value = row[key];
      return typeof value === 'string' && value !== '' ? [value] : [];
    });
  const uses = new Map<string, number>();
  for (const row of found) {
    for (const name of new Set(textsOf(row, names).map(folded))) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return found.flatMap((row) => {
    const own = textsOf(row, names);
    const value = own.find((name) => uses.get(folded(name)) === 1) ?? textsOf(row, ['id'])[0] ?? own[0];
    return value === undefined ? [] : [{ value, terms: [...own, ...textsOf(row, ['id'])] }];
  });
}

/** The form in which texts are compared. */
export function folded(text: string): string {
  return text.trim().toLowerCase();
}
