import type * as z from 'zod';
import { hintAt } from '../../core/text/nearest.ts';
import { listed } from '../../core/text/quote.ts';
import { isObject } from '../../platform/json.ts';
import { quoted } from '../../platform/text.ts';
import { policyKeys } from './policy.ts';

/** What is wrong with the content of a policy file, each problem as a clause for whoever wrote the file. */
export function fileProblems(issues: readonly z.core.$ZodIssue[], content: unknown): string[] {
  return issues.flatMap((issue) => {
    const place = placeText(issue.path, content);
    return problemsOf(issue, memberAt(content, issue.path)).map((problem) =>
      place === '' ? problem : `in ${place}: ${problem}`,
    );
  });
}

/** Where a value stands, as people count: `rule 2 ("payments"), environmentTypes, entry 1`. */
function placeText(path: readonly PropertyKey[], content: unknown): string {
  const [first, index, ...rest] = path;
  const isRule = first === 'rules' && typeof index === 'number';
  const words = (isRule ? rest : path).map((key) => (typeof key === 'number' ? `entry ${key + 1}` : String(key)));
  return [...(isRule ? [ruleText(index, memberAt(content, [first, index, 'name']))] : []), ...words].join(', ');
}

function ruleText(index: number, name: unknown): string {
  return typeof name === 'string' && name.trim() !== '' ? `rule ${index + 1} (${quoted(name)})` : `rule ${index + 1}`;
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path));
  if (value === undefined) return [`it is missing${expectedText(issue)}`];
  switch (issue.code) {
    case 'invalid_value':
      return [`${shown(value)} is unknown${hintFor(issue, value)}${expectedText(issue)}`];
    case 'invalid_type':
      return [`it is ${shown(value)}${expectedText(issue)}`];
    case 'too_small':
      return [
        issue.origin === 'number' || issue.origin === 'int'
          ? `${shown(value)} is too small: at least ${issue.minimum}`
          : 'it is empty',
      ];
    case 'too_big':
      return [
        issue.origin === 'string'
          ? `it has more than ${issue.maximum} characters`
          : `${shown(value)} is too large: at most ${issue.maximum}`,
      ];
    default:
      // Ours, see the schema.
      return [issue.message];
  }
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const level = path.length === 0 ? 'file' : path[0] === 'limits' ? 'limits' : 'rule';
  const keys = policyKeys[level].filter((one) => !one.startsWith('$'));
  const home = levels.find((one) => one !== level && policyKeys[one].includes(key));
  if (home !== undefined) return `the key ${quoted(key)} stands in the wrong place: it belongs ${homeTexts[home]}`;
  return `the key ${quoted(key)} is unknown${hintAt(key, keys) || `, expected ${listed(keys, 'or', keys.length)}`}`;
}

const levels = ['file', 'rule', 'limits'] as const;

/** Where the keys of a level stand. */
const homeTexts: Readonly<Record<(typeof levels)[number], string>> = {
  file: 'at the top of the file',
  rule: 'in a rule, in the list rules',
  limits: 'below limits',
};

function hintFor(issue: z.core.$ZodIssueInvalidValue, value: unknown): string {
  return typeof value === 'string' ? hintAt(value, issue.values.map(String)) : '';
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a whole number',
  array: 'a list',
  object: 'keys with values',
};

function expectedText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value')
    return `, expected ${listed(issue.values.map(String), 'or', issue.values.length)}`;
  if (issue.code === 'invalid_type') return `, expected ${typeNames[issue.expected] ?? issue.expected}`;
  return '';
}

/** A value in a sentence; what has members by its kind only. */
function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value, 40);
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'a group of keys' : String(value);
}

/** Issues do not hold the value that they are about. */
function memberAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
    content,
  );
}
