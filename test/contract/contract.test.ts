import { beforeAll, describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { type Recording, recordEverything } from './calls.ts';
import { apiCalls } from './calls-apis.ts';
import { runtimeCalls } from './calls-runtime.ts';
import { ContractCheck, problemsOf, type Verdict } from './checks/contract-check.ts';
import { mutations } from './checks/mutations.ts';
import { lineOf } from './checks/problems.ts';
import { clientPaths } from './client-paths.ts';
import { corrections } from './corrections/index.ts';
import { patternOf } from './documents/routes.ts';
import type { Exchange } from './exchange.ts';
import { documents } from './published.ts';
import { unpublished } from './unpublished.ts';

/** Tools that need no call of their own here, each with the reason: one that sends nothing to the platform. */
const withoutCall: Readonly<Record<string, string>> = {};

// The tour of the protocol tests takes every tool, too, but for what it shows: what a tool sends is for these tables.
describe('the calls whose requests are checked', () => {
  const accepted = new Set(
    [...runtimeCalls, ...apiCalls].filter(({ refused }) => refused !== true).map(({ tool }) => tool),
  );
  const known: string[] = allTools.map(({ name }) => name);

  it.each(known)('have one of %s that is not refused', (name) => {
    expect(accepted.has(name) !== name in withoutCall, withoutCall[name]).toBe(true);
  });

  it('name no tool that is not there', () => {
    expect([...accepted, ...Object.keys(withoutCall)].filter((name) => !known.includes(name))).toEqual([]);
  });
});

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
    expect(allTools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  });

  it('are tested with what every tool that writes sends', () => {
    const wrote = new Set(recording.exchanges.filter(isWrite).map(({ tool }) => tool));
    const writing = allTools.filter(({ effect }) => effect !== 'read').map(({ name }) => name);
    expect(writing.filter((name) => !wrote.has(name))).toEqual([]);
  });

  it('are tested with every path that the client knows', () => {
    const paths = [...new Set(recording.exchanges.map(({ path }) => path))];
    const unseen = clientPaths().filter((template) => {
      const pattern = patternOf(template);
      return !paths.some((path) => pattern.test(path));
    });
    expect(unseen).toEqual([]);
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

/** Whether it is meant to change something; signing in is not. */
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
