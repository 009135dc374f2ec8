import type { Clock } from './clock.ts';

/** A state that changes once by itself: `before` until `at`, then `after`. */
export interface Timed<State> {
  before: State;
  after: State;
  /** epoch milliseconds */
  at: number;
}

/** A state that does not change by itself. */
export function settled<State>(state: State): Timed<State> {
  return { before: state, after: state, at: 0 };
}

/** A state that becomes `after` in `ms` milliseconds. */
export function moving<State>(clock: Clock, before: State, after: State, ms: number): Timed<State> {
  return { before, after, at: clock.after(ms) };
}

/** What the state is at a moment. */
export function stateAt<State>(timed: Timed<State>, now: number): State {
  return now >= timed.at ? timed.after : timed.before;
}

/**
 * How long asynchronous work takes, in milliseconds. Free choices (reference 14): long enough that a demo
 * shows the states in between, short enough that nobody leaves.
 */
export const durations = {
  clusterForms: 3_000,
  serverConnects: 2_000,
  serverRestarts: 4_000,
  serverShutsDown: 2_000,
  gatewayStarts: 3_000,
  gatewayStops: 3_000,
  gatewayCreates: 6_000,
  gatewayUpdates: 3_000,
  selfManagedGatewayConnects: 2_000,
  privateSpaceProvisions: 20_000,
} as const;
