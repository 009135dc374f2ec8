import type { Clock } from '../anypoint/clock.ts';
import { isAbort, platformFailure } from '../anypoint/errors.ts';
import type { Progress } from './application-changes.ts';
import type { ApplicationDetail } from './application-facts.ts';
import { type ApplicationPlace, applicationTitle, findApplication, readApplication } from './applications.ts';
import { scopeName } from './directory.ts';
import type { Plan } from './plan.ts';
import { type Observation, waitFor } from './wait.ts';

/** What can be done to a deployed application. */
export const statusActions = ['start', 'stop', 'restart'] as const;
export type StatusAction = (typeof statusActions)[number];

export interface StatusChange {
  application: ApplicationDetail;
  action: StatusAction;
}

/** How long a CloudHub 2.0 application may take to stop before it is started again, ms. */
const stopLimitMs = 180_000;

/** Whether it runs or is about to. */
function isUp({ desiredStatus, state, status }: ApplicationDetail): boolean {
  if (desiredStatus !== undefined) return desiredStatus === 'STARTED' || desiredStatus === 'UPDATED';
  return state !== 'stopped' && !status.startsWith('UNDEPLOY') && status !== 'DEPLOY_FAILED';
}

/** Plans to start, stop or restart; empty when it is so already. An application that is stopped is started by a restart. */
export async function planStatusChange(
  place: ApplicationPlace,
  reference: string,
  action: StatusAction,
): Promise<Plan<StatusChange>> {
  const application = await readApplication(place, await findApplication(place, reference));
  const { state, status, where, kind } = application;
  const title = `application ${applicationTitle(application)} on ${where}`;
  const up = isUp(application);
  const actual = action === 'restart' && !up ? 'start' : action;
  const intent = { application, action: actual };
  if (actual === 'stop' ? !up && state !== 'failed' : actual === 'start' && up && state !== 'failed') {
    return {
      summary: `${title} in ${scopeName(place.scope)} is ${actual === 'stop' ? 'stopped' : 'started'} already.`,
      steps: [],
      warnings: state === 'changing' ? [`It is not there yet: ${status}.`] : [],
      intent,
    };
  }
  const warnings: string[] = [];
  if (actual !== action) warnings.push('It is not running, so it is started.');
  if (actual === 'stop') warnings.push('Nobody gets answers from it until it is started again.');
  if (actual === 'restart' && kind === 'cloudhub2') {
    warnings.push('CloudHub 2.0 knows no restart: it is stopped and started, and does not answer in between.');
  }
  return {
    summary: `${actual} ${title} in ${scopeName(place.scope)}.`,
    steps: [
      {
        action: `${actual.charAt(0).toUpperCase()}${actual.slice(1)} it`,
        changes:
          actual === 'restart'
            ? []
            : [{ setting: 'state', before: state, after: actual === 'stop' ? 'stopped' : 'running' }],
      },
    ],
    warnings,
    intent,
  };
}

type StatusPlace = Omit<ApplicationPlace, 'directory'> & { clock: Clock; progress: Progress };

/** Does it. Returns false when the platform said that it was so already (304). */
export async function changeStatus(place: StatusPlace, { application, action }: StatusChange): Promise<boolean> {
  const { platform, scope, signal } = place;
  const { kind, id } = application;
  if (kind === 'cloudhub') return platform.cloudHub.setStatus(scope, id, action, signal);
  if (kind === 'hybrid') {
    if (action === 'restart') await platform.hybridApplications.restart(scope, id, signal);
    else {
      await platform.hybridApplications.setDesiredStatus(scope, id, action === 'start' ? 'STARTED' : 'STOPPED', signal);
    }
    return true;
  }
  if (action === 'restart') await restartDeployment(place, application);
  else {
    const desiredState = action === 'start' ? 'STARTED' : 'STOPPED';
    await platform.applicationManager.setDesiredState(scope, id, desiredState, signal);
  }
  return true;
}

/**
 * Stop, wait, start. The application is started again whatever happens in between, also when the caller cancels: a
 * restart must not leave it stopped.
 */
async function restartDeployment(place: StatusPlace, application: ApplicationDetail): Promise<void> {
  const { platform, scope, signal, clock, progress } = place;
  const { id } = application;
  await platform.applicationManager.setDesiredState(scope, id, 'STOPPED', signal);
  let stopped = false;
  let cancelled: unknown;
  try {
    const end = await waitFor({
      observe: () => observeStatus(place, application, 'stop'),
      clock,
      signal,
      timeoutMs: stopLimitMs,
      progress: (state, elapsedMs) => progress(`stopping: ${state} after ${Math.round(elapsedMs / 1000)} s`),
    });
    stopped = end.end === 'settled';
  } catch (error) {
    cancelled = error;
    if (!isAbort(error)) throw error;
  } finally {
    await platform.applicationManager.setDesiredState(scope, id, 'STARTED');
  }
  if (cancelled !== undefined) throw cancelled;
  if (!stopped) {
    throw platformFailure({
      what: `Application ${applicationTitle(application)} was not seen stopped within ${stopLimitMs / 1000} s, and was asked to start again.`,
      next: 'Read its state with anypoint_get_application: it may have been restarted or not.',
      mayHaveHappened: true,
    });
  }
}

/** Looks whether a start, stop or restart is done. */
export async function observeStatus(
  place: Omit<ApplicationPlace, 'directory'>,
  application: Pick<ApplicationDetail, 'kind' | 'id'>,
  action: StatusAction,
): Promise<Observation<ApplicationDetail>> {
  const value = await readApplication(place, application);
  const wanted = action === 'stop' ? 'stopped' : 'running';
  const failed = value.state === 'failed';
  return {
    value,
    state: value.status,
    settled: value.state === wanted || failed,
    failure: failed ? (value.problem ?? 'The deployment failed.') : undefined,
  };
}
