/** A JSON object as it came. */
export type JsonObject = Record<string, unknown>;

/** Whether a decoded value is a JSON object: no list, not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members without a value left out, as results have to be. */
export function withoutUndefined<T extends object>(value: T): T {
  // Only optional members can be undefined, and those may be missing in a T.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
