import { beforeAll, describe, expect, it } from 'vitest';
import { allTools } from '../../src/tools/registry.ts';
import { type Recording, recordEverything } from './calls.ts';
import { answerProblems } from './checks/answer.ts';
import { ContractCheck, type Verdict } from './checks/contract-check.ts';
import { mutations } from './checks/mutations.ts';
import { lineOf, type Problem } from './checks/problems.ts';
import { requestProblems } from './checks/request.ts';
import { clientPaths } from './client-paths.ts';
import { corrections } from './corrections/index.ts';
import { Documents, type Found, hasDocuments, patternOf, specsFolder } from './documents/documents.ts';
import type { Exchange } from './exchange.ts';
import { unpublished } from './unpublished.ts';

const present = hasDocuments();

if (!present) {
  it.skip(
    `the published contracts are NOT CHECKED: no documents in ${specsFolder}; name their folder in ANYPOINT_SPECS`,
  );
}

describe.skipIf(!present)('the published contracts', () => {
  let documents: Documents;
  let recording: Recording;
  let verdict: Verdict;
  let table: string;
  beforeAll(async () => {
    documents = Documents.read();
    recording = await recordEverything();
    const check = new ContractCheck(documents, corrections, unpublished);
    for (const exchange of recording.exchanges) await check.check(exchange);
    verdict = check.verdict();
    table = coverage(documents, verdict);
  }, 120_000);

  it('are tested with calls that end as they should', () => {
    expect(recording.unexpected).toEqual([]);
  });

  it('are tested with every tool', () => {
    const called = new Set(recording.exchanges.map(({ tool }) => tool));
    expect(allTools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  });

  it('are tested with what every tool that writes sends', () => {
    const wrote = new Set(recording.exchanges.filter(isWrite).map(({ tool }) => tool));
    const writing = allTools.filter(({ effect }) => effect !== 'read').map(({ name }) => name);
    expect(writing.filter((name) => !wrote.has(name))).toEqual([]);
  });

  it('are tested with every path that the client knows', () => {
    const paths = new Set(recording.exchanges.map(({ path }) => path));
    const unseen = clientPaths().filter((template) => {
      const { pattern } = patternOf(template);
      return ![...paths].some((path) => pattern.test(path));
    });
    expect(unseen).toEqual([]);
  });

  it('hold for every request and every answer', () => {
    const lines = verdict.problems.map((problem) => `${lineOf(problem)} (${problem.tools.join(', ')})`);
    expect(lines.sort(), table).toEqual([]);
  });

  it('would be seen to be broken: by each header, query and body spoiled, by each answer of another form', async () => {
    const unseen = new Set<string>();
    let spoiled = 0;
    for (const exchange of recording.exchanges) {
      const found = documents.find(exchange.method, exchange.path);
      if (found === undefined) continue;
      const before = new Set((await problemsOf(found, exchange)).map(lineOf));
      for (const { what, ...worse } of mutations(found.operation, exchange)) {
        spoiled += 1;
        const noticed = (await problemsOf(found, worse)).some((problem) => !before.has(lineOf(problem)));
        if (!noticed) unseen.add(`${found.operation.id}: ${what}`);
      }
    }
    expect([...unseen]).toEqual([]);
    expect(spoiled).toBeGreaterThan(500);
  });

  it('are corrected nowhere without need', () => {
    expect(verdict.stale, table).toEqual([]);
  });
});

/** Whether it is meant to change something; signing in is not. */
function isWrite({ method, path }: Exchange): boolean {
  return method !== 'GET' && !/\/(login|token)$/.test(path);
}

async function problemsOf(found: Found, exchange: Exchange): Promise<Problem[]> {
  return [...(await requestProblems(found, exchange)), ...answerProblems(found, exchange)];
}

/** Which operations of each service the calls have reached. */
function coverage({ sizes }: Documents, { covered, unpublished: others }: Verdict): string {
  const services = [...sizes].map(([service, size]) => {
    const ids = covered.get(service) ?? [];
    return [`${service}: ${ids.length} of ${size} operations`, ...ids.map((id) => id.slice(service.length + 1))];
  });
  return [...services, ['in no document', ...others]].map((lines) => lines.join('\n  ')).join('\n');
}
