/** Writes what follows from the code: `npm run generate`. A test fails while it is out of date. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

// Inside the project, so that packages left out of the bundle are found.
const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.generate-'));
try {
  const outfile = join(folder, 'reference.mjs');
  await build({
    entryPoints: ['scripts/reference.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const { errorCatalog, errorSites, scenarioJsonSchema, sourceFiles, toolCosts, withGeneratedParts } = await import(
    pathToFileURL(outfile).href
  );
  writeFileSync('docs/errors.md', errorCatalog(errorSites(sourceFiles())));
  writeFileSync('src/cli/tool-costs.json', `${JSON.stringify(toolCosts(), null, 2)}\n`);
  writeFileSync('schemas/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  writeFileSync('README.md', withGeneratedParts(readFileSync('README.md', 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
