import type { Clock } from '../../platform/clock.ts';
import { abortError, Failure, isAbort, isNotFound } from '../../platform/errors.ts';
import { type Fingerprint, fingerprintOf } from './result-facts.ts';

export interface PollerOptions {
  uri: string;
  /** Reads the resource; undefined for an unknown address. `missing` receives what it lacks. @throws Failure */
  read(
    uri: string,
    signal: AbortSignal,
    missing: (failure: Failure) => void,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  clock: Clock;
  minMs: number;
  maxMs: number;
  /** Called after every check, with the problem if there was one. */
  onLook(problem: string | undefined): void;
}

const growth = 1.5;
/** Maximum time that a subscribing client waits for a platform that does not answer, ms. */
const maxWaitMs = 10_000;
/** A partial reading is believed after this many equal ones: then it is the state and not an outage. */
const readingsUntilBelieved = 10;

/** Checks one resource until it is stopped: often after a change, less often while nothing changes. */
export class Poller {
  /** Called once for each change. */
  readonly listeners = new Set<() => void>();
  /** Resolves with the first state, or when it cannot be read at the moment; rejects when it never can. */
  readonly ready: Promise<void>;
  readonly #options: PollerOptions;
  /** The current read: each has its own signal, because a long-lived one collects listeners. */
  #looking: AbortController | undefined;
  #sleeping: AbortController | undefined;
  #subscribing: AbortController | undefined;
  #stopped = false;
  #hurried = false;
  #pauseMs: number;
  /** Last digest seen by what was missing from the reading: readings with different gaps are not compared. */
  readonly #seen = new Map<string, string>();
  /** The last reading that lacked a part, and how often it was seen in a row. */
  #partial = { digest: '', looks: 0 };
  #gone = false;
  #isReady = false;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#pauseMs = options.minMs;
    const first = this.#first();
    this.ready = this.#withPatience(first);
    // Listeners learn of a refusal through `ready`; it also ends the polling.
    first.then(() => this.#run()).catch(() => this.stop());
  }

  /** Stops: no request, timer or call afterwards. */
  stop(): void {
    this.#stopped = true;
    for (const underWay of [this.#looking, this.#sleeping, this.#subscribing]) underWay?.abort();
  }

  /** Checks at once, and often from now on. */
  hurry(): void {
    this.#pauseMs = this.#options.minMs;
    this.#hurried = true;
    this.#sleeping?.abort();
  }

  /** @throws Failure when it is clear that the resource cannot be watched */
  async #first(): Promise<void> {
    try {
      await this.#look();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'platform' || isNotFound(error)) throw error;
      this.#options.onLook(error.message);
    }
  }

  async #withPatience(first: Promise<void>): Promise<void> {
    const enough = new AbortController();
    this.#subscribing = enough;
    const patience = this.#options.clock.sleep(maxWaitMs, enough.signal).catch(() => {
      if (this.#stopped) throw abortError();
      return first;
    });
    try {
      await Promise.race([first, patience]);
    } finally {
      this.#isReady = true;
      enough.abort();
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#pause();
      if (this.#stopped) return;
      try {
        await this.#look();
      } catch (error) {
        if (this.#stopped) return;
        this.#options.onLook(error instanceof Failure ? error.message : 'an unexpected error');
      }
    }
  }

  async #pause(): Promise<void> {
    const { clock, maxMs } = this.#options;
    const pause = this.#pauseMs;
    this.#pauseMs = Math.min(pause * growth, maxMs);
    if (!this.#hurried) {
      this.#sleeping = new AbortController();
      await clock.sleep(pause, this.#sleeping.signal).catch((error: unknown) => {
        if (!isAbort(error)) throw error;
      });
      this.#sleeping = undefined;
    }
    this.#hurried = false;
  }

  async #look(): Promise<void> {
    this.#looking = new AbortController();
    let isPartial = false;
    const { seen, problem } = await this.#read(this.#looking.signal, ({ kind }) => {
      // A refusal is permanent; a failure may pass.
      if (kind === 'platform') isPartial = true;
    });
    if (this.#stopped) return;
    this.#options.onLook(problem);
    if (isPartial && !this.#isBelieved(seen)) return;
    if (!this.#isChange(seen)) return;
    this.#pauseMs = this.#options.minMs;
    for (const listener of this.listeners) listener();
  }

  /** Whether a partial reading is the state. */
  #isBelieved(seen: Fingerprint | 'gone'): boolean {
    const digest = seen === 'gone' ? seen : `${seen.gaps} ${seen.digest}`;
    const looks = digest === this.#partial.digest ? this.#partial.looks + 1 : 1;
    this.#partial = { digest, looks };
    return looks >= readingsUntilBelieved;
  }

  /** Remembers what was seen and compares it with what was known before. */
  #isChange(seen: Fingerprint | 'gone'): boolean {
    const wasGone = this.#gone;
    this.#gone = seen === 'gone';
    if (seen === 'gone') return !wasGone;
    // Those who subscribed during an outage learn that it can be read again.
    const firstAtLast = this.#seen.size === 0 && this.#isReady;
    const before = this.#seen.get(seen.gaps);
    this.#seen.set(seen.gaps, seen.digest);
    return wasGone || firstAtLast || (before !== undefined && before !== seen.digest);
  }

  /**
   * After the first reading, not found is a state like others. Clients that subscribed during an outage and have seen nothing yet are notified once of a refusal: reading the resource then says which. @throws Failure
   */
  async #read(
    signal: AbortSignal,
    missing: (failure: Failure) => void,
  ): Promise<{ seen: Fingerprint | 'gone'; problem?: string }> {
    const { read, uri } = this.#options;
    try {
      const result = await read(uri, signal, missing);
      if (result === undefined) throw new UnknownAddress();
      return { seen: fingerprintOf(result) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const wasSeen = this.#seen.size > 0;
      const isGone = isNotFound(error) || error.kind === 'input';
      if (isGone && (wasSeen || this.#isReady)) return { seen: 'gone' };
      if (error.kind !== 'platform' && !wasSeen && this.#isReady) return { seen: 'gone', problem: error.message };
      throw error;
    }
  }
}

/** The address matches no template of ours. */
export class UnknownAddress extends Error {}
