import type { JsonSchema } from '../documents/json-schema.ts';
import { isObject, type JsonObject, listOf, membersOf } from '../json.ts';

/** The members that a schema names, those of its branches included. */
export function membersIn(schema: JsonSchema): [string, JsonSchema][] {
  if (!isObject(schema)) return [];
  const branches = [...listOf(schema['allOf']), ...listOf(schema['anyOf'])].filter(isObject);
  const own = membersOf(schema['properties']).map(([name, member]): [string, JsonSchema] => [
    name,
    isObject(member) ? member : true,
  ]);
  return [...branches.flatMap(membersIn), ...own];
}

/** The JSON types that a schema allows; empty where it says nothing. */
export function typesOf(schema: JsonSchema): string[] {
  if (!isObject(schema)) return [];
  const own = [schema['type']].flat().filter((one) => typeof one === 'string');
  const branches = [...listOf(schema['allOf']), ...listOf(schema['anyOf'])].filter(isObject);
  return [...own, ...branches.flatMap(typesOf)];
}

/** A value with every member that the schema names; `set` has the values of places that mean something. */
export function sampleOf(schema: JsonSchema, set: Readonly<Record<string, unknown>>, at = ''): unknown {
  if (Object.hasOwn(set, at)) return set[at];
  if (!isObject(schema)) return 'text';
  const members = membersIn(schema);
  if (members.length > 0) {
    const filled = members.map(([name, member]) => [name, sampleOf(member, set, at === '' ? name : `${at}.${name}`)]);
    return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
  }
  const [choice] = listOf(schema['enum']);
  if (choice !== undefined) return choice;
  const types = typesOf(schema);
  if (types.includes('array')) return [sampleOf(isObject(schema['items']) ? schema['items'] : true, set, `${at}.0`)];
  if (types.includes('boolean')) return true;
  if (types.includes('integer') || types.includes('number')) return 1;
  return types.includes('object') ? { key: 'value' } : 'text';
}

/** The leaves of a value, by their path. */
export function leavesOf(value: unknown, at = ''): [string, unknown][] {
  const entries = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return [[at, value]];
  return entries.flatMap(([name, inner]) => leavesOf(inner, at === '' ? String(name) : `${at}.${name}`));
}

/** The value at a path, whose names may contain dots. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  if (Array.isArray(value) || isObject(value)) {
    const object: JsonObject = Object.fromEntries(Object.entries(value));
    const name = Object.keys(object)
      .filter((one) => path === one || path.startsWith(`${one}.`))
      .sort((a, b) => b.length - a.length)[0];
    return name === undefined ? undefined : valueAt(object[name], path.slice(name.length + 1));
  }
  return undefined;
}

/** A value of a type that the schema does not allow; undefined where it allows any. */
export function wrongValueFor(schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if (types.length === 0) return undefined;
  const wrong = { array: [['wrong']], object: { wrong: true }, string: 'wrong', boolean: true };
  return Object.entries(wrong).find(([type]) => !types.includes(type))?.[1];
}
