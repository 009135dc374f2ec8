import { defineKind } from '../../../core/kinds.ts';
import type { ApiInstance, AutomatedPolicy } from '../model.ts';

/** Automated policies, which apply to whole environments. */
export const automatedPolicies = defineKind({
  name: 'automatedPolicies',
  noun: 'automated policy',
  empty: () => new Map<number, AutomatedPolicy>(),
});

/** Whether an automated policy applies to an instance [docs/platform/policies.md#automated-policies]. */
export function appliesTo(
  { environmentId, technologies }: Pick<AutomatedPolicy, 'environmentId' | 'technologies'>,
  api: ApiInstance,
): boolean {
  return api.environmentId === environmentId && (technologies?.includes(api.technology) ?? true);
}
