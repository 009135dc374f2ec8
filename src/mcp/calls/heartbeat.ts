import type { ToolContext } from '../../core/tools/context.ts';
import type { Ticker } from '../../core/waiting/wait.ts';
import type { Clock } from '../../platform/clock.ts';

/** Sends progress to the client: the seconds since the call began, and its limit if it has one. */
export type ProgressListener = (message: string, seconds: number, limitSeconds?: number) => void;

export interface HeartbeatOptions {
  /** Undefined when the client did not ask for progress; then there is no timer either. */
  listener: ProgressListener | undefined;
  clock: Clock;
  startedAt: number;
  limitSeconds: number | undefined;
  signal: AbortSignal;
  ticker: Ticker;
}

/** Hosts give up on silent calls; with the ticks this is well below the ten seconds that they are promised. */
const maxSilenceMs = 5_000;

/**
 * Reports progress during a whole call: the tool's messages, and when there is none for a while, the last one again with the elapsed time. So no slow call is silent, in any of its parts.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #ticks: ReturnType<Ticker> | undefined;
  #last = 'started';
  #reportedAt = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    if (options.listener !== undefined) this.#ticks = options.ticker(() => this.#tick());
  }

  /** Sets what is going on; it is reported only when it takes long. */
  doing(what: string): void {
    this.#last = what;
  }

  /** Reports a message at once. */
  readonly progress: ToolContext['progress'] = (message, elapsedMs) => {
    this.#last = message;
    this.#tell(elapsedMs === undefined ? message : timed(message, elapsedMs));
  };

  stop(): void {
    this.#ticks?.stop();
  }

  #tick(): void {
    const elapsedMs = this.#elapsed();
    if (elapsedMs - this.#reportedAt >= maxSilenceMs) this.#tell(timed(this.#last, elapsedMs));
  }

  #tell(message: string): void {
    const { listener, limitSeconds, signal } = this.#options;
    if (signal.aborted) return;
    this.#reportedAt = this.#elapsed();
    const seconds = this.#reportedAt / 1000;
    // A call may be a little late, and no host has to think about more than all.
    listener?.(message, seconds, limitSeconds !== undefined && seconds <= limitSeconds ? limitSeconds : undefined);
  }

  #elapsed(): number {
    return this.#options.clock.now() - this.#options.startedAt;
  }
}

function timed(message: string, elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1000);
  return seconds === 0 ? message : `${message} after ${seconds} s`;
}
