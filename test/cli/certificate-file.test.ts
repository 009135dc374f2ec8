import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCertificate } from '../../src/cli/certificate-file.ts';
import { selfSigned } from '../../src/emulator/core/tls.ts';

describe('the file of a certificate', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anypoint-mcp-certificate-'));
  afterAll(() => rm(folder, { recursive: true }));
  const certificate = (): string => selfSigned(['localhost'], 0).certificate;

  it('takes the place of one of an earlier run', async () => {
    const file = join(folder, 'own.pem');
    const [first, second] = [certificate(), certificate()];
    await writeCertificate(first, file);
    expect(await readFile(file, 'utf8')).toBe(first);
    await writeCertificate(second, file);
    expect(await readFile(file, 'utf8')).toBe(second);
  });

  it.each([
    ['nothing', ''],
    ['text', 'do not lose this'],
    ['a certificate and more', `${certificate()}do not lose this`],
    ['a key beside a certificate', `${selfSigned(['localhost'], 0).key}${certificate()}`],
    ['what only looks like a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('is left alone when it holds %s', async (_kind, content) => {
    const file = join(folder, 'theirs');
    await writeFile(file, content);
    await expect(writeCertificate(certificate(), file)).rejects.toThrow('is no certificate of this emulator');
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('is in a folder of its own when none is named, and removed with it', async () => {
    const { path, remove } = await writeCertificate(certificate(), undefined);
    expect(await readFile(path, 'utf8')).toContain('BEGIN CERTIFICATE');
    await remove();
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });
});
