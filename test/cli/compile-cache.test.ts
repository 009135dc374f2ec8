import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { privateFolder } from '../../src/cli/compile-cache.ts';

/** Folders of a user and their modes; on Windows there are none. */
describe.runIf(process.getuid !== undefined)('the folder of compiled code', () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'anypoint-mcp-cache-')));
  const me = process.getuid?.() ?? 0;
  afterAll(() => rmSync(base, { recursive: true }));

  it('is made for this user alone, and found again', () => {
    const folder = join(base, 'new', 'compiled');
    for (const round of [1, 2]) expect(privateFolder(folder), `round ${round}`).toBe(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each([0o777, 0o770, 0o750, 0o701])('is not used when others may enter it (%o)', (mode) => {
    const folder = join(base, `mode-${mode}`);
    mkdirSync(folder);
    chmodSync(folder, mode);
    expect(privateFolder(folder)).toBeUndefined();
  });

  it('is not used when it belongs to somebody else', () => {
    const folder = join(base, 'owned');
    mkdirSync(folder, { mode: 0o700 });
    expect(privateFolder(folder, me + 1)).toBeUndefined();
  });

  it('is not used when somebody else could exchange it', () => {
    const above = join(base, 'above');
    mkdirSync(above);
    chmodSync(above, 0o777);
    expect(privateFolder(join(above, 'compiled'))).toBeUndefined();
  });

  it('is not used when it is a link, a file, or cannot be made', () => {
    symlinkSync(privateFolder(join(base, 'target')) ?? '', join(base, 'link'));
    writeFileSync(join(base, 'file'), '');
    expect(privateFolder(join(base, 'link'))).toBeUndefined();
    expect(privateFolder(join(base, 'file'))).toBeUndefined();
    expect(privateFolder(join(base, 'file', 'below'))).toBeUndefined();
  });
});
