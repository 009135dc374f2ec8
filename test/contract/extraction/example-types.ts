import { isObject, type JsonObject, membersOf, parsedOrText, resolved } from '../json.ts';

/** The structure of an example: the type of each member, null where the example tells nothing of it. */
export type ExampleTypes =
  | 'string'
  | 'number'
  | 'boolean'
  | null
  | readonly ExampleTypes[]
  | { readonly [member: string]: ExampleTypes };

/** Placeholders of the generator that made the documents: they stand for values of any type. */
const placeholders = ['string', 'number', 'integer', 'boolean', 'object', 'array', ''];

/**
 * The structures of all examples in the given media types and schemas, each once. Examples are found under `example`,
 * `examples` and `x-amf-examples`; some are JSON in a text.
 */
export function exampleTypesOf(document: JsonObject, holders: readonly unknown[]): ExampleTypes[] {
  const types = holders.flatMap((holder) => examplesIn(document, holder)).map(typesOf);
  return [...new Map(types.map((one) => [JSON.stringify(one), one])).values()];
}

function examplesIn(document: JsonObject, holder: unknown): unknown[] {
  if (!isObject(holder)) return [];
  const named = [...membersOf(holder['examples']), ...membersOf(holder['x-amf-examples'])].map(([, example]) => {
    const found = resolved(document, example);
    return found !== undefined && 'value' in found ? found['value'] : example;
  });
  return [...('example' in holder ? [holder['example']] : []), ...named].map(parsedExample);
}

function parsedExample(example: unknown): unknown {
  return typeof example === 'string' && /^\s*[[{]/.test(example) ? parsedOrText(example) : example;
}

/** The structure of one example. A list is described by its first element. */
export function typesOf(example: unknown): ExampleTypes {
  if (typeof example === 'string') return placeholders.includes(example) ? null : 'string';
  if (typeof example === 'number') return 'number';
  if (typeof example === 'boolean') return 'boolean';
  if (Array.isArray(example)) return example.slice(0, 1).map(typesOf);
  if (!isObject(example)) return null;
  return Object.fromEntries(membersOf(example).map(([name, member]) => [name, typesOf(member)]));
}
