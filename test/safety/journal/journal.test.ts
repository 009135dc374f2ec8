import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/core/changes.ts';
import { outcomeText } from '../../../src/safety/journal/change-text.ts';
import { Journal } from '../../../src/safety/journal/journal.ts';
import { Passage } from '../../../src/safety/journal/passage.ts';
import { changesIn, readJournalFiles } from '../../../src/safety/journal/read-journal.ts';
import { bundled } from '../../support/bundled.ts';
import { stateFolder } from '../../support/safety.ts';
import { intent, outcome, start, writtenBy } from './written.ts';

/** A clock that goes on a second with each look: the names of files begin with the time. */
function ticking(): () => number {
  let time = start;
  return () => {
    time += 1_000;
    return time;
  };
}

function journalOf(records: readonly JournalRecord[], rotateAt?: number): { folder: string; journal: Journal } {
  const folder = stateFolder();
  const journal = new Journal({ stateFolder: folder, now: ticking(), ...(rotateAt === undefined ? {} : { rotateAt }) });
  for (const record of records) journal.write(record);
  return { folder, journal };
}

const filesOf = (folder: string): string[] =>
  readdirSync(path.join(folder, 'journal')).map((name) => path.join(folder, 'journal', name));

describe('the journal', () => {
  it('is a file that only its owner can read, in a folder of the same kind', () => {
    const { folder } = journalOf([intent('one')]);
    const [file = ''] = filesOf(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('is on disk when write returns, before the file is closed', () => {
    const { folder } = journalOf([intent('one')]);
    expect(changesIn(readJournalFiles(folder)).map(outcomeText)).toEqual(['unknown, check']);
  });

  it('goes on in a new file from a size on, and both are one chain', () => {
    const { folder, journal } = journalOf([intent('one'), outcome('one'), intent('two'), outcome('two')], 500);
    journal.close();
    const files = readJournalFiles(folder);
    expect(files.length).toBeGreaterThan(1);
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
    expect(changesIn(files).map(outcomeText)).toEqual(['done', 'done']);
  });

  it('shows what is missing at the end of a file that was continued', () => {
    const { folder, journal } = journalOf([intent('one'), outcome('one'), intent('two')], 600);
    journal.close();
    const from = readJournalFiles(folder).flatMap(({ lines: [first] }) =>
      first?.record.type === 'continued' ? [first.record.from] : [],
    );
    const file = path.join(folder, 'journal', from[0] ?? '');
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    for (const left of [`${first}\n`, '']) {
      writeFileSync(file, left);
      const problems = readJournalFiles(folder).flatMap(({ problems: found }) => found);
      expect(problems).toEqual([{ line: 1, problem: `lines at the end of ${from[0]} were changed or are missing` }]);
    }
  });

  it('says nothing of a file before that was archived', () => {
    const { folder, journal } = journalOf([intent('one'), outcome('one'), intent('two')], 600);
    journal.close();
    const first = readJournalFiles(folder).find(({ lines: [line] }) => line?.record.type !== 'continued');
    rmSync(path.join(folder, 'journal', first?.name ?? ''));
    expect(readJournalFiles(folder).flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('lists changes of the same millisecond in the order in which they were written, the newest first', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const { folder } = journalOf(ids.map((id) => intent(id)));
    expect(changesIn(readJournalFiles(folder)).map(({ intent: { id } }) => id)).toEqual(ids.toReversed());
  });

  const back = { tool: 'anypoint_rename_server', arguments: {} } as const;
  const part = (id: string): JournalRecord => ({
    ...{ type: 'part', id, at: new Date(start).toISOString(), tool: back.tool, result: { of: id } },
  });

  it('takes for taken back what was accepted as a whole and failed later, and nothing less', () => {
    const { folder } = journalOf([
      ...[intent('one', { undo: [back] }), outcome('one')],
      ...[intent('two', { undo: [back, back] }), outcome('two')],
      ...[intent('of one', { undoes: 'one' }), part('of one'), outcome('of one', 'failed')],
      ...[intent('of two', { undoes: 'two' }), part('of two'), outcome('of two', 'failed')],
    ]);
    const undone = changesIn(readJournalFiles(folder)).map(({ intent: { id }, undoneBy }) => [id, undoneBy]);
    expect(Object.fromEntries(undone)).toMatchObject({ one: 'of one', two: undefined });
  });

  it('puts the parts of a change to those of the one that it continues', () => {
    const { folder } = journalOf([
      ...[intent('two', { undo: [back, back] }), outcome('two')],
      ...[intent('first', { undoes: 'two' }), part('first')],
      ...[intent('nothing', { undoes: 'two', continues: 'first' }), outcome('nothing', 'refused')],
      ...[intent('second', { undoes: 'two', continues: 'first' }), part('second')],
    ]);
    const changes = Object.fromEntries(changesIn(readJournalFiles(folder)).map((one) => [one.intent.id, one]));
    expect(changes['second']?.done.map(({ result }) => result)).toEqual([{ of: 'first' }, { of: 'second' }]);
    expect(changes['first']).toMatchObject({ done: [{ result: { of: 'first' } }], continuedBy: 'second' });
    expect(changes['nothing']).toMatchObject({ done: [{ result: { of: 'first' } }], continuedBy: undefined });
    expect(changes['two']?.undoneBy).toBe('second');
  });

  it('does not go in circles with a change that says it continues itself', () => {
    const { folder } = journalOf([intent('one', { continues: 'one' }), part('one')]);
    expect(changesIn(readJournalFiles(folder))[0]?.done).toHaveLength(1);
  });

  it('says of another process that runs, and of no other, that its change is under way', () => {
    const { folder } = journalOf([intent('own')]);
    writtenBy(process.ppid, folder, [intent('running')]);
    writtenBy(999_999_999, folder, [intent('dead')]);
    const changes = changesIn(readJournalFiles(folder));
    expect(changes.filter(({ isUnderWay }) => isUnderWay).map((one) => one.intent.id)).toEqual(['running']);
  });

  it('knows what was taken back, unless that was refused', () => {
    const { folder } = journalOf([
      ...[intent('one'), outcome('one'), intent('two', { undoes: 'one' }), outcome('two')],
      ...[intent('three', { undoes: 'two' }), outcome('three', 'refused')],
    ]);
    expect(changesIn(readJournalFiles(folder)).map(outcomeText)).toEqual(['refused', 'done', 'taken back by two']);
  });

  it('says that nothing is changed when it cannot be written, and writes again once it can', () => {
    const { folder, journal } = journalOf([]);
    rmSync(path.join(folder, 'journal'), { recursive: true });
    expect(() => journal.write(intent('one'))).toThrow('The journal cannot be written, so nothing is changed');
    mkdirSync(path.join(folder, 'journal'), { mode: 0o700 });
    journal.write(intent('two'));
    expect(changesIn(readJournalFiles(folder)).map(({ intent: { id } }) => id)).toEqual(['two']);
  });

  it('goes on in a new file when somebody has removed the one that it writes', () => {
    const { folder, journal } = journalOf([intent('one')]);
    for (const file of filesOf(folder)) rmSync(file);
    journal.write(intent('two'));
    const files = readJournalFiles(folder);
    expect(changesIn(files).map(({ intent: { id } }) => id)).toEqual(['two']);
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('says the same when a next file cannot be made', () => {
    const { folder, journal } = journalOf([intent('one')], 100);
    rmSync(path.join(folder, 'journal'), { recursive: true });
    for (const id of ['two', 'three']) {
      expect(() => journal.write(intent(id))).toThrow('The journal cannot be written, so nothing is changed');
    }
  });

  // The operating system cuts the line where the file may not grow, as a full disk does.
  it.skipIf(process.platform === 'win32')('neither goes on behind a part of a line nor calls it whole', async () => {
    const folder = stateFolder();
    const script = await bundled(new URL('write-many.ts', import.meta.url));
    const limited = `ulimit -f 4; exec "$0" "$@"`;
    const said = execFileSync('bash', ['-c', limited, process.execPath, script, folder, '40'], { encoding: 'utf8' });
    const files = readJournalFiles(folder);
    expect(said).toContain('The journal cannot be written');
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
    expect(files.some(({ isTorn }) => isTorn)).toBe(true);
    const acknowledged = said.split('\n').filter((line) => line.startsWith('wrote '));
    expect(acknowledged).not.toEqual([]);
    expect(files.flatMap(({ lines }) => lines.map(({ record }) => `wrote ${record.id}`))).toEqual(
      expect.arrayContaining(acknowledged),
    );
  });
});

describe('a passage', () => {
  const facts = () => {
    const { type: _type, id: _id, at: _at, ...rest } = intent('x');
    return rest;
  };

  it('does nothing when its intent cannot be written down, and writes no outcome then', async () => {
    const { folder, journal } = journalOf([]);
    rmSync(path.join(folder, 'journal'), { recursive: true });
    const passage = new Passage(journal, facts());
    let isDone = false;
    const work = async () => {
      isDone = true;
    };
    await expect(passage.carryOut(work)).rejects.toThrow('nothing is changed');
    mkdirSync(path.join(folder, 'journal'), { mode: 0o700 });
    expect(passage.end({ outcome: 'refused' })).toBe(true);
    expect(isDone).toBe(false);
    expect(filesOf(folder)).toEqual([]);
  });

  it('says when its outcome could not be written down, instead of failing', async () => {
    const { folder, journal } = journalOf([]);
    const passage = new Passage(journal, facts());
    await passage.carryOut(async () => rmSync(path.join(folder, 'journal'), { recursive: true }));
    expect(passage.end({ outcome: 'done' })).toBe(false);
  });

  it('is used once', async () => {
    const passage = new Passage(undefined, facts());
    await passage.carryOut(async () => undefined);
    await expect(passage.carryOut(async () => undefined)).rejects.toThrow('once');
  });
});
