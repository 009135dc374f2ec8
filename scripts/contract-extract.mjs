/**
 * Reduces the published OpenAPI documents to the data that the contract test needs: `npm run contract:extract` reads
 * the folder named by ANYPOINT_SPECS and writes test/contract/published/. A test fails while they differ.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypescript } from './import-typescript.mjs';

const specs = process.env.ANYPOINT_SPECS;
if (!specs) {
  console.error('ANYPOINT_SPECS is not set: name the folder with the published OpenAPI documents as JSON');
  process.exit(1);
}
const published = 'test/contract/published';
const readme = join(published, 'README.md');

const { extractedFiles, withDocumentTable } = await importTypescript('test/contract/extraction/index.ts');

const files = extractedFiles(specs);
for (const name of readdirSync(published)) {
  if (name.endsWith('.json') && !files.has(name)) rmSync(join(published, name));
}
for (const [name, text] of files) writeFileSync(join(published, name), text);
const parsed = Object.fromEntries([...files].map(([name, text]) => [name, JSON.parse(text)]));
writeFileSync(readme, withDocumentTable(readFileSync(readme, 'utf8'), parsed));
const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
console.log(`${files.size} documents from ${specs}: ${(bytes / 1e6).toFixed(2)} MB in ${published}`);
