import type { Clock } from '../../platform/clock.ts';
import { inputFailure } from '../../platform/errors.ts';
import { Poller, type PollerOptions } from './poller.ts';

/** How a watch tells the operator of an outage: once when it begins, once when it ends. */
export type WatchLog = (level: 'warn' | 'info', message: string, facts?: Readonly<Record<string, unknown>>) => void;

export interface ResourceWatchOptions {
  /** Reads a resource; undefined for an address that is none of ours. @throws Failure */
  read: PollerOptions['read'];
  /** The one address of what an address leads to, so that all spellings are checked together. Default: the address itself. */
  canonical?: (uri: string) => Promise<string>;
  clock: Clock;
  log: WatchLog;
  /** Minimum time between two checks, ms; while nothing changes it grows up to twelvefold. */
  minMs: number;
}

/** Clients can subscribe to any number of addresses, and each costs requests. */
const maxWatched = 100;
const slowest = 12;

/**
 * Watches resources for changes: one poller for each resource, however many listeners it has, and no timer or request without listeners.
 */
export class ResourceWatch {
  readonly #options: ResourceWatchOptions;
  readonly #pollers = new Map<string, Poller>();
  readonly #failing = new Set<string>();

  constructor(options: ResourceWatchOptions) {
    this.#options = options;
  }

  /**
   * Calls `onChange` once for each change from now on, until the returned function is called. Ready when the current state is known, or when the platform cannot be read at the moment. @throws Failure when the address names nothing, or the platform refuses to show it
   */
  async watch(address: string, onChange: () => void): Promise<() => void> {
    const { canonical } = this.#options;
    const uri = canonical === undefined ? address : await canonical(address);
    let poller = this.#pollers.get(uri);
    if (poller === undefined) {
      if (this.#pollers.size >= maxWatched) throw tooMany();
      poller = this.#start(uri);
    }
    // Each listener is one of its own, even if a function is given twice.
    const listener = (): void => onChange();
    poller.listeners.add(listener);
    const stop = (): void => this.#remove(uri, poller, listener);
    try {
      await poller.ready;
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  /** Something was written that may have changed a watched resource: checks at once, and often for a while. */
  expectChange(): void {
    for (const poller of this.#pollers.values()) poller.hurry();
  }

  #start(uri: string): Poller {
    const { read, clock, minMs } = this.#options;
    const poller = new Poller({
      uri,
      read,
      clock,
      minMs,
      maxMs: minMs * slowest,
      onLook: (problem) => this.#tell(uri, problem),
    });
    this.#pollers.set(uri, poller);
    return poller;
  }

  #remove(uri: string, poller: Poller, listener: () => void): void {
    poller.listeners.delete(listener);
    if (poller.listeners.size > 0) return;
    poller.stop();
    if (this.#pollers.get(uri) === poller) this.#pollers.delete(uri);
    this.#failing.delete(uri);
  }

  /** An outage hits every poller in every round; the operator is told once. */
  #tell(uri: string, problem: string | undefined): void {
    const before = this.#failing.size;
    if (problem === undefined) this.#failing.delete(uri);
    else this.#failing.add(uri);
    const after = this.#failing.size;
    if (before === 0 && after > 0) this.#options.log('warn', 'watched resources cannot be read', { uri, problem });
    if (before > 0 && after === 0) this.#options.log('info', 'watched resources can be read again');
  }
}

function tooMany() {
  return inputFailure({
    what: `The limit of ${maxWatched} subscriptions is reached.`,
    next: 'Unsubscribe from others first; one listing reports the changes of everything in it.',
  });
}
