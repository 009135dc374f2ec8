/** Bundles the executable and the embeddable emulator into a folder. */
export function bundle(outdir: string): Promise<void>;
