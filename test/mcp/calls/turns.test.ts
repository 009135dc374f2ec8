import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/mcp/calls/turns.ts';
import { isAbort } from '../../../src/platform/errors.ts';

const { signal } = new AbortController();

describe('turns', () => {
  it('are taken in order by calls of one key, and at once by those of another', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const endFirst = await turns.take('a', signal);
    const second = turns.take('a', signal).then((end) => {
      order.push('second');
      end();
    });
    const third = turns.take('a', signal).then(() => order.push('third'));
    await turns.take('b', signal);
    order.push('other');
    endFirst();
    endFirst();
    await Promise.all([second, third]);
    expect(order).toEqual(['other', 'second', 'third']);
  });

  it('are given up at once by a call that is cancelled, and not before those ahead have ended', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const endFirst = await turns.take('a', signal);
    const cancelled = new AbortController();
    const second = turns.take('a', cancelled.signal).catch((error: unknown) => {
      expect(isAbort(error)).toBe(true);
      order.push('given up');
    });
    const third = turns.take('a', signal).then(() => order.push('third'));
    cancelled.abort();
    await second;
    // Whatever could go on now does.
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first ends');
    endFirst();
    await third;
    expect(order).toEqual(['given up', 'first ends', 'third']);
    await expect(turns.take('a', cancelled.signal)).rejects.toSatisfy(isAbort);
  });

  it('are given to no call that is cancelled already, and leave nothing behind at the signal of another', async () => {
    const turns = new Turns();
    const cancelled = new AbortController();
    cancelled.abort();
    await expect(turns.take('a', cancelled.signal)).rejects.toSatisfy(isAbort);
    const calling = new AbortController();
    const end = await turns.take('a', calling.signal);
    end();
    await turns.take('a', calling.signal);
    expect(getEventListeners(calling.signal, 'abort')).toEqual([]);
  });
});
