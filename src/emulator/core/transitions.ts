import type { Clock } from './clock.ts';
import { noteMoment } from './state/frame.ts';

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
export function changing<State>(clock: Clock, before: State, after: State, ms: number): Timed<State> {
  return { before, after, at: clock.after(ms) };
}

/** The state at a moment. */
export function stateAt<State>(timed: Timed<State>, now: number): State {
  return hasPassed(timed.at, now) ? timed.after : timed.before;
}

/** Whether a moment has passed. What was computed from the answer is computed again when it passes. */
export function hasPassed(at: number, now: number): boolean {
  if (at <= now) return true;
  noteMoment(at);
  return false;
}

/** A state that changes several times by itself, earliest stage first: the last stage that has started counts. */
export type Stages<State> = readonly [{ at: number; state: State }, ...{ at: number; state: State }[]];

/** Stages of a state that does not change by itself. */
export function steady<State>(state: State): Stages<State> {
  return [{ at: 0, state }];
}

/** A state that is `first` now and changes later; each later state has its delay in milliseconds from now. */
export function staged<State>(clock: Clock, first: State, ...later: [ms: number, state: State][]): Stages<State> {
  return [{ at: 0, state: first }, ...later.map(([ms, state]) => ({ at: clock.after(ms), state }))];
}

/** The state at a moment. */
export function stageAt<State>(stages: Stages<State>, now: number): State {
  let { state } = stages[0];
  for (const stage of stages) {
    if (hasPassed(stage.at, now)) state = stage.state;
  }
  return state;
}

/** The final state. */
export function lastStage<State>(stages: Stages<State>): State {
  return (stages.at(-1) ?? stages[0]).state;
}

/**
 * How long asynchronous work takes, in milliseconds. No source gives durations [docs/platform/lifecycles.md#durations].
 * These let a demo show the intermediate states without a long wait.
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
  /** until a VPN or a transit gateway of a private space is available */
  vpnConnects: 10_000,
  /** until the network of a private space has new routes */
  routesPropagate: 5_000,
  /** until the AWS service role of a private space is there */
  iamRoleCreates: 10_000,
  assetPublishes: 3_000,
  /** until a proxy or gateway serves an instance that was deployed to it */
  apiDeploys: 3_000,
  /** until a policy that was applied, changed or removed has reached the runtimes */
  policyPropagates: 4_000,
  /** from the start of an application until API Manager shows its instance as active */
  apiTracked: 2_000,
  /** from the start of an application until its gatekeeper lets requests through */
  gatekeeperOpens: 5_000,
  cloudHubDeploys: 8_000,
  cloudHubStops: 3_000,
  /** until the settings have reached the target; the process runs after `amcStarts`, counted from the same moment */
  amcApplies: 3_000,
  amcStarts: 6_000,
  amcStops: 3_000,
  amcDiagnoses: 2_000,
  armStarts: 4_000,
  armStops: 2_000,
  armDeletes: 2_000,
} as const;
