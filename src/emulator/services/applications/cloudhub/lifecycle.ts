import type { RuntimeState } from '../../../core/data-plane/model.ts';
import { processIn, runtimeState } from '../../../core/data-plane/processes.ts';
import { hexId, type Platform } from '../../../core/platform.ts';
import { durations, staged } from '../../../core/transitions.ts';
import { logDeployment } from '../logs.ts';
import type { CloudHubApplication } from '../model.ts';
import { stateOf } from './application.ts';

/**
 * Starts, restarts or redeploys. A running version keeps serving until the new one does: `status` stays STARTED
 * while `deploymentUpdateStatus` is DEPLOYING [docs/platform/applications.md#cloudhub-state].
 */
export function startCloudHub({ clock }: Platform, app: CloudHubApplication): void {
  const ms = durations.cloudHubDeploys;
  const { process } = stateOf(app, clock.now());
  const failure = app.failure;
  const id = hexId().slice(0, 24);
  app.deployments.push({ id, createdAt: clock.now(), startedAt: clock.after(ms) });
  logDeployment(clock, app, { name: app.domain, deploymentId: id, ms });
  const started = runtimeState('STARTED', processIn(clock, ms, app.properties));
  if (process === null) {
    const end = failure === undefined ? started : runtimeState('DEPLOY_FAILED');
    app.runtime = staged(clock, runtimeState('DEPLOYING'), [ms, end]);
    return;
  }
  const old = (updateStatus: string): RuntimeState => ({ status: 'STARTED', updateStatus, process });
  app.runtime = staged(clock, old('DEPLOYING'), [ms, failure === undefined ? started : old('DEPLOY_FAILED')]);
}

/** Stops an application; it no longer serves requests. */
export function stopCloudHub({ clock }: Platform, app: CloudHubApplication): void {
  app.runtime = staged(clock, runtimeState('UNDEPLOYING'), [durations.cloudHubStops, runtimeState('UNDEPLOYED')]);
}
