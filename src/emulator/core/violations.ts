import type * as z from 'zod';

/** A rule of JSON Schema. */
export type Keyword =
  | 'type'
  | 'required'
  | 'additionalProperties'
  | 'enum'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'pattern'
  | 'format'
  | 'oneOf';

/** Where a request breaks the schema of its operation. Services word it in their own form. */
export interface Violation {
  part: 'body' | 'query';
  /** what breaks the rule; for `required` and `additionalProperties` the object around it */
  path: readonly (string | number)[];
  keyword: Keyword;
  /** in the words of JSON Schema validators: `must be object` */
  message: string;
  /** the name of what is missing or not known */
  property?: string;
}

/** A violation as a sentence: `target.replicas must be integer`. */
export function violationText({ part, path, keyword, message, property }: Violation): string {
  const at = [...path, ...(property === undefined ? [] : [property])].join('.');
  if (keyword === 'required') return `${at} is required`;
  if (keyword === 'additionalProperties') {
    return part === 'query' ? `Unknown query parameter: ${at}` : `Unrecognized field: ${at}`;
  }
  if (at !== '') return `${part === 'query' ? 'Query parameter ' : ''}${at} ${message}`;
  return `The request ${part} ${message}`;
}

/** A value, or where it breaks its schema. */
export type Checked<Value> = { value: Value } | { violations: Violation[] };

/**
 * Checks a value. The words of the validation library never reach an answer: every issue becomes a rule of JSON Schema,
 * with the message that the schema gives or the usual one.
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  part: Violation['part'] = 'body',
): Checked<z.output<Schema>> {
  // An empty text tells messages that the schema gives from those of the library.
  const parsed = schema.safeParse(sent, { error: () => '' });
  if (parsed.success) return { value: parsed.data };
  const found = parsed.error.issues.flatMap((issue) => violationsOf(issue, { sent, part, path: [] }));
  return { violations: found.sort((a, b) => Number(b.keyword === 'required') - Number(a.keyword === 'required')) };
}

/** What an issue is about; `path` is where the value of an inner schema is. */
interface At {
  sent: unknown;
  part: Violation['part'];
  path: readonly (string | number)[];
}

type Issue = z.core.$ZodIssue;

function violationsOf(issue: Issue, at: At): Violation[] {
  const { sent, part } = at;
  const path = [...at.path, ...issue.path.map((one) => (typeof one === 'symbol' ? String(one) : one))];
  const value = valueAt(sent, path);
  const own = { part, path };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((property) => {
      return { ...own, keyword: 'additionalProperties', message: 'must NOT have additional properties', property };
    });
  }
  const last = path.at(-1);
  if (value === undefined && typeof last === 'string') {
    const message = `must have required property '${last}'`;
    return [{ part, path: path.slice(0, -1), keyword: 'required', message, property: last }];
  }
  if (issue.code === 'invalid_union') return ofUnion(issue, { sent, part, path });
  const rule = ruleOf(issue, value);
  return [{ ...own, ...rule, message: issue.message === '' ? rule.message : issue.message }];
}

/** Of a union, the alternative with the fewest faults says what is wrong: the first one, if none is nearer. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, at: At): Violation[] {
  if (issue.message !== '') return [{ part: at.part, path: at.path, keyword: 'type', message: issue.message }];
  const alternatives = issue.errors.map((issues) => issues.flatMap((one) => violationsOf(one, at)));
  const depth = (found: readonly Violation[]): number => Math.max(0, ...found.map(({ path }) => path.length));
  const [first] = [...alternatives].sort((a, b) => depth(b) - depth(a));
  return first ?? [];
}

function valueAt(sent: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    sent,
  );
}

type Rule = Pick<Violation, 'keyword' | 'message'>;

function ruleOf(issue: Issue, value: unknown): Rule {
  switch (issue.code) {
    case 'invalid_type':
      return { keyword: 'type', message: `must be ${typeName(issue.expected)}` };
    case 'invalid_value':
      return enumRule(issue.values, value);
    case 'too_small':
      return limitRule('min', issue.origin, Number(issue.minimum));
    case 'too_big':
      return limitRule('max', issue.origin, Number(issue.maximum));
    case 'invalid_format':
      if (issue.format === 'regex' && issue.pattern !== undefined) {
        return { keyword: 'pattern', message: `must match pattern "${issue.pattern.replace(/^\/|\/[a-z]*$/g, '')}"` };
      }
      return { keyword: 'format', message: `must match format "${issue.format === 'guid' ? 'uuid' : issue.format}"` };
    default:
      return { keyword: 'type', message: 'is not valid' };
  }
}

/** A value of another type than all allowed ones breaks the rule of its type first. */
function enumRule(values: readonly z.core.util.Primitive[], value: unknown): Rule {
  const types = new Set(values.map((one) => typeof one));
  const [type] = types;
  if (types.size === 1 && type !== typeof value) return { keyword: 'type', message: `must be ${type}` };
  return { keyword: 'enum', message: `must be equal to one of the allowed values: ${values.join(', ')}` };
}

function limitRule(end: 'min' | 'max', origin: string, limit: number): Rule {
  const [less, sign] = end === 'min' ? ['fewer', '>='] : ['more', '<='];
  if (origin === 'string')
    return { keyword: `${end}Length`, message: `must NOT have ${less} than ${limit} characters` };
  if (origin === 'array') return { keyword: `${end}Items`, message: `must NOT have ${less} than ${limit} items` };
  return { keyword: `${end}imum`, message: `must be ${sign} ${limit}` };
}

function typeName(expected: string): string {
  if (expected === 'int') return 'integer';
  return expected === 'record' || expected === 'map' ? 'object' : expected;
}
