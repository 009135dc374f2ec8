import { call, tool } from '../../core/operations.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { type PlatformText, quoted, word } from '../../platform/text.ts';
import type { GatewayStatus } from './client.ts';

/** The desired status of a managed gateway [docs/platform/gateways.md#operations]. */
export const desiredStatuses = ['STARTED', 'STOPPED'] as const;
export type DesiredStatus = (typeof desiredStatuses)[number];

/** A managed gateway's live state; `statusMessage` is read only when it failed. */
export interface LiveStatus extends GatewayStatus {
  statusMessage?: PlatformText;
}

/** The names of failed states are not documented [docs/platform/gateways.md#gateway-status], so they are matched by words. */
export function hasFailed(status: string): boolean {
  return /FAIL|ERROR/i.test(status);
}

/** The live state, with the platform's reason when it failed. @throws Failure */
export async function readLiveStatus(id: string, ctx: EnvironmentContext): Promise<LiveStatus> {
  const { platform, place, signal } = ctx;
  const status = await platform.gatewayManager.status(place, id, signal);
  if (!hasFailed(status.status)) return status;
  const statusMessage = await reasonOf(id, ctx);
  return { ...status, ...(statusMessage === undefined ? {} : { statusMessage }) };
}

/** The reason comes from an interface that is not published: not getting it must not hide the failure itself. */
async function reasonOf(id: string, ctx: EnvironmentContext): Promise<string | undefined> {
  const { platform, place, signal } = ctx;
  return ifReadable(platform.gatewayManager.statusMessage(place, id, signal), ctx);
}

/**
 * Whether a gateway has reached its desired status: ready, or no longer running. While the platform is applying, even `ready` may still describe the previous state.
 */
export function hasReached({ status, ready, running }: GatewayStatus, desired: DesiredStatus): boolean {
  if (hasFailed(status)) return true;
  if (isApplying(status)) return false;
  return desired === 'STARTED' ? ready : !running;
}

function isApplying(status: string): boolean {
  return status.toUpperCase() === 'APPLYING';
}

/** Why a gateway did not reach its desired status, as a sentence; undefined if it did. */
export function failureOf({ status, statusMessage }: LiveStatus): string | undefined {
  if (!hasFailed(status)) return undefined;
  return statusMessage === undefined
    ? 'the API returned no reason.'
    : `the platform says ${quoted(statusMessage, 300)}.`;
}

/** STARTED unless the platform says STOPPED: that is what a gateway is created with. */
export function desiredStatusOf(text: string | undefined): DesiredStatus {
  return text?.toUpperCase() === 'STOPPED' ? 'STOPPED' : 'STARTED';
}

/** What keeps a gateway from applying what it is sent, with the way out; undefined while nothing does. */
export function notApplying(
  { id, kind }: { id: string; kind: 'managed' | 'self-managed' },
  { status = 'UNKNOWN', desiredStatus }: { status?: string | undefined; desiredStatus?: string | undefined },
): Advice | undefined {
  const why = call('gateway.diagnose', { gateway: id });
  if (kind === 'self-managed') {
    return status === 'CONNECTED'
      ? undefined
      : advice`The gateway is ${word(status)}: none of its replicas gets a change before it connects again. ${why} finds out why.`;
  }
  if (hasFailed(status)) {
    return advice`The gateway is ${word(status)}: it takes no traffic and applies nothing until the failure is fixed. ${why} finds out why.`;
  }
  if (desiredStatusOf(desiredStatus) === 'STOPPED') {
    const start = call('gateway.setDesiredStatus', { gateway: id, desiredStatus: 'STARTED' });
    return advice`The gateway is stopped: it takes no traffic, and applies a change once it is started. ${start} starts it.`;
  }
  if (isApplying(status)) {
    return advice`The gateway is still applying its last change. If that lasts more than a few minutes, ${why} says what to do.`;
  }
  return undefined;
}

/** What is there after a managed gateway has failed. */
export function afterFailure({ id }: { id: string }): Advice {
  return advice`That is final: it does not recover by itself. ${call('gateway.diagnose', { gateway: id })} finds out why and what to try.`;
}

/** What to do about a managed gateway that has not reached its status in the time of a call. */
export function whenLate({ id }: { id: string }): Advice {
  return advice`It usually takes a minute or two. If it is the same after ten, it hangs: ${call('gateway.diagnose', { gateway: id })} says what to do.`;
}

/** What to do until a managed gateway takes traffic. */
export function startAdvice(gateway: string, { status, running }: LiveStatus, desired: DesiredStatus): Advice {
  const isStopped = desired === 'STOPPED' && !running && !isApplying(status);
  if (isStopped && !hasFailed(status)) {
    return advice`${call('gateway.setDesiredStatus', { gateway, desiredStatus: 'STARTED' })} starts it.`;
  }
  if (isApplying(status) || (running && !hasFailed(status))) {
    return advice`Wait until it is ready, which ${call('gateway.getStatus', { gateway })} shows. Then call again.`;
  }
  return advice`${call('gateway.diagnose', { gateway })} finds out why.`;
}

/** What a managed gateway's state means, in words and with the next step. Contains no platform text. */
export function meaningOf(gateway: string, live: LiveStatus, desired: DesiredStatus): Advice {
  if (hasFailed(live.status)) {
    return advice`The platform could not apply its definition; ${live.statusMessage === undefined ? 'the API returned no reason' : 'the status message has the reason'}. ${tool('gateway.update')} with a corrected definition applies it again; ${call('gateway.diagnose', { gateway })} says what else to try.`;
  }
  if (isApplying(live.status)) {
    return live.running
      ? 'The platform is applying a change; the gateway keeps running. Check again in a few seconds.'
      : 'The platform is applying its definition; it takes no traffic yet. Check again in a few seconds.';
  }
  if (desired === 'STOPPED') {
    return live.running
      ? 'It should be stopped but still runs. Check again in a few seconds.'
      : advice`It was stopped on purpose and takes no traffic. ${call('gateway.setDesiredStatus', { gateway, desiredStatus: 'STARTED' })} starts it.`;
  }
  if (live.ready) return 'It runs and takes traffic.';
  return live.running
    ? 'It runs but is not ready: it takes no traffic yet. Check again in a few seconds.'
    : advice`It should run but does not. If this lasts more than a few minutes, ${call('gateway.diagnose', { gateway })} says what to do.`;
}

/** What a self-managed gateway's state means, in words. */
export function selfManagedMeaning(status: string, connected: number, disconnected: number): string {
  if (status === 'CONNECTED') {
    return disconnected === 0
      ? 'All its replicas are connected to the platform.'
      : `${connected} of ${connected + disconnected} replicas are connected; check the machines of the others.`;
  }
  return 'No replica is connected to the platform. Running replicas keep their configuration, but get no changes: check the processes and their connection to the internet on their machines.';
}
