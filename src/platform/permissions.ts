/**
 * Scopes of connected apps, in the words of Access Management's own page [docs/platform/authentication.md#scopes]. The platform's
 * 403 does not name them, so each operation names the one it needs. Each service adds those of its own operations by
 * declaration merging.
 */
// biome-ignore lint/suspicious/noEmptyInterface: services add to it.
export interface Permissions {}

/** A scope of a connected app, as Access Management names it. */
export type Permission = keyof Permissions;

/**
 * Names the permission to ask for, quoted; all of them where it is unknown which one counts.
 */
export function permissionText(needed: readonly Permission[]): string {
  if (needed.length === 0) return 'the permission for this operation';
  const open = needed.length > 1 ? ' (the platform does not document which one counts)' : '';
  return `the permission ${needed.map((name) => `"${name}"`).join(' or ')}${open}`;
}
