import fc from 'fast-check';
import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/platform/auth.ts';
import { Failure } from '../../src/platform/errors.ts';
import { connectionError } from '../support/msw-dispatcher.ts';
import { type BenchOptions, failureOf, read, startBench, textsOf, tokenAnswer, write } from './client-under-test.ts';

const app: Credentials = { kind: 'connected-app', clientId: 'app-id', clientSecret: 'app-secret-value' };
const appForUser = {
  kind: 'connected-app-for-user',
  clientId: 'app-id',
  clientSecret: 'app-secret-value',
  username: 'jane',
  password: 'jane-password',
} as const;
const user: Credentials = { kind: 'user', username: 'jane', password: 'jane-password' };
const ready: Credentials = { kind: 'access-token', accessToken: 'ready-token-value' };

const signInFailure = (options: BenchOptions): Promise<Failure> => failureOf(startBench(options).call(read));

describe('signing in', () => {
  it.each([
    [
      'a connected app',
      app,
      '/accounts/api/v2/oauth2/token',
      { client_id: 'app-id', client_secret: 'app-secret-value', grant_type: 'client_credentials' },
    ],
    [
      'a connected app for a user',
      appForUser,
      '/accounts/api/v2/oauth2/token',
      {
        client_id: 'app-id',
        client_secret: 'app-secret-value',
        grant_type: 'password',
        username: 'jane',
        password: 'jane-password',
      },
    ],
    ['a user', user, '/accounts/login', { username: 'jane', password: 'jane-password' }],
  ])('as %s sends what its grant asks for, without a token', async (_name, credentials, path, body) => {
    const bench = startBench({ credentials });
    await bench.call(read);
    expect(bench.signIns).toHaveLength(1);
    expect(bench.signIns[0]).toMatchObject({ method: 'POST', path });
    expect(JSON.parse(bench.signIns[0]?.body ?? '')).toEqual(body);
    expect(bench.signIns[0]?.headers.has('authorization')).toBe(false);
    expect(bench.client.signInKind).toBe(credentials.kind);
  });

  it('is not needed with a ready token, which is used as it is', async () => {
    const bench = startBench({ credentials: ready });
    await bench.call(read);
    expect(bench.signIns).toEqual([]);
    expect(bench.calls[0]?.headers.get('authorization')).toBe('Bearer ready-token-value');
    expect((await bench.client.token()).expiresAt).toBeUndefined();
  });

  it('without credentials fails with what is missing, and sends nothing', async () => {
    const problem = { what: 'No credentials.', next: 'Set ANYPOINT_CLIENT_ID.' };
    const bench = startBench({ credentials: { kind: 'none', problem } });
    const failure = await failureOf(bench.call(read));
    expect(failure).toMatchObject({ kind: 'configuration', message: problem.what, next: problem.next });
    expect(bench.calls).toEqual([]);
  });

  it('happens once for 50 calls that start together', async () => {
    const bench = startBench();
    await Promise.all(Array.from({ length: 50 }, () => bench.call(read)));
    expect(bench.signIns).toHaveLength(1);
    expect(bench.calls).toHaveLength(50);
  });

  it('is tried again by the next call after it failed', async () => {
    const bench = startBench({
      signIn: (_sent, count) => (count === 1 ? new HttpResponse(null, { status: 503 }) : tokenAnswer('second')),
    });
    await failureOf(bench.call(read));
    await bench.call(read);
    expect(bench.calls[0]?.headers.get('authorization')).toBe('Bearer second');
  });

  it('is sent again after 429 and after a refused connection', async () => {
    const bench = startBench({
      signIn(_sent, count) {
        if (count === 1) throw connectionError('ECONNREFUSED');
        return count === 2 ? new HttpResponse(null, { status: 429 }) : tokenAnswer('third');
      },
    });
    await bench.call(read);
    expect(bench.signIns).toHaveLength(3);
  });
});

describe('renewing the token', () => {
  const advance = async (bench: ReturnType<typeof startBench>, seconds: number): Promise<void> =>
    bench.clock.sleep(seconds * 1000);

  it('happens one minute before its end and not earlier', async () => {
    const bench = startBench();
    await bench.call(read);
    await advance(bench, 3600 - 61);
    await bench.call(read);
    expect(bench.signIns).toHaveLength(1);
    await advance(bench, 1);
    await bench.call(read);
    expect(bench.signIns).toHaveLength(2);
    expect(bench.calls.at(-1)?.headers.get('authorization')).toBe('Bearer token-number-2');
  });

  it('of a short-lived one happens when a tenth of its life is left', async () => {
    const bench = startBench({ signIn: (_sent, count) => tokenAnswer(`token-number-${count}`, 100) });
    await bench.call(read);
    await advance(bench, 89);
    await bench.call(read);
    expect(bench.signIns).toHaveLength(1);
    await advance(bench, 1);
    await bench.call(read);
    expect(bench.signIns).toHaveLength(2);
  });

  it.each([
    ['a number', 1800, 1800],
    ['a text', '1800', 1800],
    ['missing', undefined, 3600],
    ['zero', 0, 3600],
    ['negative', -5, 3600],
    ['no number', 'soon', 3600],
    ['null', null, 3600],
  ])('knows the end when expires_in is %s', async (_name, expiresIn, seconds) => {
    const bench = startBench({ signIn: () => tokenAnswer('a-token', expiresIn) });
    const token = await bench.client.token();
    expect(token.expiresAt).toBe(token.obtainedAt + seconds * 1000);
  });
});

describe('a 401', () => {
  const acceptsFrom =
    (first: number): NonNullable<BenchOptions['respond']> =>
    ({ headers }) =>
      Number(headers.get('authorization')?.split('-').at(-1)) >= first
        ? HttpResponse.json({ ok: true })
        : new HttpResponse('Unauthorized', { status: 401 });

  it.each([read, write])('is answered with one new token and the same $method once more', async (request) => {
    const bench = startBench({ respond: acceptsFrom(2) });
    expect((await bench.call(request)).body).toEqual({ ok: true });
    expect(bench.signIns).toHaveLength(2);
    expect(bench.calls).toHaveLength(2);
    expect(bench.calls[1]?.body).toBe(bench.calls[0]?.body);
  });

  it('of 20 calls under way costs one new sign-in', async () => {
    const bench = startBench({ respond: acceptsFrom(2) });
    await bench.client.token();
    await Promise.all(Array.from({ length: 20 }, () => bench.call(read)));
    expect(bench.signIns).toHaveLength(2);
    expect(bench.calls).toHaveLength(40);
  });

  it('that comes late does not throw away a token that another call has renewed', async () => {
    let answerFirst: (answer: Response) => void = () => undefined;
    const bench = startBench({
      respond: (sent, count, request) =>
        count === 1
          ? new Promise((resolve) => {
              answerFirst = resolve;
            })
          : acceptsFrom(2)(sent, count, request),
    });
    const slow = bench.call(read);
    while (bench.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await bench.call(read);
    answerFirst(new HttpResponse('Unauthorized', { status: 401 }));
    expect((await slow).body).toEqual({ ok: true });
    expect(bench.signIns).toHaveLength(2);
  });

  it('again with a new token is a configuration failure, after two calls and no more', async () => {
    const bench = startBench({ respond: () => new HttpResponse('Unauthorized', { status: 401 }) });
    const failure = await failureOf(bench.call(write));
    expect(failure).toMatchObject({
      kind: 'configuration',
      why: 'The platform said: "Unauthorized".',
      http: { status: 401 },
    });
    expect(failure.message).toContain('even with a new token');
    expect(bench.calls).toHaveLength(2);
    expect(bench.signIns).toHaveLength(2);
  });

  it('that calls itself JSON but says Unauthorized is understood all the same', async () => {
    const bench = startBench({
      respond: () => new HttpResponse('Unauthorized', { status: 401, headers: { 'content-type': 'application/json' } }),
    });
    expect(await failureOf(bench.call(write))).toMatchObject({ kind: 'configuration', mayHaveHappened: false });
  });

  it('with a ready token says that the token is refused, and no sign-in is tried', async () => {
    const bench = startBench({
      credentials: ready,
      respond: () => new HttpResponse('Unauthorized', { status: 401 }),
    });
    const failure = await failureOf(bench.call(read));
    expect(failure.kind).toBe('configuration');
    expect(failure.message).toContain('no longer accepts the access token in ANYPOINT_ACCESS_TOKEN');
    expect(failure.http).toMatchObject({ method: 'GET', path: '/things', status: 401 });
    expect(bench.signIns).toEqual([]);
    expect(bench.calls).toHaveLength(1);
  });
});

describe('a sign-in that does not work', () => {
  it('for a wrong secret names the variables of the connected app and what the platform said', async () => {
    const failure = await signInFailure({
      signIn: () =>
        HttpResponse.json(
          { error: 'invalid_client', error_description: 'Invalid client id or secret' },
          { status: 401 },
        ),
    });
    expect(failure).toMatchObject({ kind: 'configuration', why: 'The platform said: "Invalid client id or secret".' });
    expect(failure.next).toContain('ANYPOINT_CLIENT_ID, ANYPOINT_CLIENT_SECRET');
    expect(failure.http).toMatchObject({ method: 'POST', path: '/accounts/api/v2/oauth2/token', status: 401 });
  });

  it('for a wrong password names the variables of the user, and single sign-on', async () => {
    const failure = await signInFailure({
      credentials: user,
      signIn: () => new HttpResponse('Unauthorized', { status: 401 }),
    });
    expect(failure).toMatchObject({ kind: 'configuration', why: 'The platform said: "Unauthorized".' });
    expect(failure.next).toContain('ANYPOINT_USERNAME and ANYPOINT_PASSWORD');
    expect(failure.next).toContain('single sign-on');
  });

  it('for a disabled user says so', async () => {
    const failure = await signInFailure({ credentials: user, signIn: () => HttpResponse.json({}, { status: 403 }) });
    expect(failure.message).toBe('The platform refused to sign in: this user is disabled.');
  });

  it('for an account with multi-factor authentication says what to use instead', async () => {
    const failure = await signInFailure({
      credentials: user,
      signIn: () => HttpResponse.json({ url: 'https://anypoint.test/mfa', body: { token: 'second-step' } }),
    });
    expect(failure.kind).toBe('configuration');
    expect(failure.why).toContain('multi-factor authentication or single sign-on');
    expect(failure.next).toContain('Use a connected app instead');
    expect(textsOf(failure)).not.toContain('second-step');
  });

  it('for a success without a token says that there was none', async () => {
    const failure = await signInFailure({ signIn: () => HttpResponse.json({ token_type: 'bearer' }) });
    expect(failure).toMatchObject({ kind: 'configuration', why: 'The answer held no access token.' });
  });

  it.each([500, 502, 503])("for %i is the platform's failure and may be tried later", async (status) => {
    const bench = startBench({ signIn: () => HttpResponse.json({ message: 'down' }, { status }) });
    const failure = await failureOf(bench.call(write));
    expect(failure).toMatchObject({
      kind: 'platform',
      why: 'The platform said: "down".',
      retryable: true,
      mayHaveHappened: false,
    });
    expect(bench.calls).toEqual([]);
  });

  it.each([200, 502])('for a web page with %i points at the base URL and shows no markup', async (status) => {
    const failure = await signInFailure({
      signIn: () =>
        new HttpResponse('<html>Corporate proxy</html>', { status, headers: { 'content-type': 'text/html' } }),
    });
    expect(failure.kind).toBe('platform');
    expect(failure.next).toContain('ANYPOINT_BASE_URL');
    expect(textsOf(failure)).not.toContain('<html>');
  });

  it("for a redirect is the platform's failure", async () => {
    expect(await signInFailure({ signIn: () => new HttpResponse(null, { status: 302 }) })).toMatchObject({
      kind: 'platform',
      http: { status: 302 },
    });
  });

  it('for a broken connection does not claim that a change may have happened', async () => {
    const bench = startBench({ signIn: () => HttpResponse.error() });
    const failure = await failureOf(bench.call(write));
    expect(failure).toMatchObject({ kind: 'platform', mayHaveHappened: false, retryable: true });
    expect(failure.next).not.toContain('may or may not have happened');
  });

  it('shows what the platform said on one line of bounded length', async () => {
    const failure = await signInFailure({
      signIn: () => HttpResponse.json({ message: `no\n\u0007\u001b[31m${'x'.repeat(5000)}` }, { status: 401 }),
    });
    expect(failure.why).toHaveLength(`The platform said: "".`.length + 300);
    expect(failure.why).toMatch(/^The platform said: "no x+…"\.$/);
  });
});

describe('secrets', () => {
  it('are in no text of any failure, even when the platform sends them back', async () => {
    const secret = fc
      .string({ minLength: 12, maxLength: 400, unit: 'grapheme-ascii' })
      .filter((text) => text.trim() === text);
    const status = fc.constantFrom(200, 302, 400, 401, 403, 404, 429, 500, 503);
    const kind = fc.constantFrom<Credentials['kind']>(
      'access-token',
      'connected-app',
      'connected-app-for-user',
      'user',
    );
    await fc.assert(
      fc.asyncProperty(secret, secret, status, status, kind, async (value, token, signInStatus, callStatus, which) => {
        const credentials = credentialsOf(which, value);
        const bench = startBench({
          credentials,
          signIn: () =>
            signInStatus === 200
              ? tokenAnswer(token)
              : HttpResponse.json({ message: `${'before '.repeat(30)}${value} is wrong` }, { status: signInStatus }),
          respond: ({ headers }) =>
            HttpResponse.json({ message: `bad ${value} and ${headers.get('authorization')}` }, { status: callStatus }),
        });
        bench.secrets.add(value);
        const ended = await bench.call(read).catch((error: unknown) => error);
        if (!(ended instanceof Failure)) return;
        const texts = textsOf(ended);
        expect(texts).not.toContain(value);
        expect(texts).not.toContain(token);
        // Nor the beginning of one that was cut off.
        expect(texts).not.toContain(value.slice(0, 10));
      }),
      { numRuns: 150 },
    );
  });
});

function credentialsOf(kind: Credentials['kind'], secret: string): Credentials {
  if (kind === 'access-token') return { kind, accessToken: secret };
  if (kind === 'user') return { kind, username: 'jane', password: secret };
  if (kind === 'connected-app') return { kind, clientId: 'app-id', clientSecret: secret };
  return { ...appForUser, clientSecret: secret };
}
