import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/platform/errors.ts';
import { createHttp } from '../../../src/platform/transport/http.ts';
import { proxiesIn } from '../../../src/platform/transport/proxy.ts';

const secret = 'Kq7-proxy-pass';

describe('the proxies of the environment', () => {
  it.each([
    ['proxy.corp:8080', 'http://proxy.corp:8080'],
    ['proxy.corp', 'http://proxy.corp'],
    ['10.0.0.1:8080', 'http://10.0.0.1:8080'],
    ['[fd00::1]:8080', 'http://[fd00::1]:8080'],
    [' localhost:3128\n', 'http://localhost:3128'],
    [`user:${secret}@proxy.corp:8080`, `http://user:${secret}@proxy.corp:8080`],
    ['http://proxy.corp:8080', 'http://proxy.corp:8080'],
    ['HTTPS://proxy.corp', 'HTTPS://proxy.corp'],
    ['socks5://proxy.corp:1080', 'socks5://proxy.corp:1080'],
    ['http://user:p%40ss@proxy.corp/', 'http://user:p%40ss@proxy.corp/'],
  ])('are read as curl reads them: %j', (given, address) => {
    expect(proxiesIn({ HTTPS_PROXY: given })).toEqual([{ scheme: 'https', variable: 'HTTPS_PROXY', address }]);
  });

  it('are one for each scheme, from the lower case where both are set', () => {
    expect(proxiesIn({ http_proxy: 'a', HTTP_PROXY: 'b', https_proxy: ' ', HTTPS_PROXY: 'c', ALL_PROXY: 'd' })).toEqual(
      [
        { scheme: 'http', variable: 'http_proxy', address: 'http://a' },
        { scheme: 'https', variable: 'HTTPS_PROXY', address: 'http://c' },
      ],
    );
    expect(proxiesIn({ HTTP_PROXY: '' })).toEqual([]);
    expect(proxiesIn({})).toEqual([]);
  });

  it.each([
    'http://',
    'proxy corp:8080',
    'proxy.corp:99999',
    'proxy.corp:port',
    `ftp://user:${secret}@proxy.corp`,
    `file://${secret}`,
    `http://user:${secret}#x@proxy.corp:8080`,
    `user:12/${secret}@proxy.corp:8080`,
    `user:12?${secret}@proxy.corp:8080`,
    `http://user:%zz${secret}@proxy.corp`,
    `http://%zz:${secret}@proxy.corp`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a host that did not fill it in
    '${HTTPS_PROXY}',
  ])('are not read from %j, which names the variable and shows nothing of it', async (given) => {
    for (const variable of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY']) {
      const asked = createHttp({ env: { [variable]: given } })({
        ...{ method: 'POST', origin: 'https://anypoint.invalid', path: '/', headers: {}, timeoutMs: 20_000 },
      });
      const failure: unknown = await asked.catch((error: unknown) => error);
      if (!(failure instanceof Failure)) throw failure;
      expect(failure).toMatchObject({
        ...{ kind: 'configuration', mayHaveHappened: false },
        message: `The value of ${variable} is not the address of a proxy, so nothing was sent.`,
        next: expect.stringContaining(`Correct ${variable} and restart the server`),
      });
      expect(`${failure.message} ${String(failure.why)} ${String(failure.next)}`).not.toContain(secret);
    }
  });

  it.each(['127.0.0.1:1', 'http://127.0.0.1:1'])('are used: %s', async (HTTPS_PROXY) => {
    const asked = createHttp({ env: { HTTPS_PROXY } })({
      ...{ method: 'GET', origin: 'https://anypoint.invalid', path: '/', headers: {}, timeoutMs: 20_000 },
    });
    await expect(asked).rejects.toMatchObject({ code: 'ECONNREFUSED', sent: false });
  });

  it('do not matter for a platform on this machine', async () => {
    const asked = createHttp({ env: { HTTP_PROXY: 'http://' } })({
      ...{ method: 'GET', origin: 'http://127.0.0.1:1', path: '/', headers: {}, timeoutMs: 20_000 },
    });
    await expect(asked).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
