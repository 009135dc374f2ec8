import type { ToolContext } from '../../core/tools/context.ts';
import type { Ticker } from '../../core/waiting/wait.ts';
import type { Clock } from '../../platform/clock.ts';

/** Takes progress to the client: the seconds since the call began, and its limit where it has one. */
export type ProgressListener = (message: string, seconds: number, limitSeconds?: number) => void;

export interface HeartbeatOptions {
  /** Undefined when the client did not ask to be told: then there is no timer either. */
  listener: ProgressListener | undefined;
  clock: Clock;
  startedAt: number;
  limitSeconds: number | undefined;
  signal: AbortSignal;
  ticker: Ticker;
}

/** Hosts take silence for death; with the ticks this is well below the ten seconds they are promised. */
const maxSilenceMs = 5_000;

/**
 * Tells of progress during a whole call: what the tool says, and when nothing is said for a while, the last message
 * again with the time passed. So neither a slow read nor a slow write is silent, whichever part of the call it is in.
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

  /** What is going on; told only when it takes long. */
  doing(what: string): void {
    this.#last = what;
  }

  /** Tells a message at once. */
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
  return `${message} after ${Math.round(elapsedMs / 1000)} s`;
}
