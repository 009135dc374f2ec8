import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js';
import { isRecord, listOf, lookUp, membersOf, type Node, textOf } from '../json.ts';

/** A JSON Schema (2019-09) without references. */
export type JsonSchema = Node | boolean;

/** What is wrong with a value, and where in it; array indexes are written `*`. */
export interface Flaw {
  at: string;
  /** The keyword that failed, or `undocumented` for a member that the schema does not know. */
  rule: string;
  message: string;
}

interface Conversion {
  /** Refuse members that the schema does not list, unless it says that there are more. */
  closed: boolean;
  /** Part of an `allOf` and the like: whether a member is known, only the whole can tell. */
  branch?: boolean;
  /** References under way: a schema that holds itself ends there. */
  trail?: readonly string[];
}

const kept = ['enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'];
const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

/**
 * An OpenAPI 3.0 schema as JSON Schema. Takes the documents as they are (specs/README): `type: "null"`, an empty
 * `required` and `patternProperties` occur; `oneOf` is read as `anyOf`, because the unions were converted by machine and
 * overlap; formats are not judged.
 */
export function toJsonSchema(document: Node, raw: unknown, conversion: Conversion): JsonSchema {
  if (!isRecord(raw)) return true;
  const { trail = [] } = conversion;
  const reference = textOf(raw, '$ref');
  if (reference !== undefined) {
    if (trail.includes(reference)) return true;
    return toJsonSchema(document, lookUp(document, reference), { ...conversion, trail: [...trail, reference] });
  }
  const inner = (node: unknown, branch = false): JsonSchema =>
    toJsonSchema(document, node, { closed: conversion.closed, branch, trail });
  const all = (node: unknown): Node =>
    Object.fromEntries(membersOf(node).map(([name, member]) => [name, inner(member)]));

  const schema: Node = Object.fromEntries(membersOf(raw).filter(([name]) => kept.includes(name)));
  const type = textOf(raw, 'type');
  if (type !== undefined && types.includes(type)) schema['type'] = type;
  const pattern = textOf(raw, 'pattern');
  if (pattern !== undefined && isPattern(pattern)) schema['pattern'] = pattern;
  if (listOf(raw['required']).length > 0) schema['required'] = raw['required'];
  if (isRecord(raw['properties'])) schema['properties'] = all(raw['properties']);
  if (isRecord(raw['patternProperties'])) schema['patternProperties'] = all(raw['patternProperties']);
  if (raw['items'] !== undefined) schema['items'] = inner(raw['items']);
  if (raw['additionalProperties'] !== undefined) {
    const more = raw['additionalProperties'];
    schema['additionalProperties'] = typeof more === 'boolean' ? more : inner(more);
  }
  if (raw['not'] !== undefined) schema['not'] = inner(raw['not'], true);
  const allOf = listOf(raw['allOf']);
  const anyOf = [...listOf(raw['anyOf']), ...listOf(raw['oneOf'])];
  if (allOf.length > 0) schema['allOf'] = allOf.map((one) => inner(one, true));
  if (anyOf.length > 0) schema['anyOf'] = anyOf.map((one) => inner(one, true));

  if (conversion.closed && !conversion.branch && listsMembers(schema)) schema['unevaluatedProperties'] = false;
  return raw['nullable'] === true ? orNull(schema) : schema;
}

function listsMembers(schema: Node): boolean {
  if (schema['additionalProperties'] !== undefined || schema['patternProperties'] !== undefined) return false;
  const branches = [...listOf(schema['allOf']), ...listOf(schema['anyOf'])];
  // A branch that says nothing of members lets all of them through.
  if (branches.length > 0) return branches.every((branch) => isRecord(branch) && listsMembers(branch));
  return membersOf(schema['properties']).length > 0;
}

/** OpenAPI's `nullable`, kept plain where it can be: then what fails is told by its own keyword. */
function orNull(schema: Node): Node {
  const { type, enum: values } = schema;
  if (typeof type !== 'string' || 'allOf' in schema || 'anyOf' in schema) return { anyOf: [{ type: 'null' }, schema] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
const ajv = new Ajv2019(options);
const coercing = new Ajv2019({ ...options, coerceTypes: 'array' });

const ofText = new Map<JsonSchema, ValidateFunction>();

/** What is wrong with a JSON value. */
export function flawsIn(schema: JsonSchema, value: unknown): Flaw[] {
  const validate = ajv.compile(schema);
  return validate(value) ? [] : flawsOf(validate.errors ?? []);
}

/** The same for a value that came as text: of a path, a query, a header, a form. */
export function flawsInText(schema: JsonSchema, value: unknown): Flaw[] {
  // Compiled once a schema: the wrapper gives a value of its own something to be coerced in.
  const validate = ofText.get(schema) ?? coercing.compile({ type: 'object', properties: { value: schema } });
  ofText.set(schema, validate);
  const flaws = validate({ value }) ? [] : flawsOf(validate.errors ?? []);
  return flaws.map(({ at, ...flaw }) => ({ ...flaw, at: at.replace(/^\/value/, '') }));
}

function flawsOf(errors: readonly ErrorObject[]): Flaw[] {
  // What is wrong with each branch of a union says less than that none of them fits.
  const outer = errors.filter(({ schemaPath }) => !/\/(anyOf|not)\/./.test(schemaPath));
  const found = (outer.length > 0 ? outer : errors).map(flawOf);
  return [...new Map(found.map((flaw) => [`${flaw.at} ${flaw.rule}`, flaw])).values()];
}

function flawOf({ instancePath, keyword, message = '', params }: ErrorObject): Flaw {
  const at = instancePath.replace(/\/\d+(?=\/|$)/g, '/*');
  const unknown = params['unevaluatedProperty'] ?? params['additionalProperty'];
  if (unknown !== undefined) return { at: `${at}/${unknown}`, rule: 'undocumented', message: 'is not documented' };
  if (keyword === 'required') return { at: `${at}/${params['missingProperty']}`, rule: keyword, message: 'is missing' };
  const allowed = keyword === 'enum' ? ` (${listOf(params['allowedValues']).join(', ')})` : '';
  return { at, rule: keyword, message: message + allowed };
}
