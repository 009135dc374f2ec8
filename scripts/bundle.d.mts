import type { Metafile } from 'esbuild';

/** Bundles the executable and the embeddable emulator into a folder; the metafile says what is inside. */
export function bundle(outdir: string): Promise<Metafile>;
