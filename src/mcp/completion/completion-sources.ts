import type { OperationName } from '../../core/operations.ts';
import { isObject } from '../../platform/json.ts';
import { oneLine } from '../../platform/text.ts';
import { gatewaySizes } from '../../services/gateways/index.ts';
import { listTools, wholeListing } from '../resources/catalog.ts';

/** A value of an argument, and every text by which a person may search for it. */
export interface Candidate {
  value: string;
  terms: readonly string[];
}

/** Where the values of an argument are listed. */
export interface ValueListing {
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

/** The things of every listing of an environment, by the argument that names one. */
const listedThings: Readonly<Record<string, ValueListing>> = Object.fromEntries(
  listTools
    .filter(({ scope }) => scope === 'environment')
    .map(({ operation, lists: { key, thing } }) => [
      thing.argument,
      { operation, list: key, fixed: wholeListing, names: thing.names },
    ]),
);

/** The arguments of prompts and the variables of resource templates that are completed from a listing. */
export const listings: Readonly<Record<string, ValueListing>> = {
  ...listedThings,
  servers: {
    operation: 'server.list',
    list: 'servers',
    fixed: { ...wholeListing, membership: 'free' },
    names: ['name'],
    isList: true,
  },
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
  { list, names, isList = false }: Omit<ValueListing, 'operation'>,
  isShowable: (text: string) => boolean = () => true,
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
    const value = [...unique, ...textsOf(row, ['id']), ...own].find(
      (text) => canBeGiven(text, isList) && isShowable(text),
    );
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
