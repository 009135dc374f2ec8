import fc from 'fast-check';
import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { type HttpAnswer, HttpFault } from '../../../src/platform/transport/http.ts';
import { maxAttempts, pauseBefore, retryAfterMs } from '../../../src/platform/transport/retry.ts';
import { connectionError } from '../../support/msw-dispatcher.ts';
import { failureOf, never, read, startBench, type TestCall, things } from '../client-under-test.ts';

const writes: TestCall[] = [
  { method: 'POST', path: things, json: {} },
  { method: 'PUT', path: things, json: {} },
  { method: 'PATCH', path: things, json: {} },
  { method: 'DELETE', path: things },
];
const halfJson = (status = 200): Response =>
  new HttpResponse('{"name": "on', { status, headers: { 'content-type': 'application/json' } });
const cutInTheMiddle = (): Response =>
  new HttpResponse(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"name": '));
        controller.error(connectionError('UND_ERR_SOCKET'));
      },
    }),
    { headers: { 'content-type': 'application/json' } },
  );

describe('a read', () => {
  it.each([429, 500, 502, 503, 504])('is sent again after %i until it succeeds', async (status) => {
    const bench = startBench({
      respond: (_sent, count) => (count < 3 ? new HttpResponse(null, { status }) : HttpResponse.json({ count })),
    });
    expect((await bench.call(read)).body).toEqual({ count: 3 });
    expect(bench.pauses).toHaveLength(2);
  });

  it.each([400, 401, 403, 404, 405, 409, 415, 418, 422, 501])('is not sent again after %i', async (status) => {
    const bench = startBench({ respond: () => new HttpResponse(null, { status }) });
    const failure = await failureOf(bench.call(read));
    expect(failure.http?.status).toBe(status);
    expect(failure.mayHaveHappened).toBe(false);
    expect(bench.pauses).toEqual([]);
  });

  it.each([
    ['a connection that the other side closed', () => HttpResponse.error()],
    ['an answer cut in the middle', cutInTheMiddle],
    ['half of a JSON text', () => halfJson()],
  ])('is sent again after %s', async (_name, broken) => {
    const bench = startBench({
      respond: (_sent, count) => (count === 1 ? broken() : HttpResponse.json({ count })),
    });
    expect((await bench.call(read)).body).toEqual({ count: 2 });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ECONNRESET'])(
    'is sent again after %s',
    async (code) => {
      const bench = startBench({
        respond(_sent, count) {
          if (count === 1) throw connectionError(code);
          return HttpResponse.json({ count });
        },
      });
      expect((await bench.call(read)).body).toEqual({ count: 2 });
    },
  );

  it.each([400, 403, 404, 409])(
    'is not sent again when the JSON of a %i is cut: the status has said it',
    async (status) => {
      const bench = startBench({ respond: () => halfJson(status) });
      expect((await failureOf(bench.call(read))).http?.status).toBe(status);
      expect(bench.calls).toHaveLength(1);
    },
  );

  it('is sent four times at most, and then fails with the last answer', async () => {
    const bench = startBench({ respond: () => HttpResponse.json({ message: 'full' }, { status: 503 }) });
    const failure = await failureOf(bench.call(read));
    expect(bench.calls).toHaveLength(4);
    expect(failure).toMatchObject({
      kind: 'platform',
      why: 'The platform said: "full".',
      retryable: true,
      mayHaveHappened: false,
    });
  });

  it('says that it was not answered completely when every answer is cut', async () => {
    const bench = startBench({ respond: () => halfJson() });
    const failure = await failureOf(bench.call(read));
    expect(failure.message).toBe('The connection broke before GET /things was answered completely (INCOMPLETE_JSON).');
    expect(failure).toMatchObject({ kind: 'platform', retryable: true, mayHaveHappened: false });
    expect(bench.calls).toHaveLength(maxAttempts);
  });

  it('is sent again after its time limit, and says so when it never is answered', async () => {
    const bench = startBench({ respond: never, attemptTimeoutMs: 2 });
    const failure = await failureOf(bench.call(read));
    expect(failure.message).toBe('GET /things got no answer in time.');
    expect(failure.mayHaveHappened).toBe(false);
    expect(bench.calls).toHaveLength(maxAttempts);
  });
});

describe.each(writes)('a $method', (request) => {
  it('is sent again after 429, which says that it did not happen', async () => {
    const bench = startBench({
      respond: (_sent, count) =>
        count < 3 ? new HttpResponse(null, { status: 429 }) : HttpResponse.json({ count }, { status: 201 }),
    });
    expect((await bench.call(request)).body).toEqual({ count: 3 });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])(
    'is sent again after %s, where it never left',
    async (code) => {
      const bench = startBench({
        respond(_sent, count) {
          if (count === 1) throw connectionError(code);
          return HttpResponse.json({ count });
        },
      });
      expect((await bench.call(request)).body).toEqual({ count: 2 });
    },
  );

  it.each([500, 502, 503, 504])(
    'is never sent again after %i, and the failure says that it may have happened',
    async (status) => {
      const bench = startBench({ respond: () => new HttpResponse(null, { status }) });
      const failure = await failureOf(bench.call(request));
      expect(bench.calls).toHaveLength(1);
      expect(failure).toMatchObject({ kind: 'platform', mayHaveHappened: true, retryable: false });
      expect(failure.next).toContain('read the current state');
    },
  );

  it.each([
    ['a closed connection', () => HttpResponse.error()],
    ['an answer cut in the middle', cutInTheMiddle],
    ['half of a JSON text', () => halfJson()],
  ])('is never sent again after %s, and the failure says that it may have happened', async (_name, broken) => {
    const bench = startBench({ respond: () => broken() });
    const failure = await failureOf(bench.call(request));
    expect(bench.calls).toHaveLength(1);
    expect(failure).toMatchObject({ kind: 'platform', mayHaveHappened: true, retryable: false });
  });

  it('is never sent again after its time limit, and the failure says that it may have happened', async () => {
    const bench = startBench({ respond: never, attemptTimeoutMs: 2 });
    const failure = await failureOf(bench.call(request));
    expect(bench.calls).toHaveLength(1);
    expect(failure).toMatchObject({ mayHaveHappened: true, retryable: false });
    expect(failure.message).toBe(`${request.method} /things got no answer in time.`);
  });

  it('stays undone for sure when the rate limit does not end, and the failure says so', async () => {
    const bench = startBench({ respond: () => halfJson(429) });
    const failure = await failureOf(bench.call(request));
    expect(bench.calls).toHaveLength(maxAttempts);
    expect(failure).toMatchObject({ kind: 'platform', mayHaveHappened: false, retryable: true });
    expect(failure.next).toContain('Nothing was changed.');
  });

  it('stays undone for sure when the platform cannot be reached', async () => {
    const bench = startBench({
      respond() {
        throw connectionError('ECONNREFUSED');
      },
    });
    const failure = await failureOf(bench.call(request));
    expect(bench.calls).toHaveLength(maxAttempts);
    expect(failure.message).toContain(`so ${request.method} /things was not sent`);
    expect(failure.mayHaveHappened).toBe(false);
  });
});

describe('the pause that the platform asks for', () => {
  const limitedOnce = (headers: Record<string, string>, status = 429): ReturnType<typeof startBench> =>
    startBench({
      respond: (_sent, count) => (count === 1 ? new HttpResponse(null, { status, headers }) : HttpResponse.json({})),
    });

  it('is taken from Retry-After in seconds', async () => {
    const bench = limitedOnce({ 'retry-after': '7' });
    await bench.call(read);
    expect(bench.pauses).toEqual([7000]);
  });

  it('is taken from Retry-After as a date', async () => {
    const bench = limitedOnce({ 'retry-after': 'Mon, 23 Nov 2026 08:00:05 GMT' }, 503);
    await bench.call(read);
    expect(bench.pauses).toEqual([5000]);
  });

  it.each([
    ['seconds to go', '3'],
    ['seconds since the epoch', String(Date.parse('2026-11-23T08:00:03Z') / 1000)],
    ['milliseconds since the epoch', String(Date.parse('2026-11-23T08:00:03Z'))],
  ])('is taken from X-RateLimit-Reset in %s', async (_unit, value) => {
    const bench = limitedOnce({ 'x-ratelimit-reset': value });
    await bench.call(read);
    expect(bench.pauses).toEqual([3000]);
  });

  it('is reported instead of waited for when it is longer than 20 s', async () => {
    const bench = limitedOnce({ 'retry-after': '21' });
    const failure = await failureOf(bench.call(read));
    expect(bench.pauses).toEqual([]);
    expect(failure.next).toBe('Nothing was changed. Try again in 21 s.');
    expect(failure.retryable).toBe(true);
  });

  it.each([
    ['120', 'Try again in 120 s.'],
    ['121', /^Try again after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\.$/],
    ['86400', /^Try again after \d{4}-/],
    ['86401', 'Try again later; the platform asks to wait for more than a day.'],
    ['1000000000', 'Try again later; the platform asks to wait for more than a day.'],
    ['9'.repeat(400), 'Try again later; the platform asks to wait for more than a day.'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 'Try again later; the platform asks to wait for more than a day.'],
  ])('is advised in words that a person can follow: %s', async (asked, advised) => {
    const bench = startBench({
      respond: () => HttpResponse.json({}, { status: 429, headers: { 'retry-after': asked } }),
    });
    const failure = await failureOf(bench.call({ method: 'POST', path: '/things', json: {} }));
    const [, advice = ''] = /^Nothing was changed\. (.*)$/.exec(String(failure.next)) ?? [];
    expect(advice).toEqual(typeof advised === 'string' ? advised : expect.stringMatching(advised));
    expect(bench.calls).toHaveLength(1);
  });

  it.each(['soon', '-1', '1.5', '', ' '])('falls back to our own pause when Retry-After is %j', (value) => {
    const answer: HttpAnswer = { status: 503, headers: { 'retry-after': value }, text: '' };
    expect(retryAfterMs(answer, Date.parse('2026-11-23T08:00:00Z'))).toBeUndefined();
  });

  it('is not read from X-RateLimit-Reset of an answer that is not a 429', () => {
    expect(retryAfterMs({ status: 503, headers: { 'x-ratelimit-reset': '9' }, text: '' }, 0)).toBeUndefined();
  });

  it('is never negative, whatever date the platform gives', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }), (date) => {
        const answer = { status: 503, headers: { 'retry-after': date.toUTCString() }, text: '' };
        expect(retryAfterMs(answer, Date.parse('2026-11-23T08:00:00Z'))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('our own pause', () => {
  it('doubles from 250 ms to 4 s and spreads over the upper half of that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const ceiling = Math.min(250 * 2 ** (attempt - 1), 4000);
          const pause = pauseBefore(attempt, { fault: new HttpFault('cut', true, 'X') }, 0, random);
          expect(pause).toBeGreaterThanOrEqual(ceiling / 2);
          expect(pause).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });

  it('is drawn again for every attempt', async () => {
    const draws = [0, 0.5, 0.999];
    const bench = startBench({ respond: () => HttpResponse.error(), random: () => draws.shift() ?? 0 });
    await failureOf(bench.call(read));
    expect(bench.pauses).toEqual([125, 375, 999.5]);
  });
});

describe('the time limit of a call', () => {
  it('keeps a pause from being begun that it would not survive', async () => {
    const bench = startBench({
      respond: () => new HttpResponse(null, { status: 503, headers: { 'retry-after': '9' } }),
      callTimeoutMs: 20_000,
    });
    const failure = await failureOf(bench.call(read));
    expect(bench.pauses).toEqual([9000, 9000]);
    expect(failure.http?.status).toBe(503);
  });

  it('bounds the last attempt too', async () => {
    const limits: number[] = [];
    const bench = startBench({
      callTimeoutMs: 20_000,
      attemptTimeoutMs: 15_000,
      http: async ({ timeoutMs, path }) => {
        if (path.endsWith('token')) return { status: 200, headers: {}, text: '{"access_token":"a-token"}' };
        limits.push(timeoutMs);
        return { status: 503, headers: { 'retry-after': '9' }, text: '' };
      },
    });
    await failureOf(bench.call(read));
    expect(limits).toEqual([15_000, 11_000, 2_000]);
  });
});
