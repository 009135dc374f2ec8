/** Bundles the executable into dist/, one small entry and a chunk for each thing that is loaded only when needed. */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { index: 'src/index.ts', emulator: 'src/emulator/index.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  legalComments: 'linked',
  // CommonJS packages in the bundle call require for Node's own modules.
  banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
  logLevel: 'warning',
});
chmodSync('dist/index.js', 0o755);
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
