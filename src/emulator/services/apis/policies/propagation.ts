import type { Clock } from '../../../core/clock.ts';
import type { Platform } from '../../../core/platform.ts';
import { durations, stageAt, staged } from '../../../core/transitions.ts';
import type { ApiInstance, AppliedPolicy, EnforcedPolicy } from '../model.ts';
import { appliesTo, automatedPolicies } from './automated-policy.ts';

function enforcedPart(policy: EnforcedPolicy): EnforcedPolicy {
  const { id, groupId, assetId, assetVersion, configurationData, pointcutData, order } = policy;
  return { id, groupId, assetId, assetVersion, configurationData, pointcutData, order };
}

/** Propagates a policy to the runtimes. Until it has reached them, they enforce the previous version. */
export function propagatePolicy(clock: Clock, api: ApiInstance, policy: AppliedPolicy): void {
  propagate(clock, api, policy.id, policy.disabled || policy.upstreamIds !== null ? null : enforcedPart(policy));
}

/** Propagates the removal of a policy, which takes as long as applying it. */
export function propagateRemoval(clock: Clock, api: ApiInstance, policyId: number): void {
  propagate(clock, api, policyId, null);
}

function propagate(clock: Clock, api: ApiInstance, policyId: number, next: EnforcedPolicy | null): void {
  const index = api.propagation.findIndex((one) => one.policyId === policyId);
  const known = api.propagation[index];
  const current = known === undefined ? null : stageAt(known.stages, clock.now());
  const stages = staged<EnforcedPolicy | null>(clock, current, [durations.policyPropagates, next]);
  if (index < 0) api.propagation.push({ policyId, stages });
  else api.propagation[index] = { policyId, stages };
}

/** The policies that the runtimes of an instance enforce, in order; automated policies come first. */
export function enforcedPolicies({ store, clock }: Platform, api: ApiInstance): EnforcedPolicy[] {
  const now = clock.now();
  const automated = [...store.of(automatedPolicies).values()].filter(
    (policy) => appliesTo(policy, api) && !policy.disabled && policy.enforcedAt <= now,
  );
  const own = api.propagation.map(({ stages }) => stageAt(stages, now)).filter((policy) => policy !== null);
  const byOrder = (a: EnforcedPolicy, b: EnforcedPolicy): number => (a.order ?? 0) - (b.order ?? 0);
  return [...automated.sort(byOrder), ...own.sort(byOrder)];
}
