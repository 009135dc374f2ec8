import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EmulatorOptions, startEmulator } from '../../../src/emulator/index.ts';

/** The status of a sign-in with the published credentials, sent with a Host header. */
async function signIn(host: string, options: EmulatorOptions = {}): Promise<number | undefined> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  const { username, password } = emulator.access;
  return new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' };
    request(`${emulator.baseUrl}/accounts/login`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end(JSON.stringify({ username, password }));
  });
}

describe('the Host header of a request', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    'emulator',
  ])('%s is refused: a page can make its own name lead here', async (host) => {
    expect(await signIn(host)).toBe(403);
  });

  it.each(['localhost', 'LOCALHOST:8080', 'api.localhost', '127.0.0.1', '192.168.7.7:8099', '[::1]:8099'])(
    '%s is answered',
    async (host) => {
      expect(await signIn(host)).toBe(200);
    },
  );

  it('is answered under a name that was allowed', async () => {
    expect(await signIn('Emulator:8099', { allowedHosts: ['emulator'] })).toBe(200);
    expect(await signIn('other', { allowedHosts: ['emulator'] })).toBe(403);
  });
});
