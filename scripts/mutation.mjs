/**
 * Mutation testing of source files: `npm run mutation -- <file…>`, or of everything that decides or protects. Prints the
 * mutants that no test noticed, and fails where they are more than a tenth of a file's.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { protective } from '../stryker.config.mjs';

const report = 'reports/mutation.json';
const minKilled = 0.9;
const noticed = new Set(['Killed', 'Timeout']);
const unnoticed = new Set(['Survived', 'NoCoverage']);

const named = process.argv.slice(2).map((file) => relative('.', file));
const unknown = named.filter((file) => protective[file] === undefined);
if (unknown.length > 0) {
  console.error(`Name the tests of ${unknown.join(', ')} in stryker.config.mjs first.`);
  process.exit(1);
}
const scores = (named.length > 0 ? named : Object.keys(protective)).map(scoreOf);
console.log('\nkilled/all  explained  file');
for (const { file, killed, all, explained } of scores) {
  console.log(`${`${killed}/${all}`.padStart(10)}  ${String(explained).padStart(9)}  ${file}`);
}
const low = scores.filter(({ killed, all }) => killed < all * minKilled);
if (low.length > 0) console.error(`\nFewer than 90 % were killed in ${low.map(({ file }) => file).join(', ')}.`);
process.exitCode = low.length === 0 ? 0 : 1;

function scoreOf(file) {
  rmSync(report, { force: true });
  const run = spawnSync('npx', ['stryker', 'run', '--mutate', file, '--logLevel', 'error'], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_TESTS: testsOf(file).join(' ') },
  });
  if (run.status !== 0) {
    console.error(`${file} could not be measured.`);
    return { file, killed: 0, all: 1, explained: 0 };
  }
  const { mutants, source } = JSON.parse(readFileSync(report, 'utf8')).files[file];
  const left = mutants.filter(({ status }) => unnoticed.has(status));
  for (const mutant of left) console.log(described(file, source, mutant));
  const killed = mutants.filter(({ status }) => noticed.has(status)).length;
  // Beside the code. What `test/mutation/unnoticeable.mjs` leaves alone stands in parentheses.
  const explained = mutants.filter(
    ({ status, statusReason }) => status === 'Ignored' && !statusReason?.startsWith('('),
  ).length;
  return { file, killed, all: killed + left.length, explained };
}

/** A folder stands for the tests in it. */
function testsOf(file) {
  return protective[file].map((test) => (test.endsWith('.ts') ? test : `${test}/*.test.ts`));
}

function described(file, source, { location: { start, end }, status, mutatorName, replacement }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const whole = lines.join('\n');
  const tail = lines.at(-1).length - (end.column - 1);
  const original = whole.slice(start.column - 1, whole.length - tail);
  return `${file}:${start.line}:${start.column} ${status} ${mutatorName}\n  - ${original}\n  + ${replacement}`;
}
