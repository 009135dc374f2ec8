import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Imports a TypeScript module with everything that it imports: Node.js 20 cannot by itself. */
export async function importTypescript(entryPoint) {
  // Inside the project, so that packages left out of the bundle are found.
  const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.script-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await build({
      entryPoints: [entryPoint],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
