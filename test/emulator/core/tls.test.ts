import { X509Certificate } from 'node:crypto';
import { get } from 'node:https';
import { expect, it } from 'vitest';
import { selfSigned } from '../../../src/emulator/core/tls.ts';
import { startEmulator } from '../../../src/emulator/index.ts';

it('creates a self-signed certificate for its hosts and no others', () => {
  const now = Date.UTC(2026, 0, 31);
  const { certificate } = selfSigned(['localhost', '127.0.0.1', '::1', 'fe80::12:3'], now);
  const parsed = new X509Certificate(certificate);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.ca).toBe(true);
  expect(parsed.checkHost('localhost')).toBe('localhost');
  for (const address of ['127.0.0.1', '::1', 'fe80::12:3']) expect(parsed.checkIP(address)).toBe(address);
  expect(parsed.checkIP('127.0.0.2')).toBeUndefined();
  expect(Date.parse(parsed.validFrom)).toBe(now - 86_400_000);
  expect(Date.parse(parsed.validTo)).toBe(now + 365 * 86_400_000);
});

it('creates another key and serial number each time', () => {
  const [one, other] = [selfSigned(['localhost'], 0), selfSigned(['localhost'], 0)];
  expect(one.key).not.toBe(other.key);
  const serials = [one, other].map(({ certificate }) => new X509Certificate(certificate).serialNumber);
  expect(serials[0]).toHaveLength(32);
  expect(serials[0]).not.toBe(serials[1]);
});

function statusOf(url: string, ca?: string): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    get(url, ca === undefined ? {} : { ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}

it('serves HTTPS to clients that trust the certificate', async () => {
  const emulator = await startEmulator({ tls: true });
  try {
    const { port } = new URL(emulator.baseUrl);
    expect(emulator.baseUrl).toBe(`https://127.0.0.1:${port}`);
    expect(await statusOf(`${emulator.baseUrl}/accounts/api/me`, emulator.certificate)).toBe(401);
    expect(await statusOf(`https://localhost:${port}/accounts/api/me`, emulator.certificate)).toBe(401);
    expect(await statusOf(`${emulator.baseUrl}/accounts/api/me`)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  } finally {
    await emulator.close();
  }
});

it('has no certificate without TLS', async () => {
  const emulator = await startEmulator();
  expect(emulator.certificate).toBeUndefined();
  await emulator.close();
});
