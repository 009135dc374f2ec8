import type * as z from 'zod';
import { editDistance, nearest } from '../../core/text/nearest.ts';
import { listed, quote } from '../../core/text/quote.ts';
import { isSpelling } from '../../core/text/spellings.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import type { JsonSchema } from '../tools/tool-schema.ts';
import { isNamedValue, maxName, nameAt, schemaAt } from './argument-place.ts';

/** One failure for all issues: which arguments are wrong, and which exist. */
export function argumentFailure(error: z.ZodError, args: unknown, schema: JsonSchema, tool: string): Failure {
  const meant = onlyMissing(error.issues, args);
  const texts = [...new Set(error.issues.flatMap((issue) => issueTexts(issue, { args, schema, meant })))];
  const more = texts.length > maxIssues ? ` ${texts.length - maxIssues} more arguments are wrong.` : '';
  return inputFailure({
    what: `${tool} was not called: ${texts.slice(0, maxIssues).join(' ')}${more}`,
    why: strayAdvice(error.issues, schema),
    next: usage(schema),
  });
}

/** How many wrong arguments one failure names. */
const maxIssues = 10;

/** What one issue is told with. */
interface Given {
  args: unknown;
  schema: JsonSchema;
  /** What an argument of an unknown name can only stand for. */
  meant: string | undefined;
}

/** The argument that is missing, where one is missing and one is unknown: then they are the same. */
function onlyMissing(issues: readonly z.core.$ZodIssue[], args: unknown): string | undefined {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const missing = issues.filter(({ code, path }) => code !== 'unrecognized_keys' && isMissing(path, args));
  const [only] = missing;
  return unknown.length === 1 && missing.length === 1 && only?.path.length === 1 ? nameAt(only.path) : undefined;
}

function isMissing(path: readonly PropertyKey[], args: unknown): boolean {
  return path.length > 0 && memberAt(args, path) === undefined;
}

function issueTexts(issue: z.core.$ZodIssue, { args, schema, meant }: Given): string[] {
  if (issue.code === 'unrecognized_keys') {
    const place = { path: issue.path, given: memberAt(args, issue.path), schema: schemaAt(schema, issue.path) };
    return issue.keys.map((key) => unknownArgument(key, { ...place, meant }));
  }
  if (issue.path.length === 0) return [`The arguments are wrong: ${demandOf(issue)}.`];
  const where = nameAt(namedPath(issue.path, args));
  const value = memberAt(args, issue.path);
  if (value === undefined) return [`The argument ${where} is missing${valuesOf(schemaAt(schema, issue.path))}.`];
  if (typeof value === 'string' && value.trim() === '') return [`The argument ${where} is empty.`];
  return [`The argument ${where} is wrong: ${demandOf(issue)}.`];
}

/** What a missing argument can be, where that is one of a few. */
function valuesOf({ enum: allowed = [] }: JsonSchema): string {
  return allowed.length === 0 ? '' : `: ${listed(allowed.map(String), 'or', allowed.length)}`;
}

/** The path of a value with the name that it has in a list of `{name, value}`: `properties.port`, not `properties.0.value`. */
function namedPath(path: readonly PropertyKey[], args: unknown): readonly PropertyKey[] {
  const item = path.at(-1) === 'value' ? memberAt(args, path.slice(0, -1)) : undefined;
  if (!isObject(item) || !isNamedValue({ value: undefined, ...item })) return path;
  const { name } = item;
  return typeof name === 'string' && name.length <= maxName ? [...path.slice(0, -2), name] : path;
}

/** What zod calls types, for people. */
const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What was expected, in words; never what was given, which may be a secret. */
function demandOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${listed(issue.values.map(String), 'or', issue.values.length)}`;
    case 'too_small':
      return `expected ${amount(issue.origin, issue.minimum, 'at least')}`;
    case 'too_big':
      return `expected ${amount(issue.origin, issue.maximum, 'at most')}`;
    default:
      return issue.message;
  }
}

function amount(origin: string, limit: number | bigint, bound: string): string {
  const units: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };
  return `${bound} ${limit}${units[origin] ?? ''}`;
}

/** A zod issue does not hold the value. */
function memberAt(args: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
    args,
  );
}

/** A name that the schema does not have, or that means an argument which is given under its own name as well. */
function unknownArgument(
  key: string,
  {
    path,
    given,
    schema: { properties = {} },
    meant,
  }: Omit<Given, 'args'> & { path: readonly PropertyKey[]; given: unknown },
): string {
  const names = Object.keys(properties);
  const own = names.find((name) => isSpelling(key, name, properties[name]?.spellings));
  if (own !== undefined && memberAt(given, [own]) !== undefined) {
    return `The arguments ${nameAt([...path, own])} and ${nameAt([...path, key])} name the same setting: give only one of them.`;
  }
  const near = slipOf(key, names) ?? (path.length === 0 ? meant : undefined);
  const hint = near === undefined ? '' : ` Did you mean ${nameAt([...path, near])}?`;
  return `Unknown argument ${quote([...path, key].join('.'))}.${hint}`;
}

/** The name that is meant if it is only a slip of the pen: another word that begins alike may do something else, or open something. */
function slipOf(key: string, names: readonly string[]): string | undefined {
  const [near] = nearest(
    key,
    names.map((name) => ({ id: name, name })),
  );
  if (near === undefined) return undefined;
  const isSlip = editDistance(near.name.toLowerCase(), key.toLowerCase()) <= Math.max(1, key.length / 4);
  return isSlip ? near.name : undefined;
}

/** What an argument with members of any name says about unknown arguments; undefined where none is unknown, or all are slips of the pen. */
function strayAdvice(issues: readonly z.core.$ZodIssue[], { properties = {} }: JsonSchema): string | undefined {
  const names = Object.keys(properties);
  const isMeant = (key: string): boolean =>
    slipOf(key, names) !== undefined || names.some((name) => isSpelling(key, name, properties[name]?.spellings));
  const strays = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys.filter((key) => !isMeant(key)) : [],
  );
  const said = Object.values(properties).flatMap((property) => property.strays ?? []);
  return strays.length === 0 || said.length === 0 ? undefined : said.join(' ');
}

function usage({ properties = {}, required = [] }: JsonSchema): string {
  const names = Object.keys(properties);
  if (names.length === 0) return 'Call it without arguments.';
  const marked = names.map((name) => (required.includes(name) ? `${name} (required)` : name));
  return `It takes ${marked.join(', ')}.`;
}
