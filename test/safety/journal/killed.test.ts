import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IntentRecord } from '../../../src/core/changes.ts';
import { outcomeText } from '../../../src/safety/journal/change-text.ts';
import { Journal } from '../../../src/safety/journal/journal.ts';
import { changesIn, readJournalFiles } from '../../../src/safety/journal/read-journal.ts';
import { bundled } from '../../support/bundled.ts';
import { stateFolder } from '../../support/safety.ts';

let script = '';

beforeAll(async () => {
  script = await bundled(new URL('write-many.ts', import.meta.url));
});

/** Lets a process write until it has acknowledged so many lines, and kills it wherever it is then; the lines. */
async function killedAfter(folder: string, count: number): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: string[] = [];
  if (child.stdout === null) throw new Error('stdout is a pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('wrote ')) acknowledged.push(line.slice('wrote '.length));
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

const idsIn = (folder: string): string[] =>
  readJournalFiles(folder).flatMap(({ lines }) => lines.map(({ record }) => record.id));

const problemsIn = (folder: string) => readJournalFiles(folder).flatMap(({ problems }) => problems);

describe('a process that is killed while it writes', () => {
  it('leaves a valid chain with everything that it has acknowledged, wherever it was', async () => {
    const folder = stateFolder();
    const counts = [1, 2, 3, 5, 8, 13, 21, 34];
    const acknowledged: string[] = [];
    for (const count of counts) acknowledged.push(...(await killedAfter(folder, count)));
    expect(problemsIn(folder)).toEqual([]);
    expect(idsIn(folder)).toEqual(expect.arrayContaining(acknowledged));
    // The next process goes on in a file of its own.
    const next = new Journal({ stateFolder: folder, now: Date.now });
    next.write({ type: 'reset', id: 'after', at: next.at(), who: { session: 'x' } });
    expect(problemsIn(folder)).toEqual([]);
    expect(idsIn(folder)).toContain('after');
    expect(readJournalFiles(folder)).toHaveLength(counts.length + 1);
  });

  it('shares no file with others that write at the same time', async () => {
    const folder = stateFolder();
    const acknowledged = await Promise.all([30, 20, 40].map((count) => killedAfter(folder, count)));
    expect(problemsIn(folder)).toEqual([]);
    const files = readJournalFiles(folder);
    expect(files).toHaveLength(3);
    for (const { lines } of files) {
      const writers = new Set(lines.map(({ record: { id } }) => id.split('-')[0]));
      expect(writers.size).toBe(1);
    }
    expect(idsIn(folder)).toEqual(expect.arrayContaining(acknowledged.flat()));
  });

  it('leaves a change without an outcome, which reads as unknown', () => {
    const folder = stateFolder();
    const journal = new Journal({ stateFolder: folder, now: Date.now });
    const intent: IntentRecord = {
      ...{ type: 'intent', id: 'one', at: journal.at(), who: { session: 'x' }, platform: 'http://localhost' },
      ...{ tool: 'anypoint_rename_server', arguments: {}, undo: [], rule: 'r', approvals: [] },
      plan: { summary: 'rename server "a".', steps: [], warnings: [] },
    };
    journal.write(intent);
    expect(changesIn(readJournalFiles(folder)).map(outcomeText)).toEqual(['unknown, check']);
  });
});
