/** Everything that decides or protects, each file with its tests. */
export const protective: Readonly<Record<string, readonly string[]>>;
