/** Writes what follows from the code: `npm run generate`. A test fails while it is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { importTypescript } from './import-typescript.mjs';

const { errorCatalog, errorSites, scenarioJsonSchema, sourceFiles, toolCosts, withGeneratedParts } =
  await importTypescript('scripts/reference.ts');
writeFileSync('docs/errors.md', errorCatalog(errorSites(sourceFiles())));
writeFileSync('src/cli/tool-costs.json', `${JSON.stringify(toolCosts(), null, 2)}\n`);
writeFileSync('schemas/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
writeFileSync('README.md', withGeneratedParts(readFileSync('README.md', 'utf8')));
