import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../config/load.ts';

/** Subject of every certificate that the embedded platform makes. */
const ownSubject = 'CN=anypoint-mcp emulator';

/** A written certificate. `remove` deletes it if it is in a folder made for it. */
export interface CertificateFile {
  path: string;
  remove(): Promise<void>;
}

/**
 * Writes a certificate to the given file, or else into a new temporary folder. A file that exists is overwritten only if it
 * holds a certificate of an earlier run, and nothing else.
 * @throws ConfigurationError when the file holds something else
 */
export async function writeCertificate(certificate: string, file: string | undefined): Promise<CertificateFile> {
  if (file === undefined) {
    const folder = await mkdtemp(join(tmpdir(), 'anypoint-mcp-tls-'));
    const path = join(folder, 'certificate.pem');
    await writeFile(path, certificate);
    return { path, remove: () => rm(dirname(path), { recursive: true, force: true }) };
  }
  const path = resolve(file);
  await writeFile(path, certificate, { flag: (await isOurs(path)) ? 'w' : 'wx' }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new ConfigurationError([`--tls-cert is ${file}: the file exists and is no certificate of this emulator.`]);
    }
    throw error;
  });
  return { path, remove: async () => undefined };
}

async function isOurs(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (!/^-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\s*$/.test(text)) return false;
  try {
    return new X509Certificate(text).subject === ownSubject;
  } catch {
    return false;
  }
}
