import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../../src/cli/doctor.ts';
import { readJournalFiles } from '../../../src/safety/journal/read-journal.ts';
import { startHarness } from '../../support/harness.ts';
import { command } from '../../support/printed.ts';
import { stateFolder } from '../../support/safety.ts';

const name = '2026-11-29T07-00-00-000Z_1_abcdef.jsonl';
const isRoot = process.getuid?.() === 0;

/** What stands in the way of reading, by how it is made at the place of a file. */
const obstacles: [string, (file: string) => void, string][] = [
  ['a link', (file) => symlinkSync('/etc/hostname', file), 'it is a link'],
  ['a folder', (file) => mkdirSync(file), 'it is a folder'],
  ...(process.platform === 'win32'
    ? []
    : ([['a pipe', (file: string) => void execFileSync('mkfifo', [file]), 'it is no regular file']] as [
        string,
        (file: string) => void,
        string,
      ][])),
];

function folderWith(make: (file: string) => void): string {
  const folder = stateFolder();
  mkdirSync(path.join(folder, 'journal'), { recursive: true, mode: 0o700 });
  make(path.join(folder, 'journal', name));
  return folder;
}

/** A state folder whose journal is a file. */
function folderBlocked(): string {
  const folder = stateFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(folder, 'journal'), '');
  return folder;
}

const unreadIn = (folder: string, since?: number) =>
  readJournalFiles(folder, since).flatMap(({ name: file, unread }) => (unread === undefined ? [] : [[file, unread]]));

describe('a journal that cannot be read whole', () => {
  it.each(obstacles)('names %s in the place of a file, however old it is', (_what, make, why) => {
    const folder = folderWith(make);
    expect(unreadIn(folder)).toEqual([[name, why]]);
    expect(unreadIn(folder, Date.now() + 3_600_000)).toEqual([[name, why]]);
  });

  it('names the folder that is none', () => {
    const folder = folderBlocked();
    expect(unreadIn(folder)).toEqual([[path.join(folder, 'journal'), 'ENOTDIR']]);
    expect(unreadIn(folder, Date.now())).toEqual([[path.join(folder, 'journal'), 'ENOTDIR']]);
  });

  it('is none where there is nothing yet', () => {
    expect(readJournalFiles(stateFolder())).toEqual([]);
  });

  // To root nothing is closed.
  it.each(isRoot ? [] : [0])('names files and folders that are closed: %j', () => {
    const folder = folderWith((file) => writeFileSync(file, '', { mode: 0 }));
    const journal = path.join(folder, 'journal');
    expect(unreadIn(folder)).toEqual([[name, 'EACCES']]);
    for (const mode of [0o300, 0]) {
      chmodSync(journal, mode);
      expect(unreadIn(folder, Date.now())).toEqual([[journal, 'EACCES']]);
    }
    chmodSync(journal, 0o400);
    expect(unreadIn(folder, Date.now())).toEqual([[name, 'EACCES']]);
    chmodSync(journal, 0o700);
  });

  it('leaves out a file that was last written before the window, whoever may read it', () => {
    const folder = folderWith((file) => {
      writeFileSync(file, '', { mode: 0 });
      utimesSync(file, 1_000, 1_000);
    });
    expect(readJournalFiles(folder, Date.now() - 3_600_000)).toEqual([]);
  });

  it.each([
    ...obstacles.map(([what, make]) => [what, () => folderWith(make), name] as const),
    ['no folder', folderBlocked, 'journal'] as const,
  ])('is said by the command journal: %s', async (_what, make, named) => {
    const env = { XDG_STATE_HOME: path.dirname(make()) };
    const shown = await command(['journal'], env);
    expect(shown).toEqual({ code: 1, printed: expect.stringContaining(named) });
    expect(shown.printed).not.toContain('Nothing was changed');
    const verified = await command(['journal', '--verify'], env);
    expect(verified).toEqual({ code: 1, printed: expect.stringContaining(named) });
    expect(verified.printed).not.toContain('no chain is broken');
    // What it prints for other programs stays one.
    expect(await command(['journal', '--json'], env)).toMatchObject({ code: 1 });
  });

  it('is a problem of the doctor', async () => {
    const [, make] = obstacles[0] ?? [];
    const folder = folderWith(make ?? (() => undefined));
    const env = { XDG_STATE_HOME: path.dirname(folder), ANYPOINT_CLIENT_ID: 'a', ANYPOINT_CLIENT_SECRET: 'b' };
    let printed = '';
    await report(['--base-url', 'http://localhost:1'], env, (text) => {
      printed += `${text}\n`;
    });
    expect(printed).toMatch(/FAIL .*journal.*cannot be read/);
    expect(printed).toContain(name);
  });

  it('makes every write ask that a rule allows, and list_changes say so', async () => {
    const folder = folderWith((file) => mkdirSync(file));
    const { call } = await startHarness({ gate: { folder, policy: 'allow' }, person: () => undefined });
    const asked = await call('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-x' });
    expect(asked.approval).toBeDefined();
    expect(asked.text).toContain(name);
    const listing = await call('anypoint_list_changes');
    expect(listing.isError).toBe(false);
    expect(listing.text).toContain(name);
    expect(listing.text).toContain('incomplete');
    // Nothing was written: nobody has agreed.
    expect(readdirSync(path.join(folder, 'journal'))).toEqual([name]);
  });

  it('stops nobody who does without a journal', async () => {
    const folder = folderWith((file) => mkdirSync(file));
    const { call } = await startHarness({ gate: { folder, policy: 'allow', journal: 'off' } });
    const { approval, isError } = await call('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-x' });
    expect({ approval, isError }).toEqual({ approval: undefined, isError: false });
  });
});
