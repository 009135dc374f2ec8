/** Reading JSON of unknown shape. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of an array; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** A member that is a string. */
export function textOf(object: unknown, name: string): string | undefined {
  const value = isObject(object) ? object[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The JSON in a text, or the text itself when it holds none. */
export function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an object stands for: itself, or the target of its `$ref` in the document. Undefined for anything else. */
export function resolved(document: JsonObject, raw: unknown): JsonObject | undefined {
  if (!isObject(raw)) return undefined;
  const reference = textOf(raw, '$ref');
  return reference === undefined ? raw : resolved(document, lookUp(document, reference));
}

/** The target of a local reference, `#/components/…`. */
export function lookUp(document: JsonObject, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (isObject(node) ? node[part] : undefined), document);
}
