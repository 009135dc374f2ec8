import { isObject, type JsonObject, listOf, lookUp, membersOf, textOf } from '../json.ts';

/** A JSON Schema (2019-09) without references. */
export type JsonSchema = JsonObject | boolean;

interface Conversion {
  /** Refuse members that the schema does not list, unless it says that there are more. */
  closed: boolean;
  /** Part of an `allOf` and the like: whether a member is known, only the whole can tell. */
  branch?: boolean;
  /** References being followed: a schema that contains itself ends there. */
  trail?: readonly string[];
}

type Convert = (raw: unknown, branch?: boolean) => JsonSchema;

const copied = ['enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'];
const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

/**
 * An OpenAPI 3.0 schema as JSON Schema. Takes the documents as they are: `type: "null"`, types that do not exist, an
 * empty `required` and `patternProperties` occur. `oneOf` is read as `anyOf`, because the unions were converted by
 * machine and overlap. Formats are not checked.
 */
export function toJsonSchema(document: JsonObject, raw: unknown, conversion: Conversion): JsonSchema {
  if (!isObject(raw)) return true;
  const { closed, branch: isBranch = false, trail = [] } = conversion;
  const reference = textOf(raw, '$ref');
  if (reference !== undefined) {
    if (trail.includes(reference)) return true;
    return toJsonSchema(document, lookUp(document, reference), { ...conversion, trail: [...trail, reference] });
  }
  const convert: Convert = (inner, branch = false) => toJsonSchema(document, inner, { closed, branch, trail });
  const schema = { ...ownRules(raw), ...rulesForMembers(raw, convert), ...combinations(raw, convert) };
  if (closed && !isBranch && listsMembers(schema)) schema['unevaluatedProperties'] = false;
  return raw['nullable'] === true ? orNull(schema) : schema;
}

/** Whether a schema says more of a value than "an object" or "a list". */
export function restricts(schema: JsonSchema): boolean {
  if (!isObject(schema)) return false;
  if (schema['type'] === 'object' || schema['type'] === 'array') {
    return ['properties', 'items', 'allOf', 'anyOf', 'required', 'additionalProperties'].some((name) => name in schema);
  }
  return Object.keys(schema).length > 0;
}

/** The keywords that hold no other schema. */
function ownRules(raw: JsonObject): JsonObject {
  const rules: JsonObject = Object.fromEntries(membersOf(raw).filter(([name]) => copied.includes(name)));
  const type = textOf(raw, 'type');
  if (type !== undefined && types.includes(type)) rules['type'] = type;
  const pattern = textOf(raw, 'pattern');
  if (pattern !== undefined && isPattern(pattern)) rules['pattern'] = pattern;
  if (listOf(raw['required']).length > 0) rules['required'] = raw['required'];
  return rules;
}

function rulesForMembers(raw: JsonObject, convert: Convert): JsonObject {
  const rules: JsonObject = {};
  for (const name of ['properties', 'patternProperties']) {
    const schemas = raw[name];
    if (isObject(schemas)) {
      rules[name] = Object.fromEntries(membersOf(schemas).map(([member, schema]) => [member, convert(schema)]));
    }
  }
  if (raw['items'] !== undefined) rules['items'] = convert(raw['items']);
  const more = raw['additionalProperties'];
  if (more !== undefined) rules['additionalProperties'] = typeof more === 'boolean' ? more : convert(more);
  return rules;
}

function combinations(raw: JsonObject, convert: Convert): JsonObject {
  const rules: JsonObject = {};
  if (raw['not'] !== undefined) rules['not'] = convert(raw['not'], true);
  const allOf = listOf(raw['allOf']);
  if (allOf.length > 0) rules['allOf'] = allOf.map((one) => convert(one, true));
  const anyOf = [...listOf(raw['anyOf']), ...listOf(raw['oneOf'])];
  if (anyOf.length > 0) rules['anyOf'] = anyOf.map((one) => convert(one, true));
  return rules;
}

function listsMembers(schema: JsonObject): boolean {
  if (schema['additionalProperties'] !== undefined || schema['patternProperties'] !== undefined) return false;
  const branches = [...listOf(schema['allOf']), ...listOf(schema['anyOf'])];
  // A branch that says nothing of members lets all of them through.
  if (branches.length > 0) return branches.every((branch) => isObject(branch) && listsMembers(branch));
  return membersOf(schema['properties']).length > 0;
}

/** OpenAPI's `nullable`, as a second type where that is possible: then each mismatch names its own keyword. */
function orNull(schema: JsonObject): JsonObject {
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
