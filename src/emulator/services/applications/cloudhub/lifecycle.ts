import type { RuntimeState } from '../../../core/data-plane/model.ts';
import { processIn, runtimeState } from '../../../core/data-plane/processes.ts';
import { hexId, type Platform } from '../../../core/platform.ts';
import { durations, staged } from '../../../core/transitions.ts';
import { logDeployment } from '../logs.ts';
import type { CloudHubApplication } from '../model.ts';
import { triggerAlerts } from './alert.ts';
import { stateOf } from './application.ts';
import { notify } from './notification.ts';

/**
 * Starts, restarts or redeploys. A running version keeps serving until the new one does: `status` stays STARTED
 * while `deploymentUpdateStatus` is DEPLOYING [docs/platform/applications.md#cloudhub-state].
 */
export function startCloudHub(platform: Platform, app: CloudHubApplication): void {
  const { clock } = platform;
  const ms = durations.cloudHubDeploys;
  const { process } = stateOf(app, clock.now());
  const failure = app.failure;
  const id = hexId().slice(0, 24);
  app.deployments.push({ id, createdAt: clock.now(), startedAt: clock.after(ms) });
  logDeployment(clock, app, { name: app.domain, deploymentId: id, ms });
  announce(platform, app, clock.after(ms));
  const started = runtimeState('STARTED', processIn(clock, ms, app.properties));
  if (process === null) {
    const end = failure === undefined ? started : runtimeState('DEPLOY_FAILED');
    app.runtime = staged(clock, runtimeState('DEPLOYING'), [ms, end]);
    return;
  }
  const old = (updateStatus: string): RuntimeState => ({ status: 'STARTED', updateStatus, process });
  app.runtime = staged(clock, old('DEPLOYING'), [ms, failure === undefined ? started : old('DEPLOY_FAILED')]);
}

/** What people hear of a deployment when it ends. The texts are the emulator's own. */
function announce(platform: Platform, app: CloudHubApplication, createdAt: number): void {
  const { domain, failure } = app;
  const [type, priority, message] =
    failure === undefined
      ? (['deployment-success', 'INFO', `Application ${domain} was deployed`] as const)
      : (['deployment-failed', 'ERROR', `Application ${domain} could not be deployed: ${failure}`] as const);
  notify(platform, app, { message, priority, createdAt });
  triggerAlerts(platform, app, type, { at: createdAt, message });
}

/** Stops an application; it no longer serves requests. */
export function stopCloudHub({ clock }: Platform, app: CloudHubApplication): void {
  app.runtime = staged(clock, runtimeState('UNDEPLOYING'), [durations.cloudHubStops, runtimeState('UNDEPLOYED')]);
}
