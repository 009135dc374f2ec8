import type { EnvironmentContext } from '../../core/tools/context.ts';
import type { Observation } from '../../core/waiting/wait.ts';
import { isNotFound } from '../../platform/errors.ts';
import type { PlatformText } from '../../platform/text.ts';
import { type GatewayFacts, managedFacts } from './facts.ts';
import { desiredStatusOf, failureOf, hasReached, readLiveStatus } from './status.ts';

/**
 * Observes a managed gateway on its way to the desired status. The cheap status is read until it is reached, then the whole gateway once, because answers to writes leave parts out [docs/platform/gateways.md#answer].
 * @throws Failure when it cannot be read
 */
export async function observeGateway(
  gateway: GatewayFacts,
  ctx: EnvironmentContext,
): Promise<Observation<{ gateway: GatewayFacts }>> {
  const { platform, place, signal } = ctx;
  const live = await readLiveStatus(gateway.id, ctx);
  const isComplete = hasReached(live, desiredStatusOf(gateway.desiredStatus));
  const facts = isComplete
    ? managedFacts(await platform.gatewayManager.gateway(place, gateway.id, signal), live)
    : { ...gateway, ...live };
  return { value: { gateway: facts }, state: live.status, isComplete, failure: failureOf(live) };
}

/** A gateway that is being deleted. */
export interface DeletedGateway {
  id: string;
  name: PlatformText;
  status: string;
}

/** Observes whether a deleted gateway is gone: the platform then answers 404. @throws Failure when it cannot be read */
export async function observeDeletion(
  gateway: DeletedGateway,
  { platform, place, signal }: EnvironmentContext,
): Promise<Observation<{ gateway: DeletedGateway }>> {
  try {
    const { status } = await platform.gatewayManager.status(place, gateway.id, signal);
    return { value: { gateway: { ...gateway, status } }, state: status, isComplete: false };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { value: { gateway: { ...gateway, status: 'DELETED' } }, state: 'Gone', isComplete: true };
  }
}
