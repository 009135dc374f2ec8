import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

/** Makes a script out of a TypeScript file and what it imports, for tests that need a process of its own; its path. */
export async function bundled(file: URL): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-script-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, 'script.mjs');
  await build({
    entryPoints: [file.pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}
