/** Where applications and APIs answer, below the emulator's own address. */
export const dataPlanePath = '/data-plane';

/** The part of a public URL that keeps names of different environments apart [docs/platform/runtime-fabric.md#domains]. */
export function appUniqueIdOf(environmentId: string): string {
  return environmentId.replaceAll('-', '').slice(-6);
}

/** A host name that is unique on the platform, of something whose name is unique in its environment. */
export function hostIn({ name, environmentId }: { name: string; environmentId: string }): string {
  return `${name}-${appUniqueIdOf(environmentId)}`;
}
