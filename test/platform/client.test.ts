import { createServer, type RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { isAbort, isNotFound } from '../../src/platform/errors.ts';
import { createHttp } from '../../src/platform/transport/http.ts';
import { connectionError } from '../support/msw-dispatcher.ts';
import { failureOf, never, read, startBench, things, tokenAnswer, write } from './client-under-test.ts';

const html = (status: number): Response =>
  new HttpResponse('<!DOCTYPE html><html><body>Please sign in</body></html>', {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

describe('what is sent', () => {
  it('carries our user agent, the token, and asks for JSON', async () => {
    const bench = startBench();
    await bench.call(read);
    const headers = bench.calls[0]?.headers;
    expect(headers?.get('user-agent')).toBe('anypoint-mcp/test');
    expect(headers?.get('accept')).toBe('application/json');
    expect(headers?.get('authorization')).toBe('Bearer token-number-1');
    expect(headers?.get('accept-encoding')).toBe('gzip, deflate, br');
    expect(headers?.has('content-type')).toBe(false);
    expect(headers?.has('x-anypnt-org-id')).toBe(false);
  });

  it('carries organization and environment in the two headers that ARM reads', async () => {
    const bench = startBench();
    await bench.call({ ...read, place: { organizationId: 'org-1', environmentId: 'env-1' } });
    expect(bench.calls[0]?.headers.get('x-anypnt-org-id')).toBe('org-1');
    expect(bench.calls[0]?.headers.get('x-anypnt-env-id')).toBe('env-1');
  });

  it('carries the JSON body with its content type', async () => {
    const bench = startBench();
    await bench.call({ ...write, json: { name: 'Zürich ✓', on: false } });
    expect(bench.calls[0]?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(bench.calls[0]?.body ?? '')).toEqual({ name: 'Zürich ✓', on: false });
  });

  it('encodes the query and leaves out what is undefined', async () => {
    const bench = startBench();
    await bench.call({ ...read, query: { name: 'a&b=c d', on: true, limit: 5, offset: undefined } });
    expect(bench.calls[0]?.path).toBe('/things?name=a%26b%3Dc+d&on=true&limit=5');
  });

  it.each([{}, { offset: undefined }])('has no question mark without a query (%j)', async (query) => {
    const bench = startBench();
    await bench.call({ ...read, query });
    expect(bench.calls[0]?.path).toBe('/things');
  });

  it.each([
    ['https://anypoint.mulesoft.com', 'https://storage-us-east-1.anypoint.mulesoft.com', '/things'],
    ['https://eu1.anypoint.mulesoft.com', 'https://storage-us-east-1.eu1.anypoint.mulesoft.com', '/things'],
    ['https://proxy.test/anypoint', 'https://proxy.test', '/anypoint/storage-us-east-1/things'],
    // Looks like the platform, but is somebody else's.
    ['https://anypoint.mulesoft.com.test', 'https://anypoint.mulesoft.com.test', '/storage-us-east-1/things'],
  ])('goes to the host of its own that a service has beside %s', async (baseUrl, origin, path) => {
    const bench = startBench({ baseUrl });
    await bench.call({ method: 'GET', path: '/storage-us-east-1/things', ownHost: true });
    expect(bench.calls).toMatchObject([{ origin, path }]);
    expect(bench.signIns).toMatchObject([{ origin: new URL(baseUrl).origin }]);
  });

  it.each(['/storage-evil.test%2F/things', '/evil.test/things', '/-/things', `/${'a'.repeat(64)}/things`, '//things'])(
    'goes nowhere where %s names no host of the platform',
    async (path) => {
      const bench = startBench({ baseUrl: 'https://anypoint.mulesoft.com' });
      const failure = await failureOf(bench.call({ method: 'GET', path, ownHost: true }));
      expect(failure.message).toContain('is not the name of a host of Anypoint Platform.');
      expect(bench.calls).toEqual([]);
    },
  );

  it('goes below the path prefix of the base URL, sign-in included', async () => {
    const bench = startBench({ baseUrl: 'https://proxy.test/anypoint/eu' });
    await bench.call(read);
    expect(bench.signIns[0]?.path).toBe('/anypoint/eu/accounts/api/v2/oauth2/token');
    expect(bench.calls[0]?.path).toBe('/anypoint/eu/things');
    const failure = await failureOf(
      startBench({
        baseUrl: 'https://proxy.test/anypoint/eu',
        respond: () => HttpResponse.json({}, { status: 400 }),
      }).call(read),
    );
    expect(failure.http?.path).toBe('/anypoint/eu/things');
  });
});

describe('what comes back', () => {
  it('is decoded JSON with the facts of the exchange', async () => {
    const bench = startBench({
      respond: () => HttpResponse.json({ id: 1 }, { status: 202, headers: { 'X-Request-Id': 'req-7' } }),
    });
    expect(await bench.call(read)).toEqual({
      status: 202,
      body: { id: 1 },
      http: { method: 'GET', path: '/things', status: 202, requestId: 'req-7' },
    });
  });

  it('has no body after an empty 204', async () => {
    const bench = startBench({ respond: () => new HttpResponse(null, { status: 204 }) });
    expect(await bench.call({ method: 'DELETE', path: things })).toMatchObject({ status: 204, body: undefined });
  });

  it('is the text itself when it is no JSON', async () => {
    const bench = startBench({
      respond: () => new HttpResponse('ready', { headers: { 'content-type': 'text/plain' } }),
    });
    expect((await bench.call(read)).body).toBe('ready');
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('is decompressed when it comes as %s', async (encoding, compress) => {
    const text = JSON.stringify({ rows: Array.from({ length: 500 }, (_, index) => `row ${index}`) });
    const bench = startBench({
      respond: () =>
        new HttpResponse(compress(text), {
          headers: { 'content-type': 'application/json', 'content-encoding': encoding },
        }),
    });
    expect((await bench.call(read)).body).toEqual(JSON.parse(text));
  });

  it('is a configuration failure when a web page comes with 200', async () => {
    const failure = await failureOf(startBench({ respond: () => html(200) }).call(read));
    expect(failure.kind).toBe('configuration');
    expect(failure.message).toBe('GET /things answered 200 with a web page instead of data.');
    expect(failure.next).toContain('ANYPOINT_BASE_URL');
  });

  it('says that a write may have happened when a web page hides what became of it', async () => {
    const write = { ...read, method: 'POST', json: {} } as const;
    const failure = await failureOf(startBench({ respond: () => html(200) }).call(write));
    expect(failure).toMatchObject({ kind: 'configuration', mayHaveHappened: true });
    expect(failure.next).toContain('may or may not have happened');
    const refused = await failureOf(startBench({ respond: () => html(403) }).call(write));
    expect(refused.mayHaveHappened).toBe(false);
  });

  it.each([301, 302, 303, 304, 307, 308])(
    'says that a write may have happened after %i, also with a page',
    async (status) => {
      const answers = [
        () => new HttpResponse(null, { status, headers: { location: 'https://anypoint.test/login' } }),
        ...(status === 304 ? [] : [() => html(status)]),
      ];
      for (const respond of answers) {
        const bench = startBench({ respond });
        const failure = await failureOf(bench.call({ ...read, method: 'POST', json: {} }));
        expect(failure).toMatchObject({ kind: 'platform', mayHaveHappened: true, retryable: false });
        expect(failure.next).toMatch(/^The change may or may not have happened: read the current state before/);
        expect(bench.calls).toHaveLength(1);
      }
    },
  );

  it('says the same of a page with a status that the operation allows', async () => {
    const failure = await failureOf(
      startBench({ respond: () => html(302) }).call({ ...read, method: 'DELETE', alsoFine: [302] }),
    );
    expect(failure).toMatchObject({ kind: 'configuration', mayHaveHappened: true });
  });

  it.each([403, 404])('points at the proxy when a web page comes with %i, and blames no permission', async (status) => {
    const failure = await failureOf(startBench({ respond: () => html(status) }).call(read));
    expect(failure.kind).toBe('configuration');
    expect(failure.next).toContain('proxy settings');
  });

  it('is a platform failure without markup when a web page comes with 502', async () => {
    const bench = startBench({ respond: () => html(502) });
    const failure = await failureOf(bench.call(read));
    expect(failure).toMatchObject({ kind: 'platform', why: undefined, retryable: true });
    expect(failure.http?.status).toBe(502);
    expect(bench.calls).toHaveLength(4);
  });

  it.each([301, 302, 304])('is a platform failure after %i: redirects are not followed', async (status) => {
    const bench = startBench({
      respond: () => new HttpResponse(null, { status, headers: { location: 'https://evil.test/' } }),
    });
    const failure = await failureOf(bench.call(read));
    expect(failure.kind).toBe('platform');
    expect(failure).toMatchObject({ mayHaveHappened: false, message: expect.stringContaining(`answered ${status}`) });
    expect(failure.next).toMatch(/^Check that ANYPOINT_BASE_URL/);
    expect(bench.calls).toHaveLength(1);
  });
});

describe('a refusal', () => {
  const refusal = (status: number, body: Record<string, unknown> = { message: 'because' }) =>
    failureOf(startBench({ respond: () => HttpResponse.json(body, { status }) }).call(write));

  it.each([
    [400, 'input', 'Correct what the reason names and call again. Nothing was changed.'],
    [404, 'input', 'Use the list tool'],
    [409, 'input', 'Nothing was changed: it conflicts with what exists now.'],
    [412, 'input', 'Nothing was changed: the thing is another one than was read.'],
    [422, 'input', 'Nothing was changed.'],
    [403, 'permission', 'Ask an administrator'],
    [401, 'configuration', 'Check the credentials'],
    [429, 'platform', 'Nothing was changed. Try again in a minute.'],
    [500, 'platform', 'may or may not have happened'],
  ])('of %i is a failure of the kind %s that says what to do next', async (status, kind, next) => {
    const failure = await refusal(status);
    expect(failure).toMatchObject({
      kind,
      why: 'The platform said: "because".',
      http: { method: 'POST', path: '/things', status },
    });
    expect(failure.next).toContain(next);
    expect(failure.message).toContain(`POST /things answered ${status}`);
  });

  it('of 404 is what "not found" means everywhere', async () => {
    expect(isNotFound(await refusal(404))).toBe(true);
    expect(isNotFound(await refusal(403))).toBe(false);
    expect(isNotFound(new Error('404'))).toBe(false);
  });

  it.each(['x-request-id', 'x-correlation-id'])('carries the request id from %s for the support', async (name) => {
    const bench = startBench({ respond: () => HttpResponse.json({}, { status: 400, headers: { [name]: 'req-9' } }) });
    expect((await failureOf(bench.call(read))).http?.requestId).toBe('req-9');
  });

  it('of 403 names the permission that the operation needs', async () => {
    const respond = (): Response => HttpResponse.json({}, { status: 403 });
    const refused = await failureOf(startBench({ respond }).call({ ...read, permission: ['Read Servers'] }));
    expect(refused.next).toContain('grant the permission "Read Servers" for this business group');
  });
});

describe('an exchange without an answer', () => {
  const broken = (code: string, request = read) =>
    failureOf(
      startBench({
        respond() {
          throw connectionError(code);
        },
      }).call(request),
    );

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('for the certificate (%s) is a configuration failure that names NODE_EXTRA_CA_CERTS', async (code) => {
    const failure = await broken(code, write);
    expect(failure.kind).toBe('configuration');
    expect(failure.message).toContain(`The certificate of https://anypoint.test is not trusted (${code})`);
    expect(failure.next).toContain('NODE_EXTRA_CA_CERTS');
    expect(failure.mayHaveHappened).toBe(false);
  });

  it('for the certificate is not tried again', async () => {
    const bench = startBench({
      respond() {
        throw connectionError('CERT_HAS_EXPIRED');
      },
    });
    await failureOf(bench.call(read));
    expect(bench.calls).toHaveLength(1);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'because nobody is there (%s) names the address and the settings behind it',
    async (code) => {
      const failure = await broken(code);
      expect(failure).toMatchObject({ kind: 'platform', retryable: true, mayHaveHappened: false });
      expect(failure.message).toBe(`https://anypoint.test cannot be reached (${code}), so GET /things was not sent.`);
      expect(failure.next).toContain('HTTPS_PROXY');
    },
  );

  it('is recognized inside the errors that undici and Node wrap around it', async () => {
    const wrapped = [
      new TypeError('fetch failed', { cause: connectionError('ECONNREFUSED') }),
      new AggregateError([connectionError('ECONNREFUSED'), connectionError('ENETUNREACH')]),
    ];
    for (const error of wrapped) {
      const bench = startBench({
        respond() {
          throw error;
        },
      });
      expect((await failureOf(bench.call(read))).message).toContain('cannot be reached (ECONNREFUSED)');
    }
  });
});

describe('cancelling', () => {
  const outcome = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'success',
      (error: unknown) => isAbort(error) || error,
    );

  it('before the call sends nothing, not even a sign-in', async () => {
    const bench = startBench();
    expect(await outcome(bench.call({ ...read, signal: AbortSignal.abort() }))).toBe(true);
    expect(bench.signIns).toEqual([]);
    expect(bench.calls).toEqual([]);
  });

  it('before the call leaves no failing sign-in behind that would end the process', async () => {
    const bench = startBench({ credentials: { kind: 'none', problem: { what: 'None.', next: 'Set one.' } } });
    expect(await outcome(bench.call({ ...read, signal: AbortSignal.abort() }))).toBe(true);
    // vitest fails the run on an unhandled rejection, which would show in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it.each([read, write])('during a $method ends it at once, and nothing is sent again', async (request) => {
    const controller = new AbortController();
    const bench = startBench({
      respond() {
        setImmediate(() => controller.abort());
        return never();
      },
    });
    expect(await outcome(bench.call({ ...request, signal: controller.signal }))).toBe(true);
    expect(bench.calls).toHaveLength(1);
  });

  it('while the body is coming ends it at once', async () => {
    const controller = new AbortController();
    const bench = startBench({
      respond: () =>
        new HttpResponse(
          new ReadableStream({
            start(stream) {
              stream.enqueue(new TextEncoder().encode('['));
              setImmediate(() => controller.abort());
            },
          }),
        ),
    });
    expect(await outcome(bench.call({ ...read, signal: controller.signal }))).toBe(true);
  });

  it('in a pause between two attempts ends it at once', async () => {
    const controller = new AbortController();
    const bench = startBench({
      respond: () => new HttpResponse(null, { status: 503 }),
      onPause: () => controller.abort(),
    });
    expect(await outcome(bench.call({ ...read, signal: controller.signal }))).toBe(true);
    expect(bench.calls).toHaveLength(1);
  });

  it('one caller that waits for the shared sign-in does not end it for the others', async () => {
    let release: (answer: Response) => void = () => undefined;
    const bench = startBench({
      signIn: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    const controller = new AbortController();
    const cancelled = outcome(bench.call({ ...read, signal: controller.signal }));
    const other = outcome(bench.call({ ...read, signal: new AbortController().signal }));
    controller.abort();
    expect(await cancelled).toBe(true);
    while (bench.signIns.length === 0) await new Promise((resolve) => setImmediate(resolve));
    release(tokenAnswer('shared'));
    expect(await other).toBe('success');
    expect(bench.signIns).toHaveLength(1);
  });

  it('leaves no listener on the signal of a call that has ended', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    const bench = startBench();
    await bench.call({ ...read, signal });
    expect(listeners).toBe(0);
  });
});

describe('the clock of the machine', () => {
  it('does not begin to sleep for a call that is cancelled', async () => {
    await expect(systemClock.sleep(1_000_000, AbortSignal.abort())).rejects.toSatisfy(isAbort);
  });

  it('wakes up as soon as the call is cancelled', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(1_000_000, controller.signal);
    controller.abort();
    await expect(sleeping).rejects.toSatisfy(isAbort);
  });

  it('resolves after the time, with and without a signal', async () => {
    await systemClock.sleep(1);
    await systemClock.sleep(1, new AbortController().signal);
    expect(systemClock.now()).toBeGreaterThan(0);
  });
});

describe('over a real connection on loopback', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  const listen = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };
  const exchange = (origin: string, timeoutMs = 20_000, signal?: AbortSignal) =>
    createHttp({ env: { HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1' } })({
      method: 'POST',
      origin,
      path: '/x?y=1',
      headers: { 'user-agent': 'test' },
      body: '{"a":1}',
      timeoutMs,
      signal,
    });

  it('a complete answer arrives with lower-case headers, past any company proxy', async () => {
    const origin = await listen((request, response) => {
      response.writeHead(201, { 'X-Seen': `${request.method} ${request.url}`, 'Set-Cookie': ['a=1', 'b=2'] });
      request.pipe(response);
    });
    const answer = await exchange(origin);
    expect(answer).toMatchObject({ status: 201, text: '{"a":1}' });
    expect(answer.headers).toMatchObject({ 'x-seen': 'POST /x?y=1', 'set-cookie': 'a=1, b=2' });
  });

  it('nobody listening is "unreachable": the request was not sent', async () => {
    const origin = await listen(() => undefined);
    for (const close of closing.splice(0)) close();
    await expect(exchange(origin)).rejects.toMatchObject({ reason: 'unreachable', sent: false, code: 'ECONNREFUSED' });
  });

  it('a connection closed without an answer is "cut": the request may have been taken', async () => {
    const origin = await listen((request) => request.socket.destroy());
    await expect(exchange(origin)).rejects.toMatchObject({ reason: 'cut', sent: true });
  });

  it('a connection closed in the middle of the answer is "cut"', async () => {
    const origin = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    await expect(exchange(origin)).rejects.toMatchObject({ reason: 'cut', sent: true });
  });

  it('no answer within the limit is a "timeout"', async () => {
    const origin = await listen(() => undefined);
    await expect(exchange(origin, 5)).rejects.toMatchObject({ reason: 'timeout', sent: true });
  });

  it('a cancelled exchange is "cancelled", also when it had not begun', async () => {
    const controller = new AbortController();
    const origin = await listen(() => controller.abort());
    await expect(exchange(origin, 20_000, controller.signal)).rejects.toMatchObject({
      reason: 'cancelled',
      sent: true,
    });
    await expect(exchange(origin, 20_000, controller.signal)).rejects.toMatchObject({
      reason: 'cancelled',
      sent: false,
    });
  });
});

describe('a company proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('from %s is used for the platform', async (variable) => {
    const request = createHttp({ env: { [variable]: 'http://127.0.0.1:1' } });
    const asked = request({
      method: 'GET',
      origin: 'https://anypoint.invalid',
      path: '/',
      headers: {},
      timeoutMs: 20_000,
    });
    await expect(asked).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
