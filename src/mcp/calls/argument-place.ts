import type { JsonObject } from '../../platform/json.ts';
import { oneLine } from '../../platform/text.ts';
import type { JsonSchema } from '../tools/tool-schema.ts';

/** Longest name of an argument in a sentence, characters. */
export const maxName = 80;

/** `logging.level`; names inside of data can be of any length. */
export function nameAt(path: readonly PropertyKey[]): string {
  return oneLine(path.join('.'), maxName);
}

/** The schema of a member, as far as it is known. */
export function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema {
  return path.reduce<JsonSchema>(
    ({ properties = {}, items = {} }, key) =>
      typeof key === 'number' ? items : (Object.getOwnPropertyDescriptor(properties, key)?.value ?? {}),
    schema,
  );
}

/** Whether a member of a list has the form of `{name, value}`, see `core/tools/open-arguments.ts`. */
export function isNamedValue(item: JsonObject): boolean {
  return Object.keys(item).sort().join() === 'name,value';
}
