import { type Http, HttpFault } from './http.ts';

/**
 * Lets through at most `max` exchanges at a time; the others wait in order. Models call tools in parallel, and some tools read
 * many things: the platform limits requests for a whole organization. The time limit of an exchange begins when it is sent.
 */
export function inParallel(http: Http, max: number): Http {
  let underWay = 0;
  const waiting = new Set<() => void>();

  const turn = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.delete(begin);
        reject(new HttpFault('cancelled', false, 'ABORT_ERR'));
      };
      waiting.add(begin);
      signal?.addEventListener('abort', giveUp, { once: true });
    });

  return async (request) => {
    if (underWay < max) underWay++;
    else await turn(request.signal);
    try {
      return await http(request);
    } finally {
      // The place goes to the first that waits, so that nobody else takes it in between.
      const [next] = waiting;
      if (next === undefined) underWay--;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}
