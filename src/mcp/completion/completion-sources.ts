import type { OperationName } from '../../core/operations.ts';
import { isObject } from '../../platform/json.ts';
import { oneLine } from '../../platform/text.ts';
import { gatewaySizes } from '../../services/gateways/index.ts';

/** A value of an argument, and every text by which a person may search for it. */
export interface Candidate {
  value: string;
  terms: readonly string[];
}

/** A listing whose rows are the values of an argument. */
export interface Listing {
  /** What lists them. */
  operation: OperationName;
  /** The list of its structured result. */
  list: string;
  /** Arguments that the tool needs besides organization and environment; without them there are no values. */
  needs?: readonly string[];
  fixed?: Readonly<Record<string, unknown>>;
  /** Members of a row that name it, the preferred one first. The id is always last. */
  names: readonly string[];
  /** The argument holds several, separated by commas. */
  isList?: boolean;
}

const all = { limit: 1000, fields: ['*'] };

/** The arguments of prompts and the variables of resource templates that are completed from a listing. */
export const listings: Readonly<Record<string, Listing>> = {
  gateway: { operation: 'gateway.list', list: 'gateways', fixed: all, names: ['name'] },
  cluster: { operation: 'cluster.list', list: 'clusters', fixed: all, names: ['name'] },
  server: { operation: 'server.list', list: 'servers', fixed: all, names: ['name'] },
  servers: {
    operation: 'server.list',
    list: 'servers',
    fixed: { ...all, membership: 'free' },
    names: ['name'],
    isList: true,
  },
  api: { operation: 'api.list', list: 'apis', fixed: all, names: ['label', 'name', 'assetId'] },
  application: { operation: 'application.list', list: 'applications', fixed: all, names: ['name'] },
  target: { operation: 'gatewayTarget.list', list: 'targets', names: ['name'] },
  policy: { operation: 'policyTemplate.list', list: 'templates', needs: ['api'], names: ['assetId', 'name'] },
};

/** Arguments whose values are lists of names, separated by commas. */
export const listArguments: readonly string[] = Object.keys(listings).filter((name) => listings[name]?.isList);

/** Arguments with few fixed values. */
export const choices: Readonly<Record<string, readonly string[]>> = { size: gatewaySizes };

/** Arguments without suggestions: new names and free texts. */
export const freeTexts: readonly string[] = ['name', 'goal', 'username'];

/** Longest value that is offered, characters. */
const maxValue = 200;

/**
 * The rows of a listing as candidates: each by its first unique name that can be shown unchanged, otherwise by its id. A name that had to be changed for display would not be found again.
 */
export function candidatesOf(
  structured: Readonly<Record<string, unknown>>,
  { list, names, isList = false }: Omit<Listing, 'operation'>,
): Candidate[] {
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
    const unique = own.filter((name) => uses.get(folded(name)) === 1);
    const value = [...unique, ...textsOf(row, ['id']), ...own].find((text) => canBeGiven(text, isList));
    return value === undefined ? [] : [{ value, terms: [...own, ...textsOf(row, ['id'])] }];
  });
}

function canBeGiven(text: string, isList: boolean): boolean {
  return oneLine(text, maxValue) === text && !(isList && text.includes(','));
}

/** The form in which texts are compared. */
export function folded(text: string): string {
  return text.trim().toLowerCase();
}
