import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, privateFolder, stateFolderOf } from '../../../src/safety/state/state-folder.ts';
import { stateFolder } from '../../support/safety.ts';
import { inWords } from '../../support/tools.ts';

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { kind, message, why, next } = inWords(error as Parameters<typeof inWords>[0]);
    expect([kind, message, next]).toEqual([
      'configuration',
      expect.stringContaining('so nothing is written to the platform'),
      expect.stringContaining('chmod 700'),
    ]);
    return why ?? '';
  }
  throw new Error('it was taken');
}

describe('the folder for what outlives a call', () => {
  it.each<[NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    [{ HOME: '/home/ada' }, 'linux', '/home/ada/.local/state/anypoint-mcp'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: '/var/ada' }, 'linux', '/var/ada/anypoint-mcp'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: 'relative' }, 'linux', '/home/ada/.local/state/anypoint-mcp'],
    [{ HOME: '/home/ada', LOCALAPPDATA: '/x' }, 'linux', '/home/ada/.local/state/anypoint-mcp'],
    [{ LOCALAPPDATA: '/users/ada/local' }, 'win32', '/users/ada/local/anypoint-mcp'],
  ])('of %j on %s is %s', (env, platform, folder) => {
    expect(stateFolderOf(env, platform)).toBe(path.normalize(folder));
  });
});

describe.skipIf(process.platform === 'win32')('a private folder', () => {
  it('is made where it is missing, for its owner only', () => {
    const made = privateFolder(stateFolder(), 'approvals');
    expect(statSync(made).mode & 0o777).toBe(0o700);
    expect(statSync(path.dirname(made)).mode & 0o777).toBe(0o700);
    expect(privateFolder(path.dirname(made), 'approvals')).toBe(made);
  });

  it.each([0o755, 0o770, 0o701, 0o702])('is refused where others may open it: mode %o', (mode) => {
    const folder = stateFolder();
    mkdirSync(path.join(folder, 'approvals'), { recursive: true, mode: 0o700 });
    chmodSync(path.join(folder, 'approvals'), mode);
    expect(problemOf(() => privateFolder(folder, 'approvals'))).toBe('Others may read or write it.');
    chmodSync(path.join(folder, 'approvals'), 0o700);
    chmodSync(folder, mode);
    expect(problemOf(() => privateFolder(folder, 'approvals'))).toBe('Others may read or write it.');
  });

  it('is refused where it is a link, or below one', () => {
    const [folder, elsewhere] = [stateFolder(), privateFolder(stateFolder(), 'approvals')];
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    symlinkSync(elsewhere, path.join(folder, 'approvals'));
    expect(problemOf(() => privateFolder(folder, 'approvals'))).toContain('It is not a folder itself');
    const linked = stateFolder();
    symlinkSync(path.dirname(elsewhere), linked);
    expect(problemOf(() => privateFolder(linked, 'approvals'))).toContain('It is not a folder itself');
  });

  it('is refused where it is a file', () => {
    const folder = stateFolder();
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(path.join(folder, 'approvals'), '');
    expect(problemOf(() => privateFolder(folder, 'approvals'))).toContain('It cannot be written: EEXIST');
  });

  // Only root can give a folder away.
  it.skipIf(process.getuid?.() !== 0)('is refused where it belongs to another user', () => {
    const folder = stateFolder();
    const made = privateFolder(folder, 'approvals');
    chownSync(made, 65_534, 65_534);
    expect(problemOf(() => privateFolder(folder, 'approvals'))).toBe('It belongs to another user.');
  });

  it('has no files where it does not exist', () => {
    expect(filesIn(path.join(stateFolder(), 'no', 'such'))).toEqual([]);
  });
});
