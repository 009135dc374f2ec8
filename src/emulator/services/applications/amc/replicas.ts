import type { Clock } from '../../../core/clock.ts';
import { durations, hasPassed, lastStage, stageAt, staged, steady } from '../../../core/transitions.ts';
import { containerLine } from '../logs.ts';
import type { AmcDeployment, Replica } from '../model.ts';

/** How long a replica that crashes again and again stays in each of its two states, in milliseconds. */
const crashLoopPeriod = 5_000;

/** The id of a replica of one version of a deployment. */
export function replicaIdOf(name: string, version: string, index: number): string {
  return `${name}-${version.slice(0, 8)}-${index}`;
}

/** How many replicas a deployment shall have. */
export function replicaCount({ target }: Pick<AmcDeployment, 'target'>): number {
  return Number(target['replicas'] ?? 1);
}

/** The replicas that are there, newest first. */
export function replicasAt(deployment: Readonly<AmcDeployment>, now: number): Replica[] {
  const { replicas = formerReplicas(deployment) } = deployment;
  return replicas.filter(({ goneAt }) => goneAt === null || !hasPassed(goneAt, now));
}

/** The replicas of a deployment in a state file of former versions, which did not keep them: those of its process. */
function formerReplicas(deployment: Readonly<AmcDeployment>): Replica[] {
  const { name, desiredVersion, desiredState, crashes = false } = deployment;
  if (desiredState === 'STOPPED' || lastStage(deployment.runtime).process === null) return [];
  return startedReplicas(name, desiredVersion, { count: replicaCount(deployment), crashes });
}

/**
 * The state of a replica. One whose process exits after every start goes back and forth
 * [docs/platform/cloudhub-2.md#replica-states].
 */
export function replicaStateAt(
  { states, crashesFrom }: Replica,
  now: number,
): { state: string; reason: string | null } {
  if (crashesFrom === null || !hasPassed(crashesFrom, now)) return stageAt(states, now);
  const round = Math.floor((now - crashesFrom) / crashLoopPeriod);
  hasPassed(crashesFrom + (round + 1) * crashLoopPeriod, now);
  return { state: round % 2 === 0 ? 'RECOVERING' : 'PENDING', reason: 'CrashLoopBackoff' };
}

/** Keeps the replicas of a state file of former versions, before a change of what they follow from. */
export function keepFormerReplicas(deployment: AmcDeployment): void {
  deployment.replicas ??= formerReplicas(deployment);
}

/** Replicas that have started already, as in a scenario. */
export function startedReplicas(
  name: string,
  version: string,
  { count, crashes }: { count: number; crashes: boolean },
) {
  return Array.from(
    { length: count },
    (_, index): Replica => ({
      id: replicaIdOf(name, version, index),
      version,
      states: steady<{ state: string; reason: string | null }>({ state: 'STARTED', reason: null }),
      goneAt: null,
      crashesFrom: crashes ? 0 : null,
    }),
  );
}

const inState = (state: string, reason: string | null = null) => ({ state, reason });

function startingReplica(clock: Clock, deployment: AmcDeployment, version: string, index: number): Replica {
  const { amcApplies, amcStarts } = durations;
  const { name, failure, crashes = false } = deployment;
  const ending = failure === undefined ? inState('STARTED') : inState('FAILED', failure);
  return {
    id: replicaIdOf(name, version, index),
    version,
    states: staged(clock, inState('PENDING'), [amcApplies, inState('STARTING')], [amcStarts, ending]),
    goneAt: null,
    crashesFrom: crashes ? clock.after(amcStarts) : null,
  };
}

function stopping(clock: Clock, replica: Replica): void {
  replica.states = steady(inState('STOPPING'));
  replica.crashesFrom = null;
  replica.goneAt = clock.after(durations.amcStops);
}

/** Forgets the replicas that are gone, and those that never started. */
function keptReplicas(clock: Clock, deployment: AmcDeployment): Replica[] {
  const now = clock.now();
  return replicasAt(deployment, now).filter((replica) => replicaStateAt(replica, now).state !== 'FAILED');
}

/** Stops all replicas. */
export function stopReplicas(clock: Clock, deployment: AmcDeployment): void {
  deployment.replicas = keptReplicas(clock, deployment);
  for (const replica of deployment.replicas) stopping(clock, replica);
}

/**
 * Replaces the replicas by those of a version. In a rolling update the old ones serve until the new ones run, and stay
 * when these fail; otherwise they stop first [docs/platform/cloudhub-2.md#update].
 */
export function replaceReplicas(clock: Clock, deployment: AmcDeployment, version: string, isRolling: boolean): void {
  const old = keptReplicas(clock, deployment);
  const isLost = deployment.failure !== undefined || deployment.crashes === true;
  for (const replica of old) {
    if (!isRolling) stopping(clock, replica);
    else if (!isLost) replica.goneAt ??= clock.after(durations.amcStarts);
  }
  const added = Array.from({ length: replicaCount(deployment) }, (_, index) =>
    startingReplica(clock, deployment, version, index),
  );
  deployment.replicas = [...added, ...old];
}

/** Adds or removes replicas; those that stay are not touched. The newest are removed first. */
export function scaleReplicas(clock: Clock, deployment: AmcDeployment, version: string): void {
  const kept = keptReplicas(clock, deployment);
  const wanted = kept.filter(({ goneAt }) => goneAt === null);
  const missing = replicaCount(deployment) - wanted.length;
  for (const replica of missing < 0 ? wanted.slice(0, -missing) : []) {
    stopping(clock, replica);
    deployment.logs.push({
      ...containerLine({ at: clock.now(), message: `Stopping app '${deployment.name}'`, deploymentId: version }),
      replicaId: replica.id,
    });
  }
  const added = Array.from({ length: Math.max(0, missing) }, (_, index) =>
    startingReplica(clock, deployment, version, index),
  );
  deployment.replicas = [...added, ...kept];
  deployment.scalesUntil = clock.after(missing < 0 ? durations.amcStops : durations.amcStarts);
}

/** What a crash does to a replica: it recovers once, or never [docs/platform/cloudhub-2.md#replica-states]. */
export function crashReplica(
  clock: Clock,
  replica: Replica,
  { reason, again }: { reason: string; again: boolean },
): void {
  const { amcApplies, amcStarts } = durations;
  replica.states = staged(
    clock,
    inState('TERMINATED', reason),
    [amcApplies, inState('RECOVERING', reason)],
    [amcStarts, inState('STARTED')],
  );
  replica.crashesFrom = again ? clock.after(amcApplies) : null;
}
