/**
 * Compares the catalog of errors with what the tests have run: `npm run test:coverage`, then `npm run check:errors`.
 * An error that no test has produced is one that nobody has read.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { importTypescript } from './import-typescript.mjs';

const report = 'coverage/coverage-final.json';
if (!existsSync(report)) {
  console.error(`There is no ${report}: run npm run test:coverage first.`);
  process.exit(1);
}
const { errorSites, sourceFiles } = await importTypescript('scripts/error-catalog.ts');
const sites = errorSites(sourceFiles());
const coverage = JSON.parse(readFileSync(report, 'utf8'));
const unproduced = sites.filter((site) => !wasRun(coverage[resolve(site.file)], site.line));
for (const { file, line, what } of unproduced) console.log(`${file}:${line} ${what}`);
console.log(`${sites.length - unproduced.length} of ${sites.length} errors were produced by a test.`);
process.exitCode = unproduced.length === 0 ? 0 : 1;

/** Whether the smallest statement around a line was run. */
function wasRun(file, line) {
  if (file === undefined) return false;
  const around = Object.entries(file.statementMap)
    .filter(([, { start, end }]) => start.line <= line && line <= end.line)
    .sort(([, a], [, b]) => a.end.line - a.start.line - (b.end.line - b.start.line));
  const [smallest] = around;
  return smallest !== undefined && file.s[smallest[0]] > 0;
}
