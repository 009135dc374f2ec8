import { processIn } from '../../../core/data-plane/processes.ts';
import { hexId, type Platform } from '../../../core/platform.ts';
import { durations, stageAt, staged } from '../../../core/transitions.ts';
import { logDeployment } from '../logs.ts';
import type { CloudHubApplication, RuntimeState } from '../model.ts';

/** What a CloudHub 1.0 application does at a moment. */
export function stateOf(app: CloudHubApplication, now: number): RuntimeState {
  return stageAt(app.runtime, now);
}

/**
 * Starts, restarts or redeploys. What serves already keeps serving until the new version does: `status` stays STARTED
 * and `deploymentUpdateStatus` tells that something goes on (reference 7).
 */
export function startCloudHub({ clock }: Platform, app: CloudHubApplication): void {
  const ms = durations.cloudHubDeploys;
  const { process } = stateOf(app, clock.now());
  const failure = app.fault;
  const id = hexId().slice(0, 24);
  app.deployments.push({ id, createdAt: clock.now(), startedAt: clock.after(ms) });
  logDeployment(clock, app, { name: app.domain, deploymentId: id, ms });
  const next = processIn(clock, ms, app.properties);
  const started: RuntimeState = { status: 'STARTED', updateStatus: null, process: next };
  if (process === null) {
    const failed: RuntimeState = { status: 'DEPLOY_FAILED', updateStatus: null, process: null };
    const deploying: RuntimeState = { status: 'DEPLOYING', updateStatus: null, process: null };
    app.runtime = staged(clock, deploying, [ms, failure === undefined ? started : failed]);
  } else {
    const old = { status: 'STARTED', process };
    const failed: RuntimeState = { ...old, updateStatus: 'DEPLOY_FAILED' };
    app.runtime = staged<RuntimeState>(clock, { ...old, updateStatus: 'DEPLOYING' }, [
      ms,
      failure === undefined ? started : failed,
    ]);
  }
}

/** Stops: nothing serves from this moment on. */
export function stopCloudHub({ clock }: Platform, app: CloudHubApplication): void {
  app.runtime = staged<RuntimeState>(clock, { status: 'UNDEPLOYING', updateStatus: null, process: null }, [
    durations.cloudHubStops,
    { status: 'UNDEPLOYED', updateStatus: null, process: null },
  ]);
}
