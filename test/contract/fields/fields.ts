import { type JsonSchema, restricts } from '../documents/json-schema.ts';
import type { Media, Operation } from '../documents/operation.ts';
import { isObject, listOf, membersOf } from '../json.ts';

/** Fields by their path, `servers.*.name` (or `events.{time}` where names are epoch milliseconds), each with the JSON types that it may have; none: any. */
export type Fields = ReadonlyMap<string, ReadonlySet<string>>;

/** The fields that the document gives to the answer of an operation with a status. */
export function documentedFields({ answers }: Operation, status: number): Fields {
  const content = answers.get(String(status)) ?? answers.get(`${Math.floor(status / 100)}XX`) ?? new Map();
  const media: Media | undefined = content.get('application/json');
  if (media === undefined) return new Map();
  const fields = new Map<string, Set<string>>();
  if (media.schema !== undefined && restricts(media.schema)) addSchema(fields, media.schema, '');
  else for (const types of media.exampleTypes) addExample(fields, types, '');
  return fields;
}

/** The field that holds a field; the whole answer for one at the top. */
export function parentOf(at: string): string {
  return at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '';
}

/** Fields that stand elsewhere: what is below `from`, below `to`. */
export function moved(fields: Fields, from: string, to: string): Fields {
  const prefix = from === '' ? '' : `${from}.`;
  const found = [...fields].filter(([at]) => at !== from && at.startsWith(prefix));
  return new Map([
    [to, fields.get(from) ?? new Set<string>()],
    ...found.map(([at, types]) => [below(to, at.slice(prefix.length)), types] as const),
  ]);
}

/** The fields of a value; a list has those of all its members. */
export function fieldsIn(value: unknown): Fields {
  const fields = new Map<string, Set<string>>();
  addValue(fields, value, '');
  return fields;
}

function addSchema(fields: Map<string, Set<string>>, schema: JsonSchema, at: string): void {
  if (!isObject(schema)) return;
  for (const type of [schema['type']].flat()) if (typeof type === 'string') add(fields, at, type);
  for (const branch of [...listOf(schema['allOf']), ...listOf(schema['anyOf'])]) {
    if (isObject(branch)) addSchema(fields, branch, at);
  }
  for (const [name, member] of membersOf(schema['properties'])) {
    add(fields, below(at, name));
    if (isObject(member)) addSchema(fields, member, below(at, name));
  }
  const { items } = schema;
  if (isObject(items)) addSchema(fields, items, below(at, '*'));
}

function addExample(fields: Map<string, Set<string>>, types: unknown, at: string): void {
  if (types === null) return;
  add(fields, at, typeof types === 'string' ? types : Array.isArray(types) ? 'array' : 'object');
  for (const item of listOf(types)) addExample(fields, item, below(at, '*'));
  for (const [name, member] of membersOf(types)) {
    add(fields, below(at, name));
    addExample(fields, member, below(at, name));
  }
}

function addValue(fields: Map<string, Set<string>>, value: unknown, at: string): void {
  add(fields, at, value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
  if (Array.isArray(value)) for (const item of value) addValue(fields, item, below(at, '*'));
  for (const [name, member] of membersOf(value)) addValue(fields, member, below(at, name));
}

function add(fields: Map<string, Set<string>>, at: string, type?: string): void {
  const known = fields.get(at) ?? new Set();
  if (type !== undefined) known.add(type === 'integer' ? 'number' : type);
  fields.set(at, known);
}

function below(at: string, name: string): string {
  const shown = /^\d{13}$/.test(name) ? '{time}' : name;
  return at === '' ? shown : `${at}.${shown}`;
}
