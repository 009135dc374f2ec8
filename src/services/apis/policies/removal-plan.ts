import { call } from '../../../core/operations.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { type ApiFacts, apiName, apiThing, resolveApi } from '../instances.ts';
import { templateOf } from './catalog.ts';
import { withDefaults } from './configuration.ts';
import { guardsOf, openRequests } from './coverage.ts';
import { maskConfiguration } from './masking.ts';
import { findPolicy, pointcutText, policyName, policySettings, readPolicies } from './policies.ts';
import { undoOfRemoval } from './undo.ts';

/** What removing a policy needs; secrets are masked. */
export interface RemoveIntent {
  api: ApiFacts;
  policy: { id: string; assetId: string };
}

/** Plans to remove a policy. @throws Failure */
export async function planPolicyRemoval(
  apiReference: string,
  policyReference: string,
  ctx: EnvironmentContext,
): Promise<Plan<RemoveIntent>> {
  const api = await resolveApi(apiReference, ctx);
  const listing = await readPolicies(api, ctx);
  const policy = findPolicy(policyReference, listing);
  const fields = templateOf(policy, listing.templates)?.configuration ?? undefined;
  const shown = maskConfiguration(policy.configurationData, fields);
  const left = listing.policies.filter(({ id, disabled }) => id !== policy.id && disabled !== true);
  const open = openRequests(guardsOf(left));
  return {
    summary: `remove policy ${policyName(policy)} from API ${apiName(api)}.`,
    steps: [
      {
        kind: 'remove',
        thing: apiThing(api),
        action: 'Remove the policy with its configuration.',
        changes: [
          { setting: 'policy', before: policy.assetId ?? policy.id },
          { setting: 'version', before: policy.assetVersion ?? 'unknown' },
          { setting: 'enabled', before: policy.disabled !== true },
          { setting: 'applies to', before: pointcutText(policy.pointcutData) },
          { setting: 'configuration', before: JSON.stringify(shown) },
        ],
      },
    ],
    warnings: [
      ...(policy.disabled === true
        ? []
        : [
            advice`Requests that it refused then get through${left.length === 0 ? ': no other policy is enabled on this API' : ''}. ${call('policy.update', { api: api.id, policy: policy.id, enabled: false })} keeps the configuration.`,
            ...(open === undefined ? [] : [`Then nobody has to authenticate for ${open}.`]),
          ]),
    ],
    undo: undoOfRemoval(policy, listing),
    settings: policySettings(policy, withDefaults(shown, fields)),
    intent: { api, policy: { id: policy.id, assetId: policy.assetId ?? 'unknown' } },
  };
}
