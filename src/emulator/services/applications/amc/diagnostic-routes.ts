import type { Route } from '../../../core/routes.ts';
import { durations, hasPassed } from '../../../core/transitions.ts';
import type { Diagnostic } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { amc, deploymentPath, requireDeployment } from './api.ts';
import { amcError as fail } from './errors.ts';
import { replicaStateAt, replicasAt } from './replicas.ts';

const all = `${deploymentPath}/diagnostics` as const;
const { read, change } = applicationScopes;

/** Thread dumps of replicas [docs/platform/cloudhub-2.md#diagnostics]. */
export const diagnosticRoutes: readonly Route[] = [
  amc.environment('POST', `${deploymentPath}/replicas/{replicaId}/diagnostics`, change, (c, place) => {
    const { platform } = c.var;
    const now = platform.clock.now();
    const { deploymentId, replicaId } = c.req.param();
    const deployment = requireDeployment(platform, place, deploymentId);
    const replica = replicasAt(deployment, now).find(({ id }) => id === replicaId);
    if (replica === undefined) throw fail(400, `Replica ${replicaId} is unknown`);
    if (replicaStateAt(replica, now).state !== 'STARTED') throw fail(400, `Replica ${replicaId} does not run`);
    const diagnostic: Diagnostic = {
      actionId: crypto.randomUUID(),
      timestamp: now,
      doneAt: platform.clock.after(durations.amcDiagnoses),
      specVersion: replica.version,
      replicaId,
    };
    deployment.diagnostics = [...(deployment.diagnostics ?? []), diagnostic];
    return c.body(null, 204);
  }),

  amc.environment('GET', all, read, (c, place) => {
    const { platform } = c.var;
    const now = platform.clock.now();
    const { diagnostics = [] } = requireDeployment(platform, place, c.req.param('deploymentId'));
    return c.json(
      diagnostics.map(({ doneAt, ...shown }) => ({
        ...shown,
        status: hasPassed(doneAt, now) ? 'SUCCESSFUL' : 'PENDING',
      })),
    );
  }),

  amc.environment('GET', `${all}/{actionId}/file`, read, (c, place) => {
    const { platform } = c.var;
    const { deploymentId, actionId } = c.req.param();
    const { diagnostics = [] } = requireDeployment(platform, place, deploymentId);
    const found = diagnostics.find((one) => one.actionId === actionId);
    if (found === undefined) throw fail(404, `Action ${actionId} was not found`);
    if (!hasPassed(found.doneAt, platform.clock.now())) throw fail(400, `Action ${actionId} is still PENDING`);
    return c.text(threadDump(found));
  }),
];

/** A thread dump as the JVM prints it, of a process that waits. */
function threadDump({ replicaId, timestamp }: Diagnostic): string {
  return [
    new Date(timestamp).toISOString(),
    `Full thread dump of ${replicaId}:`,
    '',
    '"main" #1 prio=5 os_prio=0 waiting on condition',
    '   java.lang.Thread.State: WAITING (parking)',
    '\tat jdk.internal.misc.Unsafe.park(Native Method)',
    '\tat java.util.concurrent.locks.LockSupport.park(LockSupport.java:211)',
    '',
  ].join('\n');
}
