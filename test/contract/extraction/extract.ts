import { restricts, toJsonSchema } from '../documents/json-schema.ts';
import { isObject, type JsonObject, listOf, membersOf, resolved, textOf } from '../json.ts';
import { exampleTypesOf } from './example-types.ts';
import { originOf } from './origin.ts';

/** Keywords of a schema that are kept as they are, because they hold no other schema. */
const ownKeywords = [
  '$ref',
  'type',
  'format',
  'nullable',
  'readOnly',
  'writeOnly',
  'deprecated',
  'enum',
  'default',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];
const schemaMaps = ['properties', 'patternProperties'];
const schemaLists = ['allOf', 'anyOf', 'oneOf'];
const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'trace'];

/**
 * What a published OpenAPI 3.0 document says, as data: paths, parameters, bodies, answers, security and all its schemas.
 * Without prose, without values of examples, without extensions (but for unions). Keeps the document's order and its local references, so
 * that the result can be compared with the document, and is read as one.
 */
export function extract(document: JsonObject): JsonObject {
  const components = isObject(document['components']) ? document['components'] : {};
  return withoutUndefined({
    origin: originOf(document),
    servers: [{ url: serverUrl(document) }],
    security: document['security'],
    paths: mapped(document['paths'], (item) => pathItem(document, item)),
    components: withoutUndefined({
      parameters: filled(mapped(components['parameters'], parameter)),
      requestBodies: filled(mapped(components['requestBodies'], requestBody)),
      responses: filled(mapped(components['responses'], (raw) => response(document, raw))),
      schemas: filled(mapped(components['schemas'], schema)),
    }),
  });
}

/** The address of the first server, its variables replaced by their defaults. */
function serverUrl(document: JsonObject): string {
  const [server] = listOf(document['servers']);
  const variables = isObject(server) ? server['variables'] : undefined;
  return membersOf(variables).reduce((url, [name, variable]) => {
    const given = textOf(variable, 'default') ?? '';
    // Two documents have `unknown` as the default of `{version}`. The real paths carry the major version.
    const value = given === 'unknown' ? `v${majorVersion(document)}` : given;
    return url.replace(`{${name}}`, value);
  }, textOf(server, 'url') ?? '/');
}

function majorVersion(document: JsonObject): string {
  const [major = ''] = (textOf(document['info'], 'version') ?? '').split('.');
  return major;
}

function pathItem(document: JsonObject, raw: unknown): JsonObject {
  const item = isObject(raw) ? raw : {};
  const operations = membersOf(item)
    .filter(([name]) => methods.includes(name))
    .map(([method, one]) => [method, operation(document, one)]);
  return withoutUndefined({ parameters: parameters(item), ...Object.fromEntries(operations) });
}

function operation(document: JsonObject, raw: unknown): JsonObject {
  const from = isObject(raw) ? raw : {};
  return withoutUndefined({
    ...picked(from, ['deprecated', 'security']),
    parameters: parameters(from),
    requestBody: from['requestBody'] === undefined ? undefined : requestBody(from['requestBody']),
    responses: mapped(from['responses'], (one) => response(document, one)),
  });
}

function parameters({ parameters: raw }: JsonObject): unknown {
  const all = listOf(raw);
  return all.length > 0 ? all.map(parameter) : undefined;
}

function parameter(raw: unknown): JsonObject {
  const from = isObject(raw) ? raw : {};
  return withoutUndefined({
    ...picked(from, ['$ref', 'name', 'in', 'required', 'deprecated', 'style', 'explode', 'allowReserved']),
    schema: from['schema'] === undefined ? undefined : schema(from['schema']),
  });
}

function requestBody(raw: unknown): JsonObject {
  const from = isObject(raw) ? raw : {};
  return withoutUndefined({
    ...picked(from, ['$ref', 'required']),
    content: filled(mapped(from['content'], (media) => ({ ...schemaOf(media) }))),
  });
}

function response(document: JsonObject, raw: unknown): JsonObject {
  const from = isObject(raw) ? raw : {};
  const media = (one: unknown) => withoutUndefined({ ...schemaOf(one), exampleTypes: exampleTypes(document, one) });
  return withoutUndefined({ ...picked(from, ['$ref']), content: filled(mapped(from['content'], media)) });
}

function schemaOf(media: unknown): JsonObject {
  const raw = isObject(media) ? media['schema'] : undefined;
  return raw === undefined ? {} : { schema: schema(raw) };
}

/** The examples are needed only where the schema says nothing of the body. */
function exampleTypes(document: JsonObject, media: unknown): unknown {
  const raw = isObject(media) ? media['schema'] : undefined;
  if (raw !== undefined && restricts(toJsonSchema(document, raw, { closed: false }))) return undefined;
  const types = exampleTypesOf(document, [media, resolved(document, raw)]);
  return types.length > 0 ? types : undefined;
}

function schema(raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  const kept = membersOf(raw).flatMap(([name, value]): [string, unknown][] => {
    if (ownKeywords.includes(name)) return [[name, value]];
    if (name === 'required') return listOf(value).length > 0 ? [[name, value]] : [];
    if (name === 'discriminator') return [[name, picked(isObject(value) ? value : {}, ['propertyName', 'mapping'])]];
    if (schemaMaps.includes(name)) return [[name, mapped(value, schema)]];
    // A union that the conversion to OpenAPI left out of the schema itself.
    if (name === 'x-amf-union') return [['anyOf', listOf(value).map(schema)]];
    if (schemaLists.includes(name)) return [[name, listOf(value).map(schema)]];
    return ['items', 'not', 'additionalProperties'].includes(name) ? [[name, schema(value)]] : [];
  });
  return Object.fromEntries(kept);
}

function mapped(object: unknown, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(membersOf(object).map(([name, value]) => [name, change(value)]));
}

function picked(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(membersOf(object).filter(([name]) => names.includes(name)));
}

function filled(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length > 0 ? object : undefined;
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(membersOf(object).filter(([, value]) => value !== undefined));
}
