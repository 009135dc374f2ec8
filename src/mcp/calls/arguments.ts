import * as z from 'zod';
import { isSpelling } from '../../core/text/spellings.ts';
import { jsonText } from '../../core/tools/open-arguments.ts';
import type { AcceptedCall, Tool } from '../../core/tools/tool.ts';
import { inputFailure } from '../../platform/errors.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { inData, shortened } from '../../platform/text.ts';
import { inputSchema, type JsonSchema } from '../tools/tool-schema.ts';
import { argumentFailure } from './argument-failure.ts';
import { isNamedValue, nameAt, schemaAt } from './argument-place.ts';

/**
 * Brings arguments to the types of the schema where only the form differs, as models and command-line clients write
 * them: `"true"` for a boolean, `"5"` for a number, a number for an id, one value for a list, JSON text for a list or an
 * object, a plain object for a list of `{name, value}` or for JSON text. Null counts as not given, and so does an empty or
 * blank text for an optional member that cannot be empty, but for the id of a plan: hosts fill in both. Inside of an object with members of any name they are
 * data. Anything else is left for validation to name.
 */
export function coerceArguments(value: unknown, schema: JsonSchema): unknown {
  switch (schema.type) {
    case 'object':
      return coerceObject(parsedIfJson(value, '{'), schema);
    case 'array':
      return isNamedValues(schema) ? coerceNamedValues(value, schema) : coerceList(parsedIfJson(value, '['), schema);
    case 'boolean':
      return typeof value === 'string' ? coerceBoolean(value) : value;
    case 'integer':
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    case 'string':
      return coerceText(value, schema);
    default:
      return value;
  }
}

/** Whoever gives the id of a plan wants that plan and no other: a blank one is refused, where leaving it out would plan anew. */
const meantWhenBlank = 'planId';

function coerceObject(value: unknown, schema: JsonSchema): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { properties = {}, additionalProperties, required = [] } = schema;
  const isBlank = (name: string, member: unknown): boolean =>
    isBlankText(member) &&
    name !== meantWhenBlank &&
    Object.hasOwn(properties, name) &&
    !required.includes(name) &&
    !mayBeEmpty(properties[name] ?? {});
  const isData = (name: string): boolean => additionalProperties !== false && !Object.hasOwn(properties, name);
  return Object.fromEntries(
    (additionalProperties === false ? withOwnNames(value, properties) : Object.entries(value))
      .filter(([name, member]) => member !== undefined && (member !== null || isData(name)) && !isBlank(name, member))
      .map(([name, member]) => [
        name,
        Object.hasOwn(properties, name) ? coerceArguments(member, properties[name] ?? {}) : member,
      ]),
  );
}

function isBlankText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** Whether an empty text is a value of its own, such as a label that is cleared. */
function mayBeEmpty({ type, enum: allowed, isFilled = false }: JsonSchema): boolean {
  if (allowed !== undefined) return allowed.includes('');
  return type === undefined || (type === 'string' && !isFilled);
}

/**
 * Members under the schema's own names. An unknown name stays as it is, and so does another spelling of a member that is
 * given already. Null counts as not given.
 */
function withOwnNames(value: object, properties: Readonly<Record<string, JsonSchema>>): [string, unknown][] {
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  const given = new Set(members.map(([name]) => name));
  return members.map(([name, member]) => {
    if (Object.hasOwn(properties, name)) return [name, member];
    const own = Object.keys(properties).find((candidate) =>
      isSpelling(name, candidate, properties[candidate]?.spellings),
    );
    if (own === undefined || given.has(own)) return [name, member];
    given.add(own);
    return [own, member];
  });
}

function coerceList(value: unknown, { items = {}, separable = false }: JsonSchema): unknown {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? value : itemsOf(value, separable);
  return Array.isArray(list) ? list.map((item) => coerceArguments(item, items)) : list;
}

/** One value as a list, or the names in it. */
function itemsOf(value: unknown, separable: boolean): unknown[] {
  // A link may hold the separators, and is taken as it was copied.
  if (!separable || typeof value !== 'string' || value.includes('://')) return [value];
  const names = value
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? [value] : names;
}

/** Whether a list declares members of any name, see `core/tools/open-arguments.ts`. */
function isNamedValues({ items: { properties = {} } = {} }: JsonSchema): boolean {
  return Object.keys(properties).sort().join() === 'name,value';
}

/**
 * Named values as a list. `{name, value}` alone stays as it is: it can be one item, or an object whose two members have
 * these names, and a guess would set the wrong ones.
 */
function coerceNamedValues(value: unknown, schema: JsonSchema): unknown {
  const given = parsedIfJson(parsedIfJson(value, '['), '{');
  const list = isObject(given) && !isNamedValue(given) ? listOfMembers(given) : given;
  return Array.isArray(list) ? coerceList(list.map(withTextValue), schema) : list;
}

function listOfMembers(given: JsonObject): JsonObject[] {
  return Object.entries(given).map(([name, value]) => ({ name, value }));
}

/** Models write numbers and booleans as they are. */
function withTextValue(item: unknown): unknown {
  if (!isObject(item) || !['number', 'boolean'].includes(typeof item['value'])) return item;
  return { ...item, value: String(item['value']) };
}

function coerceBoolean(value: string): unknown {
  const folded = value.trim().toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : value;
}

function coerceText(value: unknown, schema: JsonSchema): unknown {
  if (schema['contentMediaType'] === jsonText && isObject(value)) return JSON.stringify(value);
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || schema.enum === undefined || schema.enum.includes(text)) return text;
  return schema.enum.find((allowed) => allowed.toLowerCase() === text.trim().toLowerCase()) ?? text;
}

function parsedIfJson(value: unknown, opening: '{' | '['): unknown {
  if (typeof value !== 'string' || !value.trim().startsWith(opening)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Arguments with the value of JSON text in its place, for checks that concern what is inside. */
export function withParsedTexts(args: unknown, schema: JsonSchema): unknown {
  if (schema['contentMediaType'] === jsonText) return parsedIfJson(args, '{');
  const { properties } = schema;
  if (!isObject(args) || properties === undefined) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, member]) => [name, withParsedTexts(member, schemaAt(schema, [name]))]),
  );
}

/** Text in angle brackets, as our results write values that only the caller knows; not a link, not markup with attributes. */
const placeholder = /^<[a-z][a-z' _-]*>$/i;
/**
 * Refuses placeholders that were copied from a result: `<name>` would otherwise become a user name. In named values any text is
 * data, also in angle brackets.
 * @throws Failure (input) that names the argument
 */
export function refusePlaceholders(
  args: unknown,
  tool: string,
  schema: JsonSchema = {},
  path: readonly string[] = [],
): void {
  if (typeof args === 'string' && placeholder.test(args.trim())) {
    // A placeholder is words in brackets, so it needs no quotation marks.
    throw inputFailure({
      what: `${tool} was not called: the argument ${nameAt(path)} is still the placeholder ${inData(shortened(args.trim(), 80))}.`,
      why: 'Text in angle brackets stands for a value that only the caller knows.',
      next: 'Replace it with the real value; ask the user if you do not know it.',
    });
  }
  if (typeof args !== 'object' || args === null || isNamedValues(schema)) return;
  for (const [name, member] of Object.entries(args)) {
    refusePlaceholders(member, tool, schemaAt(schema, [Array.isArray(args) ? Number(name) : name]), [...path, name]);
  }
}

/** Checks arguments against the schema of a tool. @throws Failure (input) that names every wrong one */
export function acceptArguments(tool: Tool, args: unknown, schema: JsonSchema = inputSchema(tool)): AcceptedCall {
  try {
    return tool.accept(args);
  } catch (error) {
    if (error instanceof z.ZodError) throw argumentFailure(error, args, schema, tool.name);
    throw error;
  }
}
