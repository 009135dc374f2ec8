/** The path, below the emulator's own address, at which applications and APIs answer. */
export const dataPlanePath = '/data-plane';

/**
 * The part of a public URL that distinguishes equal names in different environments
 * [docs/platform/runtime-fabric.md#domains].
 */
export function appUniqueIdOf(environmentId: string): string {
  return environmentId.replaceAll('-', '').slice(-6);
}

/** A platform-wide unique host name for something whose name is unique in its environment. */
export function hostIn({ name, environmentId }: { name: string; environmentId: string }): string {
  return `${name}-${appUniqueIdOf(environmentId)}`;
}
