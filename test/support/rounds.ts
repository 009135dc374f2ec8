import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmulatorOptions } from '../../src/emulator/index.ts';

/** A request that has arrived at the emulator; `path` is without the query. */
export interface ArrivedRequest {
  method: string;
  path: string;
}

/** Requests that were sent at once: none of them needed the answer to another. Sorted by path. */
export type Round = readonly ArrivedRequest[];

/** A request that the emulator holds; `key` is what `RequestsUnderWay` calls it. */
interface HeldRequest extends ArrivedRequest {
  key: string;
  release(): void;
}

/**
 * After so many turns of the event loop in which nothing happens, the client can only be waiting for answers. Its code
 * runs on in the turn in which an answer arrives, and a pause on a driven clock takes one turn.
 */
const quietTurns = 20;

/**
 * Counts how many requests stand one after the other, at an emulator in the process of its client. The emulator holds
 * every request until the client cannot send another one without an answer, and then answers all that it holds: that is
 * one round. So a request of the next round needed an answer of this one.
 *
 * Time plays no part. A request is under way from the moment when undici creates it (its diagnostics channel says so),
 * and a round ends only when the emulator holds every request that is under way: a slow connection adds no round. Work in
 * other threads is waited for where Node reports it: files are, the loading of modules is not, so make the call once
 * before counting it. Should other work be missed, one round is counted as two; the count is never too low.
 */
export class RoundCounter {
  static #isCounting = false;
  readonly #held = new Set<HeldRequest>();
  #rounds: Round[] | undefined;
  #events = 0;

  /** The option of the emulator whose requests are counted. While nothing is counted, every request passes. */
  readonly intercept: NonNullable<EmulatorOptions['intercept']> = (request) =>
    this.#rounds === undefined ? undefined : this.#hold(request);

  /** The rounds of everything that `run` requests. One at a time in a process. Rejects as `run` does. */
  async count(run: () => Promise<unknown>): Promise<readonly Round[]> {
    // Each would wait for requests that the other one holds.
    if (RoundCounter.#isCounting) throw new Error('RoundCounter counts one call at a time in a process');
    RoundCounter.#isCounting = true;
    const rounds: Round[] = [];
    this.#rounds = rounds;
    const underWay = new RequestsUnderWay(() => this.#happened());
    let isRunning = true;
    const running = run().finally(() => {
      isRunning = false;
    });
    // Nobody awaits it before the loop ends.
    running.catch(() => undefined);
    try {
      while (isRunning) {
        const isQuiet = await this.#isQuiet(() => isRunning);
        if (isQuiet && this.#held.size > 0 && underWay.are(this.#held)) rounds.push(this.#release());
      }
      await running;
      return rounds;
    } finally {
      underWay.stop();
      this.#rounds = undefined;
      RoundCounter.#isCounting = false;
      // What the call has left behind without waiting for it.
      this.#release();
    }
  }

  #hold(request: Request): Promise<undefined> {
    return new Promise((resolve) => {
      const { pathname: path } = new URL(request.url);
      const held = { method: request.method, path, key: keyOf(request), release: () => resolve(undefined) };
      this.#held.add(held);
      this.#happened();
      request.signal.addEventListener('abort', () => {
        this.#held.delete(held);
        this.#happened();
        held.release();
      });
    });
  }

  #happened(): void {
    this.#events += 1;
  }

  /** Waits for a time in which nothing happens. Returns false when the run is over before that. */
  async #isQuiet(isRunning: () => boolean): Promise<boolean> {
    let events = this.#events;
    for (let quiet = 0; quiet < quietTurns; quiet++) {
      await nextTurn();
      if (!isRunning()) return false;
      if (this.#events !== events || hasWorkElsewhere()) quiet = 0;
      events = this.#events;
    }
    return true;
  }

  #release(): Round {
    const held = [...this.#held];
    this.#held.clear();
    for (const { release } of held) release();
    return held.map(({ method, path }) => ({ method, path })).sort(byPath);
  }
}

/** The rounds for a person to read: a heading for each, and a line for each request. Ids are shortened. */
export function roundsText(rounds: readonly Round[]): string {
  return rounds
    .flatMap((round, index) => [
      `  round ${index + 1}`,
      ...round.map(
        ({ method, path }) => `    ${method} ${path.replace(/([0-9a-f]{4})[0-9a-f]{4}(-[0-9a-f]+){4}/g, '$1…')}`,
      ),
    ])
    .join('\n');
}

function byPath(a: ArrivedRequest, b: ArrivedRequest): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** What undici says of a request; all its messages on one request carry the same object. */
interface UndiciMessage {
  request: { method: string; origin: string | URL; path: string };
}

/** The requests that undici has created and not ended yet, to whatever server. */
class RequestsUnderWay {
  readonly #keys = new Map<UndiciMessage['request'], string>();
  readonly #listeners: readonly [channel: string, listener: (message: unknown) => void][];

  constructor(onChange: () => void) {
    // The messages of undici's channels are documented, and typed nowhere.
    const created = (message: unknown): void => {
      const { request } = message as UndiciMessage;
      const { method, origin, path } = request;
      this.#keys.set(request, keyOf({ method, url: `${new URL(origin).origin}${path}` }));
      onChange();
    };
    const ended = (message: unknown): void => {
      this.#keys.delete((message as UndiciMessage).request);
      onChange();
    };
    this.#listeners = [
      ['undici:request:create', created],
      ['undici:request:trailers', ended],
      ['undici:request:error', ended],
    ];
    for (const [channel, listener] of this.#listeners) subscribe(channel, listener);
  }

  /** Whether these are all of them, and each of these is one of them. */
  are(held: Iterable<HeldRequest>): boolean {
    const text = (keys: Iterable<string>): string => [...keys].sort().join('\n');
    return text(this.#keys.values()) === text([...held].map(({ key }) => key));
  }

  stop(): void {
    for (const [channel, listener] of this.#listeners) unsubscribe(channel, listener);
  }
}

/** A request as both sides know it: method and whole address. */
function keyOf({ method, url }: { method: string; url: string }): string {
  return `${method} ${new URL(url).href}`;
}

/** Whether this process is using a file or looking a name up: Node lists a FSReqPromise, a CloseReq, a GetAddrInfoReqWrap. */
function hasWorkElsewhere(): boolean {
  return process.getActiveResourcesInfo().some((kind) => kind.includes('Req'));
}
