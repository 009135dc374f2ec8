import type { Clock } from '../../../core/clock.ts';
import type { Store } from '../../../core/store.ts';
import { durations, stageAt, staged } from '../../../core/transitions.ts';
import type { ApiInstance, AppliedPolicy, EnforcedPolicy } from '../model.ts';

function enforcedPart(policy: EnforcedPolicy): EnforcedPolicy {
  const { id, groupId, assetId, assetVersion, configurationData, pointcutData, order } = policy;
  return { id, groupId, assetId, assetVersion, configurationData, pointcutData, order };
}

/** Sends a policy, or what is left of it, to the runtimes: there it stays as it was until the change has spread. */
export function spreadPolicy(clock: Clock, api: ApiInstance, policyId: number, policy: AppliedPolicy | null): void {
  const now = clock.now();
  const index = api.spread.findIndex((one) => one.policyId === policyId);
  const current = index < 0 ? null : stageAt(api.spread[index]?.stages ?? [{ at: 0, state: null }], now);
  const next = policy === null || policy.disabled || policy.upstreamIds !== null ? null : enforcedPart(policy);
  const spread = { policyId, stages: staged<EnforcedPolicy | null>(clock, current, [durations.policySpreads, next]) };
  if (index < 0) api.spread.push(spread);
  else api.spread[index] = spread;
}

/** What the runtimes of an instance enforce at a moment, in order; automated policies come first. */
export function enforcedPolicies(store: Store, api: ApiInstance, now: number): EnforcedPolicy[] {
  const automated = [...store.automatedPolicies.values()].filter(
    (policy) => appliesTo(policy, api) && !policy.disabled && policy.reachesAt <= now,
  );
  const own = api.spread.map(({ stages }) => stageAt(stages, now)).filter((policy) => policy !== null);
  const byOrder = (a: EnforcedPolicy, b: EnforcedPolicy): number => (a.order ?? 0) - (b.order ?? 0);
  return [...automated.sort(byOrder), ...own.sort(byOrder)];
}

/** Whether an automated policy is for an instance (reference 5.7). */
export function appliesTo(
  { environmentId, technologies }: { environmentId: string; technologies: readonly string[] | null },
  api: ApiInstance,
): boolean {
  return api.environmentId === environmentId && (technologies?.includes(api.technology) ?? true);
}
