import { describe, expect, it } from 'vitest';
import type { Http, HttpAnswer, HttpRequest } from '../../../src/platform/transport/http.ts';
import { HttpFault } from '../../../src/platform/transport/http.ts';
import { inParallel } from '../../../src/platform/transport/parallel.ts';

const request = (path: string, signal?: AbortSignal): HttpRequest => ({
  method: 'GET',
  origin: 'https://anypoint.invalid',
  path,
  headers: {},
  timeoutMs: 1000,
  signal,
});
const answer: HttpAnswer = { status: 200, headers: {}, text: '' };

/** An exchange that ends when the test says so. */
function heldBack(): { http: Http; sent: string[]; end(path: string, error?: Error): void } {
  const sent: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  return {
    sent,
    http: ({ path }) => {
      sent.push(path);
      return new Promise((resolve, reject) => {
        ends.set(path, (error) => (error === undefined ? resolve(answer) : reject(error)));
      });
    },
    end: (path, error) => ends.get(path)?.(error),
  };
}

describe('exchanges at the same time', () => {
  it('are at most as many as allowed; the others follow in order, also after a failure', async () => {
    const { http, sent, end } = heldBack();
    const limited = inParallel(http, 2);
    const all = ['a', 'b', 'c', 'd', 'e'].map((path) => limited(request(path)));
    await Promise.resolve();
    expect(sent).toEqual(['a', 'b']);
    end('b', new HttpFault('cut', true, 'ECONNRESET'));
    await expect(all[1]).rejects.toThrow('cut');
    expect(sent).toEqual(['a', 'b', 'c']);
    end('a');
    await all[0];
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
    end('c');
    end('d');
    await all[3];
    end('e');
    expect(await all[4]).toEqual(answer);
  });

  it('use every place again', async () => {
    const { http, sent, end } = heldBack();
    const limited = inParallel(http, 1);
    for (const path of ['a', 'b', 'c']) {
      const asked = limited(request(path));
      await Promise.resolve();
      expect(sent.at(-1)).toBe(path);
      end(path);
      await asked;
    }
  });

  it('do not wait for one that was cancelled before its turn, and it is never sent', async () => {
    const { http, sent, end } = heldBack();
    const limited = inParallel(http, 1);
    const cancelled = new AbortController();
    const [first, second, third] = [
      limited(request('a')),
      limited(request('b', cancelled.signal)),
      limited(request('c')),
    ];
    cancelled.abort();
    await expect(second).rejects.toMatchObject({ reason: 'cancelled', sent: false });
    end('a');
    await first;
    expect(sent).toEqual(['a', 'c']);
    end('c');
    await third;
  });
});

describe('a session', () => {
  it('sends the platform no more than 24 requests at once, however many calls there are', async () => {
    const { startHarness } = await import('../../support/harness.ts');
    let underWay = 0;
    let most = 0;
    const harness = await startHarness({
      emulator: {
        intercept: async ({ url }) => {
          if (!url.includes('/servers')) return undefined;
          most = Math.max(most, ++underWay);
          await new Promise((resolve) => setImmediate(resolve));
          underWay--;
          return undefined;
        },
      },
    });
    await Promise.all(Array.from({ length: 100 }, () => harness.call('anypoint_list_servers', {})));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(24);
  });
});
