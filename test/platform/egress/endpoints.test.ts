import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Endpoints } from '../../../src/platform/egress/endpoints.ts';
import { EgressGuard } from '../../../src/platform/egress/guard.ts';
import { createHttp, type FaultReason, HttpFault, type HttpRequest } from '../../../src/platform/transport/http.ts';

describe('endpoints', async () => {
  const heard: { url: string | undefined; authorization: string | undefined }[] = [];
  const server = createServer(({ url, headers }, response) => {
    heard.push({ url, authorization: headers.authorization });
    if (url === '/moved') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else if (url === '/cut') response.destroy();
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end('body');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = new Endpoints(createHttp({ egress: new EgressGuard({ local: origin }) }));
  const remote = new Endpoints(createHttp({ egress: new EgressGuard() }));

  it('answer with status and headers, and get the credentials only when there are some', async () => {
    expect(await local.call(new URL('/orders?x=1', origin), { headers: { authorization: 'Basic abc' } })).toMatchObject(
      {
        status: 401,
        headers: { 'www-authenticate': 'Basic realm="x"' },
      },
    );
    await local.call(new URL('/', origin), {});
    expect(heard.slice(-2)).toEqual([
      { url: '/orders?x=1', authorization: 'Basic abc' },
      { url: '/', authorization: undefined },
    ]);
  });

  it('are not followed elsewhere', async () => {
    expect(await local.call(new URL('/moved', origin), {})).toMatchObject({ status: 302 });
  });

  it('that break off or do not listen are distinguished from answers', async () => {
    expect(await local.call(new URL('/cut', origin), {})).toMatchObject({ reason: 'unreachable' });
    const gone = new Endpoints(createHttp({ egress: new EgressGuard({ local: 'http://127.0.0.1:1' }) }));
    expect(await gone.call(new URL('http://127.0.0.1:1/'), {})).toEqual({
      reason: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });

  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://169.254.169.254/latest',
    'http://10.0.0.8/',
    'http://2130706433/',
    'file:///etc/passwd',
    'http://api.localhost/',
  ])('of a real platform that lead into a private network are refused without a request: %s', async (url) => {
    const before = heard.length;
    expect(await remote.call(new URL(url), {})).toMatchObject({ reason: 'forbidden' });
    expect(heard.length).toBe(before);
  });
});

describe('a request to an endpoint', () => {
  it('is a GET without further headers, for ten seconds, unless the call says otherwise', async () => {
    const sent: HttpRequest[] = [];
    const endpoints = new Endpoints(async (request) => {
      sent.push(request);
      return { status: 200, headers: { server: 'x' }, text: 'never kept' };
    });
    const { signal } = new AbortController();
    expect(await endpoints.call(new URL('https://api.example.com:8443/a/b?c=d#e'), {}, signal)).toEqual({
      status: 200,
      headers: { server: 'x' },
    });
    await endpoints.call(new URL('https://api.example.com'), { method: 'POST', headers: { accept: 'a/b', x: 'y' } });
    const timeoutMs = 10_000;
    expect(sent).toEqual([
      {
        ...{ method: 'GET', origin: 'https://api.example.com:8443', path: '/a/b?c=d', headers: { accept: '*/*' } },
        ...{ signal, timeoutMs },
      },
      {
        ...{ method: 'POST', origin: 'https://api.example.com', path: '/', headers: { accept: 'a/b', x: 'y' } },
        ...{ signal: undefined, timeoutMs },
      },
    ]);
  });

  const ending = (reason: FaultReason, code = 'X'): Promise<unknown> => {
    const failing = new Endpoints(() => Promise.reject(new HttpFault(reason, true, code)));
    return failing.call(new URL('https://api.example.com/'), {});
  };

  it.each([
    ['unreachable', 'unreachable'],
    ['cut', 'unreachable'],
    ['oversized', 'unreachable'],
    ['certificate', 'certificate'],
    ['timeout', 'timeout'],
  ] as const)('that ends as %s has the reason %s', async (fault, reason) => {
    expect(await ending(fault)).toEqual({ reason, code: 'X' });
  });

  it('that the guard refused is forbidden', async () => {
    expect(await ending('unreachable', 'ERR_PRIVATE_ADDRESS')).toEqual({
      reason: 'forbidden',
      code: 'ERR_PRIVATE_ADDRESS',
    });
  });

  it('that the caller cancelled, or that met a bug, has no answer', async () => {
    await expect(ending('cancelled')).rejects.toThrow(HttpFault);
    const broken = new Endpoints(() => Promise.reject(new TypeError('a bug')));
    await expect(broken.call(new URL('https://api.example.com/'), {})).rejects.toThrow('a bug');
  });
});
