import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UnknownAddress } from '../../../src/mcp/resources/poller.ts';
import { ResourceWatch } from '../../../src/mcp/resources/watch.ts';
import { inputFailure, isAbort, permissionFailure, platformFailure } from '../../../src/platform/errors.ts';
import { SteppedClock, settle } from './stepped-clock.ts';

type Answer = Record<string, unknown> | undefined | Error;

const second = 1_000;
const uri = 'anypoint://gateways';
const outage = platformFailure({ what: 'The platform does not answer.', next: 'Try later.' });
const notFound = platformFailure({
  what: 'The resource was not found.',
  next: 'List them.',
  http: { method: 'GET', path: '/x', status: 404 },
});

/** A watch over resources whose states the test sets. */
function watchOf(answer: Answer | (() => Promise<Answer>)) {
  const clock = new SteppedClock();
  const state = { answer, reads: 0, failsInside: false, logged: [] as string[], aborted: 0 };
  const watch = new ResourceWatch({
    async read(_uri, signal, missing) {
      state.reads++;
      signal.addEventListener('abort', () => state.aborted++);
      const given = typeof state.answer === 'function' ? await state.answer() : state.answer;
      if (state.failsInside) missing(outage);
      if (given instanceof Error) throw given;
      return given;
    },
    clock,
    log: (level, message) => state.logged.push(`${level}: ${message}`),
    minMs: 5 * second,
  });
  return { clock, state, watch };
}

const is = (status: string, more: object = {}): Answer => ({
  gateways: [{ id: '1', status, ...more }],
  unreadable: [],
});

describe('watching a resource', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => {
    unhandled.push(error);
  };
  beforeAll(() => {
    process.on('unhandledRejection', note);
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
  });
  afterEach(() => expect(unhandled).toEqual([]));

  it('tells of a change once, and of nothing else', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    await clock.advance(60 * second);
    expect(notified).toBe(0);
    state.answer = is('RUNNING');
    await clock.advance(300 * second);
    expect(notified).toBe(1);
  });

  it('ignores a new time, another order and another reason of a gap', async () => {
    const rows = [
      { id: '1', updatedAt: '2026-01-01T00:00:00Z' },
      { id: '2', lastActiveAt: 'now' },
    ];
    const { clock, state, watch } = watchOf({ rows, unreadable: [{ kind: 'x', reason: '503 at 8:00' }] });
    let notified = 0;
    await watch.watch(uri, () => notified++);
    state.answer = {
      unreadable: [{ kind: 'x', reason: '503 at 8:05' }],
      rows: [
        { id: '2', lastActiveAt: 'later' },
        { updatedAt: '2026-01-02T00:00:00Z', id: '1' },
      ],
    };
    await clock.advance(60 * second);
    expect(notified).toBe(0);
  });

  it('does not take a reading for a change from which a failed call has taken a part, until it stays so', async () => {
    const { clock, state, watch } = watchOf(is('RUNNING', { targetName: 'eu-west' }));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    Object.assign(state, { answer: is('RUNNING'), failsInside: true });
    await clock.advance(15 * second);
    Object.assign(state, { answer: is('RUNNING', { targetName: 'eu-west' }), failsInside: false });
    await clock.advance(60 * second);
    expect(notified).toBe(0);
    Object.assign(state, { answer: is('RUNNING'), failsInside: true });
    await clock.advance(3600 * second);
    expect(notified).toBe(1);
  });

  it('does not take what cannot be read for gone: only readings with the same gaps are compared', async () => {
    const { clock, state, watch } = watchOf(is('RUNNING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    state.answer = { gateways: [], unreadable: [{ kind: 'managed', reason: 'status 503' }] };
    await clock.advance(60 * second);
    state.answer = is('RUNNING');
    await clock.advance(60 * second);
    expect(notified).toBe(0);
    state.answer = { gateways: [], unreadable: [{ kind: 'managed', reason: 'status 502' }] };
    await clock.advance(60 * second);
    state.answer = is('STOPPED');
    await clock.advance(120 * second);
    expect(notified).toBe(1);
  });

  it('looks less and less often while nothing changes, at least every minute, and often again after a change', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    await clock.advance(600 * second);
    state.reads = 0;
    await clock.advance(600 * second);
    expect(state.reads).toBe(10);
    state.answer = is('RUNNING');
    while (notified === 0) await clock.advance(second);
    state.reads = 0;
    await clock.advance(60 * second);
    expect(state.reads).toBeGreaterThan(3);
  });

  it('looks at once after something was written, and often for a while', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    await clock.advance(600 * second);
    state.answer = is('RUNNING');
    watch.expectChange();
    await settle();
    expect(notified).toBe(1);
    state.reads = 0;
    await clock.advance(20 * second);
    expect(state.reads).toBe(2);
  });

  it('polls once however many listen, and tells each', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    const notified: number[] = [0, 0];
    const stops = await Promise.all(
      notified.map((_, index) => watch.watch(uri, () => notified.splice(index, 1, (notified[index] ?? 0) + 1))),
    );
    expect(state.reads).toBe(1);
    await clock.advance(5 * second);
    expect(state.reads).toBe(2);
    state.answer = is('RUNNING');
    await clock.advance(10 * second);
    expect(notified).toEqual([1, 1]);
    stops[0]?.();
    state.answer = is('STOPPED');
    await clock.advance(30 * second);
    expect(notified).toEqual([1, 2]);
  });

  it('is quiet when nobody listens: no timer, no request, and a look under way is given up', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    const stop = await watch.watch(uri, () => undefined);
    await settle();
    expect(clock.timers).toBe(1);
    stop();
    await settle();
    expect(clock.timers).toBe(0);
    expect(state.aborted).toBeGreaterThan(0);
    state.reads = 0;
    await clock.advance(600 * second);
    expect(state.reads).toBe(0);
  });

  it('survives an outage: keeps looking, tells nobody, says so once, and tells of what changed meanwhile', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    await watch.watch('anypoint://clusters', () => notified++);
    state.answer = outage;
    await clock.advance(600 * second);
    expect(notified).toBe(0);
    expect(state.logged).toEqual(['warn: watched resources cannot be read']);
    state.answer = is('RUNNING');
    await clock.advance(120 * second);
    expect(notified).toBe(2);
    expect(state.logged).toEqual([
      'warn: watched resources cannot be read',
      'info: watched resources can be read again',
    ]);
  });

  it('can begin in an outage, and tells when there is something to read', async () => {
    const { clock, state, watch } = watchOf(outage);
    let notified = 0;
    await watch.watch(uri, () => notified++);
    await clock.advance(30 * second);
    expect(notified).toBe(0);
    state.answer = is('RUNNING');
    await clock.advance(120 * second);
    expect(notified).toBe(1);
  });

  it.each([
    ['something that does not exist', notFound],
    ['a name that is unknown', inputFailure({ what: 'No gateway "x".', next: 'List them.' })],
    ['something that may not be read', permissionFailure({ what: 'Not allowed.', next: 'Ask.' })],
  ])('tells once of %s, when that could not be known at first, and of its appearing', async (_, refused) => {
    const { clock, state, watch } = watchOf(outage);
    let notified = 0;
    await watch.watch(uri, () => notified++);
    state.answer = refused;
    await clock.advance(600 * second);
    expect(notified).toBe(1);
    state.answer = outage;
    await clock.advance(300 * second);
    state.answer = refused;
    await clock.advance(300 * second);
    expect(notified).toBe(1);
    state.answer = is('RUNNING');
    await clock.advance(120 * second);
    expect(notified).toBe(2);
  });

  it('keeps saying in the log that what may not be read cannot be read', async () => {
    const { clock, state, watch } = watchOf(outage);
    await watch.watch(uri, () => undefined);
    state.answer = permissionFailure({ what: 'Not allowed.', next: 'Ask.' });
    await clock.advance(600 * second);
    expect(state.logged).toEqual(['warn: watched resources cannot be read']);
  });

  it('tells of what does not exist even if the first look at it outlasts the patience of the client', async () => {
    let answer: (given: Answer) => void = () => undefined;
    const { clock, watch } = watchOf(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    let notified = 0;
    const watching = watch.watch(uri, () => notified++);
    await clock.advance(10 * second);
    const stop = await watching;
    answer(notFound);
    await settle();
    expect(notified).toBe(1);
    stop();
  });

  it('does not take what a half outage hides for something that does not exist', async () => {
    const { clock, state, watch } = watchOf(outage);
    let notified = 0;
    await watch.watch(uri, () => notified++);
    Object.assign(state, { answer: notFound, failsInside: true });
    await clock.advance(15 * second);
    expect(notified).toBe(0);
    Object.assign(state, { answer: is('RUNNING'), failsInside: false });
    await clock.advance(120 * second);
    expect(notified).toBe(1);
  });

  it('is not kept waiting by a platform that does not answer', async () => {
    const { clock, watch } = watchOf(() => new Promise(() => undefined));
    const watching = watch.watch(uri, () => undefined);
    await clock.advance(10 * second);
    const stop = await watching;
    stop();
    await settle();
    expect(clock.timers).toBe(0);
  });

  it.each([
    ['no address of ours', undefined, UnknownAddress],
    ['a name that is unknown', inputFailure({ what: 'No gateway "x".', next: 'List them.' }), /No gateway "x"/],
    ['something that does not exist', notFound, /The resource was not found/],
    ['something that may not be read', permissionFailure({ what: 'Not allowed.', next: 'Ask.' }), /Not allowed/],
  ])('refuses %s, and leaves nothing behind', async (_, answer, expected) => {
    const { clock, state, watch } = watchOf(answer);
    await expect(watch.watch(uri, () => undefined)).rejects.toThrow(expected);
    await settle();
    expect(clock.timers).toBe(0);
    state.answer = is('RUNNING');
    await expect(watch.watch(uri, () => undefined)).resolves.toBeTypeOf('function');
  });

  it('takes a deletion for a change, and a return for another', async () => {
    const { clock, state, watch } = watchOf(is('RUNNING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    state.answer = notFound;
    await clock.advance(120 * second);
    expect(notified).toBe(1);
    state.answer = is('RUNNING');
    await clock.advance(120 * second);
    expect(notified).toBe(2);
  });

  it('goes on after an error that nobody expected', async () => {
    const { clock, state, watch } = watchOf(is('STARTING'));
    let notified = 0;
    await watch.watch(uri, () => notified++);
    state.answer = new TypeError('a bug');
    await clock.advance(60 * second);
    state.answer = is('RUNNING');
    await clock.advance(120 * second);
    expect(notified).toBe(1);
  });

  it('watches a hundred at most', async () => {
    const { watch } = watchOf(is('RUNNING'));
    for (let index = 0; index < 100; index++) await watch.watch(`${uri}/${index}`, () => undefined);
    await expect(watch.watch(uri, () => undefined)).rejects.toThrow('The limit of 100 subscriptions is reached.');
    await expect(watch.watch(`${uri}/1`, () => undefined)).resolves.toBeTypeOf('function');
  });

  it('can be given up before the first state is known', async () => {
    const { clock, watch } = watchOf(() => new Promise(() => undefined));
    const watching = watch.watch(uri, () => undefined);
    watching.then(
      (stop) => stop(),
      (error) => expect(error).toSatisfy(isAbort),
    );
    await clock.advance(10 * second);
    await settle();
    expect(clock.timers).toBe(0);
  });
});
