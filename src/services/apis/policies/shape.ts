import { isIP } from 'node:net';
import { isObject } from '../../../platform/json.ts';

/** What a text has to be, besides being one. */
export type TextFormat =
  | 'expression'
  | 'address'
  | 'header name'
  | 'HTTP method'
  | 'origin'
  | 'web address'
  | 'web addresses'
  | 'LDAP address';

/** What a value in a policy's configuration has to be, down to its last member. */
export type Shape =
  | { kind: 'any'; called?: string | undefined }
  | { kind: 'boolean' }
  | { kind: 'text'; format?: TextFormat; options?: readonly unknown[] }
  | {
      kind: 'integer' | 'number';
      minimum?: number | undefined;
      maximum?: number | undefined;
      options?: readonly unknown[];
    }
  | { kind: 'list'; items: Shape; atLeast?: number }
  | { kind: 'object'; members: Readonly<Record<string, Shape>>; required: readonly string[] };

/** Methods that a caller can send (RFC 9110, section 9, and RFC 5789). */
export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'] as const;

/** How each format is recognized, and what it is called in a sentence. */
const formats: Readonly<Record<TextFormat, { text: string; matches: (text: string) => boolean }>> = {
  expression: { text: 'a DataWeave expression #[…]', matches: isExpression },
  address: {
    text: 'an IP address, a range such as 10.0.0.0/8, or a DataWeave expression #[…]',
    matches: isAddress,
  },
  'header name': { text: 'the name of a header', matches: (text) => /^[\w!#$%&'*+.^`|~-]+$/.test(text) },
  'HTTP method': {
    text: `an HTTP method (${httpMethods.join(', ')})`,
    matches: (text) => httpMethods.some((method) => method === text.toUpperCase()),
  },
  origin: { text: 'an origin such as https://shop.example.com, or *', matches: isOrigin },
  'web address': { text: 'a web address (http or https)', matches: isWebAddress },
  'web addresses': {
    text: 'a web address (http or https), or several with commas between them',
    matches: (text) => text.split(',').every((one) => isWebAddress(one.trim())),
  },
  'LDAP address': {
    text: 'an address such as ldaps://directory.example.com',
    matches: (text) => /^ldaps?:\/\/\S+/.test(text),
  },
};

/**
 * What is wrong with a value, a sentence for each member, named by its path: `rateLimits.0.maximumRequests`. Values are
 * never repeated: they may be secrets.
 */
export function shapeProblems(path: string, value: unknown, shape: Shape): string[] {
  switch (shape.kind) {
    case 'any':
      return [];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} must be a boolean.`];
    case 'text':
      return textProblems(path, value, shape);
    case 'integer':
    case 'number':
      return numberProblems(path, value, shape);
    case 'list':
      return listProblems(path, value, shape);
    case 'object':
      return objectProblems(path, value, shape);
  }
}

/** A shape in words: `list of {maximumRequests*: integer, at least 1; …}, at least 1`. A star marks required members. */
export function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case 'any':
      return shape.called ?? 'any';
    case 'boolean':
    case 'text':
    case 'integer':
    case 'number':
      return scalarText(shape);
    case 'list':
      return `list of ${shapeText(shape.items)}${shape.atLeast ? ` (at least ${shape.atLeast})` : ''}`;
    case 'object':
      return `{${Object.entries(shape.members)
        .map(([name, member]) => `${name}${shape.required.includes(name) ? '*' : ''}: ${shapeText(member)}`)
        .join('; ')}}`;
  }
}

/** True if a value inside the shape is not checked. */
export function isOpenShape(shape: Shape): boolean {
  if (shape.kind === 'any') return true;
  if (shape.kind === 'list') return isOpenShape(shape.items);
  return shape.kind === 'object' && Object.values(shape.members).some(isOpenShape);
}

function scalarText(shape: Extract<Shape, { kind: 'boolean' | 'text' | 'integer' | 'number' }>): string {
  if (shape.kind === 'boolean') return shape.kind;
  const options = shape.options?.length ? `, one of ${shape.options.map(String).join(', ')}` : '';
  if (shape.kind === 'text')
    return `text${shape.format === undefined ? '' : `, ${formats[shape.format].text}`}${options}`;
  const least = shape.minimum === undefined ? '' : `, at least ${shape.minimum}`;
  const most = shape.maximum === undefined ? '' : `, at most ${shape.maximum}`;
  return `${shape.kind}${least}${most}${options}`;
}

function textProblems(path: string, value: unknown, { format, options }: Extract<Shape, { kind: 'text' }>): string[] {
  if (typeof value !== 'string') return [`${path} must be a text.`];
  // The value of an expression is known only at the request.
  if (isExpression(value)) return [];
  if (value.startsWith('#[')) return [`${path} is an expression that does not end: it needs a ] at its end.`];
  if (options?.length && !options.includes(value)) return [`${path} must be one of ${options.map(String).join(', ')}.`];
  if (format !== undefined && !formats[format].matches(value)) return [`${path} must be ${formats[format].text}.`];
  return [];
}

function numberProblems(
  path: string,
  value: unknown,
  { kind, minimum, maximum, options }: Extract<Shape, { kind: 'integer' | 'number' }>,
): string[] {
  const isRight =
    kind === 'integer' ? Number.isSafeInteger(value) : typeof value === 'number' && Number.isFinite(value);
  if (!isRight || typeof value !== 'number')
    return [`${path} must be ${kind === 'integer' ? 'an integer' : 'a number'}.`];
  if (options?.length && !options.includes(value)) return [`${path} must be one of ${options.map(String).join(', ')}.`];
  if (maximum !== undefined && value > maximum) return [`${path} must be ${maximum} at most.`];
  if (minimum !== undefined && value < minimum) return [`${path} must be ${minimum} at least.`];
  return [];
}

function listProblems(
  path: string,
  value: unknown,
  { items, atLeast = 0 }: Extract<Shape, { kind: 'list' }>,
): string[] {
  if (!Array.isArray(value)) return [`${path} must be a list.`];
  if (value.length < atLeast)
    return [`${path} must have at least ${atLeast === 1 ? 'one entry' : `${atLeast} entries`}.`];
  return value.flatMap((item, index) => shapeProblems(`${path}.${index}`, item, items));
}

function objectProblems(path: string, value: unknown, shape: Extract<Shape, { kind: 'object' }>): string[] {
  const { members, required } = shape;
  if (!isObject(value)) return [`${path} must be an object: ${shapeText(shape)}.`];
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  const missing = required.filter((name) => value[name] === undefined || value[name] === null || value[name] === '');
  return [
    ...unknown.map(
      (name) => `${path} has an unknown member ${JSON.stringify(name)} (it has ${Object.keys(members).join(', ')}).`,
    ),
    ...missing.map((name) => `${path}.${name} is missing.`),
    ...Object.entries(members).flatMap(([name, member]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given === undefined || given === null || missing.includes(name)) return [];
      return shapeProblems(`${path}.${name}`, given, member);
    }),
  ];
}

function isExpression(text: string): boolean {
  return /^#\[[\s\S]*\S[\s\S]*\]\s*$/.test(text);
}

/** An address, or one with the length of its prefix. */
function isAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes('%')) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Scheme, host and port, with nothing behind them: a browser sends no more in `Origin` (RFC 6454). */
function isOrigin(text: string): boolean {
  return text === '*' || (/^[a-z][a-z\d+.-]*:\/\/[^/\s?#]+$/i.test(text) && URL.canParse(text));
}
