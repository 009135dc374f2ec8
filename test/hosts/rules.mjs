/** What model providers take of a tool's schema, as their documentation or SDK says. Each check returns problems, empty if there are none. */
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Every schema inside a schema, with where it is. */
export function* schemasIn(schema, path = '') {
  yield { path, schema };
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* schemasIn(member, `${path}.${name}`);
  if (schema.items) yield* schemasIn(schema.items, `${path}[]`);
  for (const [index, member] of (schema.anyOf ?? []).entries()) yield* schemasIn(member, `${path}|${index}`);
}

function unknownKeywords(schema, known) {
  return [...schemasIn(schema)].flatMap(({ path, schema: one }) =>
    Object.keys(one)
      .filter((keyword) => !known.has(keyword))
      .map((keyword) => `${path} has the keyword ${keyword}`),
  );
}

/** An object without members means "no arguments" to some providers, and an error to others. */
function vague(schema) {
  return [...schemasIn(schema)].flatMap(({ path, schema: one }) => [
    ...(isA(one, 'object') && path !== '' && Object.keys(one.properties ?? {}).length === 0
      ? [`${path} is an object without members`]
      : []),
    ...(isA(one, 'array') && one.items?.type === undefined ? [`${path} is a list of anything`] : []),
    ...(one.type === undefined && one.anyOf === undefined ? [`${path} has no type`] : []),
    ...(one.enum?.some((value) => value === '' || typeof value !== 'string') ? [`${path} allows what is no word`] : []),
  ]);
}

function isA({ type }, name) {
  return [type].flat().some((one) => one?.toLowerCase() === name);
}

/** https://platform.openai.com/docs/guides/structured-outputs#supported-schemas */
const openAiKeywords = new Set([
  ...['type', 'description', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf'],
  ...['pattern', 'format', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minItems', 'maxItems', '$defs', '$ref'],
]);

export function openAiStrictProblems(schema) {
  const all = [...schemasIn(schema)];
  const objects = all.filter(({ schema: one }) => isA(one, 'object'));
  const levels = Math.max(...all.map(({ path }) => path.split(/[.[]/).length));
  const enumValues = all.flatMap(({ schema: one }) => one.enum ?? []);
  return [
    ...unknownKeywords(schema, openAiKeywords),
    ...vague(schema),
    ...(schema.type === 'object' ? [] : ['it is no object']),
    ...objects.flatMap(({ path, schema: { properties = {}, required = [], additionalProperties } }) => [
      ...(additionalProperties === false ? [] : [`${path} is open`]),
      ...Object.keys(properties)
        .filter((name) => !required.includes(name))
        .map((name) => `${path}.${name} is not required`),
    ]),
    ...(levels > 10 ? [`it has ${levels} levels`] : []),
    ...(enumValues.length > 1000 ? [`it has ${enumValues.length} allowed values`] : []),
  ];
}

/** The members of the type `Schema` in `@google/genai`, which function declarations have in `parameters`. */
const geminiSchemaKeywords = new Set([
  ...['type', 'format', 'title', 'description', 'nullable', 'enum', 'items', 'minItems', 'maxItems', 'properties'],
  ...['required', 'minProperties', 'maxProperties', 'minLength', 'maxLength', 'pattern', 'example', 'anyOf'],
  ...['propertyOrdering', 'default', 'minimum', 'maximum'],
]);

export function geminiSchemaProblems(schema) {
  return [
    ...unknownKeywords(schema, geminiSchemaKeywords),
    ...vague(schema),
    ...(Object.keys(schema.properties ?? {}).length === 0 ? ['it is an object without members'] : []),
    ...[...schemasIn(schema)]
      .filter(({ schema: one }) => Array.isArray(one.type))
      .map(({ path }) => `${path} has several types`),
  ];
}

/** The part of JSON Schema that `@google/genai` documents at `responseJsonSchema`; it documents none at `parametersJsonSchema`. */
const geminiJsonSchemaKeywords = new Set([
  ...['$id', '$defs', '$ref', '$anchor', 'type', 'format', 'title', 'description', 'enum', 'items', 'prefixItems'],
  ...['minItems', 'maxItems', 'minimum', 'maximum', 'anyOf', 'oneOf', 'properties', 'additionalProperties', 'required'],
]);

export function geminiJsonSchemaProblems(schema) {
  return [...unknownKeywords(schema, geminiJsonSchemaKeywords), ...vague(schema), ...jsonSchemaProblems(schema)];
}

const ajv = new Ajv2020({ strict: true });

/** JSON Schema 2020-12, as MCP and Anthropic have it. */
export function jsonSchemaProblems(schema) {
  try {
    ajv.compile(schema);
    return vague(schema);
  } catch (error) {
    return [String(error)];
  }
}

/** Names that every provider takes: OpenAI limits those of functions, Gemini those of arguments, as the types of their SDKs say. */
export function namingProblems({ name, schema = {} }) {
  const names = [...schemasIn(schema)].flatMap(({ schema: { properties = {} } }) => Object.keys(properties));
  return [name, ...names]
    .filter((one) => !/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/.test(one))
    .map((one) => `the name ${one} is not allowed`);
}

/**
 * What a schema says to a model, in one form for all dialects: path by path the type, the words, the allowed values, and
 * whether it may be left out, or null in its place.
 */
export function meaningOf(schema, path = '', mayBeLeftOut = false) {
  const nonNull = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  if (nonNull.length === 1) {
    return meaningOf(
      { ...schema, ...nonNull[0], anyOf: undefined },
      path,
      mayBeLeftOut || nonNull.length < schema.anyOf.length,
    );
  }
  const types = [schema.type].flat().map((type) => type?.toLowerCase());
  const isNullable = types.includes('null') || schema.nullable === true;
  const own = {
    type: types.find((type) => type !== 'null'),
    description: schema.description,
    enum: schema.enum?.filter((value) => value !== null),
    mayBeLeftOut: mayBeLeftOut || isNullable,
  };
  return {
    [path]: own,
    ...Object.assign(
      {},
      ...Object.entries(schema.properties ?? {}).map(([name, member]) =>
        meaningOf(member, `${path}.${name}`, !schema.required?.includes(name)),
      ),
    ),
    ...(schema.items ? meaningOf(schema.items, `${path}[]`) : {}),
  };
}
