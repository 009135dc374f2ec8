import type { Clock } from '../../platform/clock.ts';
import { inputFailure } from '../../platform/errors.ts';
import { Poller, type PollerOptions } from './poller.ts';

/** Where a watch tells the operator of trouble: once when it begins, once when it is over. */
export type WatchLog = (level: 'warn' | 'info', message: string, facts?: Readonly<Record<string, unknown>>) => void;

export interface ResourceWatchOptions {
  /** Reads a resource; undefined for an address that is none of ours. @throws Failure */
  read: PollerOptions['read'];
  clock: Clock;
  log: WatchLog;
  /** Shortest time between two looks, ms; while nothing changes it grows twelvefold. */
  minMs: number;
}

/** A client may name addresses as it likes, and each costs requests. */
const maxWatched = 100;
const slowest = 12;

/**
 * Watches resources for changes: one poller a resource however many listen, and nothing at all, neither timer nor
 * request, for a resource to which nobody listens any more.
 */
export class ResourceWatch {
  readonly #options: ResourceWatchOptions;
  readonly #pollers = new Map<string, Poller>();
  readonly #failing = new Set<string>();

  constructor(options: ResourceWatchOptions) {
    this.#options = options;
  }

  /**
   * Calls `onChange` once for each change from now on, until the returned function is called. It is ready when the
   * present state is known, or when it is clear that the platform does not tell it at the moment.
   * @throws Failure when the address is known not to name anything, or the platform refuses to show it
   */
  async watch(uri: string, onChange: () => void): Promise<() => void> {
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

  /** Something was done that may have changed what is watched: looks at once, and often for a while. */
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

  /** An outage hits every poller in every round; the operator reads of it once. */
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
