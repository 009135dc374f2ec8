import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { rename, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/platform/errors.ts';
import type { JarFile } from '../../../src/services/applications/cloudhub-client.ts';
import { allowedJar } from '../../../src/services/applications/local-files.ts';

const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-files-')));
const allowed = path.join(base, 'allowed');
const sibling = path.join(base, 'allowed-not');
for (const folder of [allowed, sibling]) mkdirSync(folder);
const jar = Buffer.from('PK\x03\x04and more', 'latin1');
writeFileSync(path.join(allowed, 'app.jar'), jar);
writeFileSync(path.join(allowed, 'App.JAR'), jar);
writeFileSync(path.join(allowed, 'empty.jar'), '');
writeFileSync(path.join(allowed, 'closed.jar'), jar);
chmodSync(path.join(allowed, 'closed.jar'), 0);
writeFileSync(path.join(sibling, 'app.jar'), jar);
symlinkSync('app.jar', path.join(allowed, 'inside-link.jar'));
symlinkSync(path.join(base, 'nowhere.jar'), path.join(allowed, 'dangling.jar'));
symlinkSync(allowed, path.join(base, 'linked-folder'));
afterAll(() => rmSync(base, { recursive: true }));

async function refused(given: string, folders: string[]): Promise<Failure> {
  try {
    await allowedJar(given, folders);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('expected an error');
}

/** Root can read every file, so the work is done as a user who cannot. Tests of one process run one after the other: no other test sees the change of user. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  chmodSync(base, 0o755);
  process.seteuid?.('nobody');
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a JAR of this machine', () => {
  it('is described, absolute or relative to an allowed folder', async () => {
    const described = { path: path.join(allowed, 'app.jar'), fileName: 'app.jar', bytes: jar.length };
    expect(await allowedJar(path.join(allowed, 'app.jar'), [allowed])).toMatchObject(described);
    expect(await allowedJar('app.jar', [path.join(base, 'missing'), allowed])).toMatchObject(described);
    expect(await allowedJar('./app.jar', [allowed])).toMatchObject(described);
  });

  it('may be reached through links that stay inside, and be in a folder that is one', async () => {
    expect((await allowedJar('inside-link.jar', [allowed])).path).toBe(path.join(allowed, 'app.jar'));
    const linked = path.join(base, 'linked-folder');
    expect((await allowedJar(path.join(linked, 'app.jar'), [linked])).path).toBe(path.join(allowed, 'app.jar'));
  });

  it('may end in any case of .jar', async () => {
    expect((await allowedJar('App.JAR', [allowed])).fileName).toBe('App.JAR');
  });

  it.each([
    '',
    '.',
    '..',
    '../allowed-not/app.jar',
    path.join(sibling, 'app.jar'),
    '/etc/hostname',
    '/etc/no-such-thing',
  ])('is not outside of the allowed folders: %j', async (given) => {
    const { message, kind } = await refused(given, [allowed]);
    expect(message).toContain('is outside of the folders that this server can read.');
    expect(kind).toBe('input');
  });

  it('is not empty', async () => {
    const { message, why } = await refused('empty.jar', [allowed]);
    expect(message).toContain('it does not begin like a ZIP archive.');
    expect(why).toBe('It is empty.');
  });

  it('is not the target of a dangling link', async () => {
    expect((await refused('dangling.jar', [allowed])).message).toBe('File "dangling.jar" was not found.');
  });

  it('is readable', async () => {
    const { message, kind, next } = await asNobody(() => refused('closed.jar', [allowed]));
    expect(message).toBe('The file "closed.jar" cannot be read (EACCES).');
    expect(next).toContain('the user who runs this server may read it');
    expect(kind).toBe('input');
  });

  it('needs a folder that exists', async () => {
    expect(await refused('app.jar', [])).toMatchObject({ kind: 'configuration' });
    const { kind, message } = await refused('app.jar', [path.join(base, 'missing')]);
    expect(kind).toBe('configuration');
    expect(message).toContain('None of the allowed folders exists');
  });

  it('has one name only: another may be outside of the allowed folders', async () => {
    linkSync(path.join(sibling, 'app.jar'), path.join(allowed, 'hard-link.jar'));
    expect((await refused('hard-link.jar', [allowed])).message).toContain('has a second name (hard link)');
  });

  it('is not larger than any service takes', async () => {
    const file = path.join(allowed, 'large.jar');
    writeFileSync(file, jar);
    // A hole: it takes no space on the disk.
    truncateSync(file, 513 * 1024 * 1024);
    expect((await refused('large.jar', [allowed])).message).toBe('The file "large.jar" is larger than 512 MiB.');
    rmSync(file);
  });

  it.each(['a folder.jar', 'a pipe.jar'])('is a regular file, not %s', async (name) => {
    const file = path.join(allowed, name);
    if (name === 'a folder.jar') mkdirSync(file);
    else execFileSync('mkfifo', [file]);
    expect((await refused(name, [allowed])).message).toBe(`"${name}" is not a regular file.`);
    rmSync(file, { recursive: true });
  });
});

async function contentOf(file: JarFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

describe('what is uploaded', () => {
  const inside = path.join(base, 'uploads');
  mkdirSync(inside);
  const outside = Buffer.from('PK\x03\x04outside!', 'latin1');
  const file = path.join(inside, 'app.jar');

  it('is the file that was checked, as often as it is sent', async () => {
    writeFileSync(file, jar);
    const checked = await allowedJar('app.jar', [inside]);
    expect(await contentOf(checked)).toBe(jar.toString('latin1'));
    expect(await contentOf(checked)).toBe(jar.toString('latin1'));
  });

  it.each<[string, () => void]>([
    ['grew', () => appendFileSync(file, 'more')],
    [
      'was replaced by another of the same size',
      () => {
        writeFileSync(`${file}.new`, Buffer.from('PK\x03\x04or less', 'latin1'));
        renameSync(`${file}.new`, file);
      },
    ],
    [
      'became a link to the outside',
      () => {
        rmSync(file);
        symlinkSync(path.join(sibling, 'app.jar'), file);
      },
    ],
    ['is gone', () => rmSync(file)],
  ])('is nothing when the file %s since', async (_, change) => {
    rmSync(file, { force: true });
    writeFileSync(file, jar);
    const checked = await allowedJar('app.jar', [inside]);
    change();
    await expect(contentOf(checked)).rejects.toBeInstanceOf(Failure);
  });

  it('never comes from outside, however a folder above it is swapped meanwhile', async () => {
    const real = path.join(inside, 'target');
    const aside = path.join(inside, 'aside');
    const elsewhere = path.join(base, 'elsewhere');
    for (const [folder, content] of [
      [real, jar],
      [elsewhere, outside],
    ] as const) {
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'app.jar'), content);
    }
    let ended = false;
    const swapping = (async () => {
      while (!ended) {
        await rename(real, aside);
        await symlink(elsewhere, real);
        await rename(real, path.join(inside, 'link'));
        await rename(aside, real);
        rmSync(path.join(inside, 'link'));
      }
    })();
    const sent: string[] = [];
    for (let round = 0; round < 300; round++) {
      await allowedJar('target/app.jar', [inside])
        .then(contentOf)
        .then(
          (content) => sent.push(content),
          () => undefined,
        );
    }
    ended = true;
    await swapping;
    sent.push(await contentOf(await allowedJar('target/app.jar', [inside])));
    expect(new Set(sent)).toEqual(new Set([jar.toString('latin1')]));
  });
});
