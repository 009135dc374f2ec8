import type { Thing } from '../../core/dependents.ts';
import { call } from '../../core/operations.ts';
import { readAffected } from '../../core/plan/affected.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { back, type Undo } from '../../core/plan/undo.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import type { Phases } from '../../core/waiting/two-phase-operation.ts';
import type { Observation } from '../../core/waiting/wait.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { applicationTitle, findApplication, readApplication } from './applications.ts';
import { type ApplicationDetail, applicationArgument, problemAdvice, unreachable } from './facts.ts';
import { autodiscoveryOf } from './properties.ts';

/** What can be done to a deployed application. */
export const statusActions = ['start', 'stop', 'restart'] as const;
export type StatusAction = (typeof statusActions)[number];

export interface StatusChange {
  application: ApplicationDetail;
  action: StatusAction;
}

/** Whether it runs or is about to. */
function isUp({ desiredStatus, state, status }: ApplicationDetail): boolean {
  if (desiredStatus !== undefined) return desiredStatus === 'STARTED' || desiredStatus === 'UPDATED';
  return state !== 'stopped' && !status.startsWith('UNDEPLOY') && status !== 'DEPLOY_FAILED';
}

/** Plans to start, stop or restart; empty when it already is in that state. A restart starts a stopped application. */
export async function planStatusChange(
  reference: string,
  action: StatusAction,
  ctx: EnvironmentContext,
): Promise<Plan<StatusChange>> {
  const [application, affectedWith] = await Promise.all([
    findApplication(reference, ctx).then((found) => readApplication(found, ctx)),
    action === 'start' ? undefined : readAffected('application', ctx),
  ]);
  const { state, status, runsOn, kind } = application;
  const title = `application ${applicationTitle(application)} on ${runsOn}`;
  const notThere = unreachable(application);
  const down = notThere === undefined ? [] : [notThere];
  const up = isUp(application);
  const actual = action === 'restart' && !up ? 'start' : action;
  const intent = { application, action: actual };
  if (actual === 'stop' ? !up && state !== 'failed' : actual === 'start' && up && state !== 'failed') {
    return {
      summary: `${title} is ${actual === 'stop' ? 'stopped' : 'started'} already.`,
      steps: [],
      warnings: [...(state === 'changing' ? [`Its status has not changed yet: ${status}.`] : []), ...down],
      undo: 'nothing',
      intent,
    };
  }
  const warnings: Advice[] = [];
  if (actual !== action) warnings.push('It is not running, so it is only started.');
  if (actual === 'stop') warnings.push('It does not answer until it is started again.');
  if (actual === 'restart' && kind === 'cloudhub2') {
    warnings.push(
      'CloudHub 2.0 has no restart: the application is stopped and started, and does not answer in between.',
    );
  }
  const { affected, warnings: unread } =
    actual === 'start' || affectedWith === undefined
      ? { affected: [], warnings: [] }
      : affectedWith(
          thingOf(application),
          actual === 'stop' ? 'is not answered until the application is started' : 'is not answered meanwhile',
        );
  return {
    summary: `${actual} ${title}.`,
    steps: [
      {
        kind: actual === 'start' ? 'update' : 'stop',
        thing: { kind: 'application', id: application.id, name: application.name },
        action: `${actual.charAt(0).toUpperCase()}${actual.slice(1)} it`,
        changes:
          actual === 'restart'
            ? []
            : [{ setting: 'state', before: state, after: actual === 'stop' ? 'stopped' : 'running' }],
      },
    ],
    affected,
    warnings: [...down, ...warnings, ...unread],
    undo: undoOf(application, actual),
    intent,
  };
}

function undoOf(application: ApplicationDetail, action: StatusAction): Undo {
  if (action === 'restart') return { lost: 'A restart is over when it is done; there is nothing to take back.' };
  const opposite = action === 'start' ? 'stop' : 'start';
  // Neither brings back that the last deployment had failed.
  const { state } = application;
  return {
    calls: [back('application.setStatus', { ...applicationArgument(application), action: opposite })],
    ...(state === 'failed' ? { differs: 'Its last deployment had failed; that state does not come back.' } : {}),
  };
}

function thingOf({ kind, id, name, properties }: ApplicationDetail): Thing {
  const apiIds = properties === undefined ? [] : autodiscoveryOf(properties, kind === 'hybrid').apiIds;
  return { kind: 'application', id, name, apiIds: apiIds.map(({ apiId }) => apiId) };
}

/** CloudHub 2.0 has no restart: the application is stopped, and started once it has stopped. */
function isTwoPhase({ kind }: Pick<ApplicationDetail, 'kind'>, action: StatusAction): boolean {
  return kind === 'cloudhub2' && action === 'restart';
}

/**
 * Changes the status, or starts the first phase of a two-phase restart. Returns false when the application already was in that state (304).
 */
export async function changeStatus({ application, action }: StatusChange, ctx: EnvironmentContext): Promise<boolean> {
  const { platform, place, signal } = ctx;
  const { kind, id } = application;
  if (kind === 'cloudhub') return platform.cloudHub.setStatus(place, id, action, signal);
  if (kind === 'hybrid') {
    if (action === 'restart') await platform.hybridApplications.restart(place, id, signal);
    else {
      await platform.hybridApplications.setDesiredStatus(place, id, action === 'start' ? 'STARTED' : 'STOPPED', signal);
    }
    return true;
  }
  // A stop that a start has to follow is not aborted: it would be unknown whether the start is needed.
  const cancel = isTwoPhase(application, action) ? undefined : signal;
  await platform.applicationManager.setDesiredState(place, id, action === 'start' ? 'STARTED' : 'STOPPED', cancel);
  return true;
}

/** The phases of a restart on CloudHub 2.0; undefined for everything that the platform does in one request. */
export function restartPhases(
  application: Pick<ApplicationDetail, 'kind' | 'id' | 'name'>,
  action: StatusAction,
  ctx: EnvironmentContext,
): Phases<ApplicationDetail> | undefined {
  if (!isTwoPhase(application, action)) return undefined;
  const { platform, place } = ctx;
  const title = applicationTitle(application);
  const start = call('application.setStatus', { ...applicationArgument(application), action: 'start' });
  return {
    async first() {
      const seen = await observeStatus(application, 'stop', ctx);
      return { ...seen, state: `stopping: ${seen.state}` };
    },
    begin: () => platform.applicationManager.setDesiredState(place, application.id, 'STARTED'),
    left: (sent) =>
      sent
        ? {
            head: 'Stopped, possibly not started again',
            text: advice`Application ${title} was asked to stop and then to start again; the platform did not answer the start. If it stays stopped, start it with ${start}.`,
          }
        : {
            head: 'Stopped, not started again',
            text: advice`Application ${title} was asked to stop, and this call does not start it again. Once it is stopped, start it with ${start}.`,
          },
    early: `Application ${title} was asked to start again before it was seen stopped.`,
  };
}

/** Observes whether a start, stop or restart is complete. */
export async function observeStatus(
  application: Pick<ApplicationDetail, 'kind' | 'id'>,
  action: StatusAction,
  ctx: EnvironmentContext,
): Promise<Observation<ApplicationDetail>> {
  const value = await readApplication(application, ctx);
  const desired = action === 'stop' ? 'stopped' : 'running';
  const failed = value.state === 'failed';
  return {
    value,
    state: value.status,
    isComplete: value.state === desired || failed,
    failure: failed ? problemAdvice(value) : undefined,
  };
}
