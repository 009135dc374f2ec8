import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the executable and the embeddable emulator into a folder: one small entry each, and a chunk for everything
 * that is loaded only when it is needed (undici, the tools, the emulator, the demo's client). Returns esbuild's metafile,
 * which says what is inside.
 */
export async function bundle(outdir) {
  const { metafile } = await build({
    entryPoints: { index: 'src/index.ts', emulator: 'src/emulator/index.ts' },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Skills are served as text.
    loader: { '.md': 'text' },
    legalComments: 'none',
    // CommonJS packages in the bundle call require for Node's own modules.
    banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
    logLevel: 'warning',
    metafile: true,
  });
  chmodSync(join(outdir, 'index.js'), 0o755);
  return metafile;
}
