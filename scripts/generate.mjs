/** Writes what follows from the code: `npm run generate`. A test fails while it is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { importTypescript } from './import-typescript.mjs';

// Each step loads what the step before it has written.
const { toolRegistry } = await importTypescript('scripts/tool-registry.ts');
writeFileSync('src/services/tools.ts', toolRegistry());
const { toolsetsModule } = await importTypescript('scripts/toolsets.ts');
writeFileSync('src/core/tools/toolsets.ts', toolsetsModule());
const { referencePages, scenarioJsonSchema, toolCosts, withEmulatedTable, withTokenSentence } =
  await importTypescript('scripts/reference.ts');
for (const [path, text] of Object.entries(referencePages())) writeFileSync(path, text);
writeFileSync('src/cli/tool-costs.json', `${JSON.stringify(toolCosts(), null, 2)}\n`);
writeFileSync('schemas/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
const { policyJsonSchema, withDefaultPolicy } = await importTypescript('scripts/policy.ts');
writeFileSync('schemas/policy.schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
writeFileSync('README.md', withTokenSentence(readFileSync('README.md', 'utf8')));
writeFileSync('docs/emulator.md', withEmulatedTable(readFileSync('docs/emulator.md', 'utf8')));
writeFileSync('docs/safety.md', withDefaultPolicy(readFileSync('docs/safety.md', 'utf8')));
