/** What stands in for a secure value wherever it is read [docs/platform/cloudhub-2.md#amc-properties]; the same for CloudHub 1.0, where it is open. */
export const mask = '******';

/** Properties as they are shown: secure ones masked. */
export function masked(properties: Record<string, string>, secureKeys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secureKeys.includes(name) ? mask : value]),
  );
}

/** The part of the properties that is secure, or that is not. */
export function selectProperties(
  properties: Record<string, string>,
  secureKeys: readonly string[],
  secure: boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => secureKeys.includes(name) === secure));
}
