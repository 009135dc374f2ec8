import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpFacts } from './errors.ts';

/** Where the exchanges of the running work are noted; each call has its own, however deep it sends. */
const record = new AsyncLocalStorage<HttpFacts[]>();

/** Runs work and notes in `exchanges` what it sends that may change the platform, with what came back. */
export function recordingExchanges<T>(exchanges: HttpFacts[], work: () => Promise<T>): Promise<T> {
  return record.run(exchanges, work);
}

/** Notes one exchange, if anybody keeps a record; without a status there was no answer. */
export function noteExchange(http: HttpFacts): void {
  if (http.method !== 'GET') record.getStore()?.push(http);
}
