/**
 * Replaces secure values when they are read [docs/platform/cloudhub-2.md#amc-properties]. For CloudHub 1.0 the mask is
 * an assumption.
 */
export const mask = '******';

/** Properties with masked secure values. */
export function masked(properties: Record<string, string>, secureKeys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secureKeys.includes(name) ? mask : value]),
  );
}

/** The secure properties, or the others. */
export function selectProperties(
  properties: Record<string, string>,
  secureKeys: readonly string[],
  secure: boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => secureKeys.includes(name) === secure));
}
