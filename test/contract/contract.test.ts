import { beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../src/services/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { type Recording, recordEverything } from './calls.ts';
import { ContractCheck, problemsOf, type Verdict } from './checks/contract-check.ts';
import { mutations } from './checks/mutations.ts';
import { lineOf } from './checks/problems.ts';
import { corrections } from './corrections/index.ts';
import { patternOf } from './documents/routes.ts';
import type { Exchange } from './exchange.ts';
import { nameOf, unpublished } from './operations.ts';
import { documents } from './published.ts';

describe('an operation of the platform', () => {
  it.each(allOperations.map((operation) => [nameOf(operation), operation] as const))(
    '%s is where it says',
    (_, operation) => {
      const { method, path, source } = operation;
      if ('unpublished' in source) {
        expect(
          documents()
            .flatMap((document) => document.operations)
            .map(nameOfPublished),
        ).not.toContain(shapeOf(operation));
        return;
      }
      const document = documents().find(({ name }) => name === source.document);
      expect(document?.operations.map(nameOfPublished), `${method} ${path} in ${source.document}`).toContain(
        shapeOf(operation),
      );
    },
  );

  it('is declared once', () => {
    const names = allOperations.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

/** A path without the names of its parameters, which differ between documents. */
function shapeOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`;
}

const nameOfPublished = ({ method, fullPath }: { method: string; fullPath: string }): string =>
  shapeOf({ method, path: fullPath });

/** Tools that call the platform by themselves; those of changes read the journal, and write through others. */
const ofPlatform = allTools.filter(({ toolset }) => toolset !== 'changes');

describe('the published contracts', () => {
  const check = new ContractCheck(documents(), corrections, unpublished);
  let recording: Recording;
  let verdict: Verdict;
  let table: string;
  beforeAll(async () => {
    recording = await recordEverything();
    for (const exchange of recording.exchanges) await check.check(exchange);
    verdict = check.verdict();
    table = coverage(verdict);
  }, 120_000);

  it('are tested with calls that end as expected', () => {
    expect(recording.unexpected).toEqual([]);
  });

  it('are tested with every tool', () => {
    const called = new Set(recording.exchanges.map(({ tool }) => tool));
    expect(ofPlatform.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  });

  it('are tested with what every tool that writes sends', () => {
    const wrote = new Set(recording.exchanges.filter(isWrite).map(({ tool }) => tool));
    const writing = ofPlatform.filter(({ effect }) => effect !== 'read').map(({ name }) => name);
    expect(writing.filter((name) => !wrote.has(name))).toEqual([]);
  });

  it('are tested with every operation that the clients declare', () => {
    const sent = recording.exchanges.map(({ method, path }) => ({ method, path }));
    const unseen = allOperations.filter((operation) => {
      const pattern = patternOf(operation.path);
      return !sent.some(({ method, path }) => method === operation.method && pattern.test(path));
    });
    expect(
      unseen.map((operation) => `no call sends ${nameOf(operation)}: add one to test/services/<service>/calls.ts`),
    ).toEqual([]);
  });

  it('hold for every request and every answer', () => {
    const lines = verdict.problems.map((problem) => `${lineOf(problem)} (${problem.tools.join(', ')})`);
    expect(lines.sort(), table).toEqual([]);
  });

  it('are checked so that a wrong header, query, body or answer is noticed', async () => {
    const unnoticed = new Set<string>();
    let mutated = 0;
    for (const exchange of recording.exchanges) {
      const match = check.matchOf(exchange);
      if (match === undefined) continue;
      const before = new Set((await problemsOf(match, exchange)).map(lineOf));
      for (const { what, ...worse } of mutations(match.target, exchange)) {
        mutated += 1;
        const noticed = (await problemsOf(match, worse)).some((problem) => !before.has(lineOf(problem)));
        if (!noticed) unnoticed.add(`${match.target.id}: ${what}`);
      }
    }
    expect([...unnoticed]).toEqual([]);
    expect(mutated).toBeGreaterThan(500);
  });

  it('are corrected only where a call needs it', () => {
    expect(verdict.stale, table).toEqual([]);
  });
});

/** Whether it should change something; signing in is not. */
function isWrite({ method, path }: Exchange): boolean {
  return method !== 'GET' && !/\/(login|token)$/.test(path);
}

/** Which operations of each document the calls have reached. */
function coverage({ covered, unpublished: others }: Verdict): string {
  const parts = documents().map(({ name, operations }) => {
    const ids = covered.get(name) ?? [];
    return [`${name}: ${ids.length} of ${operations.length} operations`, ...ids.map((id) => id.slice(name.length + 1))];
  });
  return [...parts, ['in no document', ...others]].map((lines) => lines.join('\n  ')).join('\n');
}
