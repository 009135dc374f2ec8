import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { textsOf } from '../../../core/resolve.ts';
import { called, quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { advice } from '../../../platform/advice.ts';
import { planPolicyRemoval } from '../policies/removal-plan.ts';
import { api, appliedPolicy } from './arguments.ts';

const input = { api, policy: appliedPolicy };

declare module '../../../core/operations.ts' {
  interface Operations {
    'policy.remove': typeof input;
  }
}

export const removePolicy = defineWriteTool({
  name: 'anypoint_remove_policy',
  title: 'Remove a policy from an API',
  toolset: 'apis',
  operation: 'policy.remove',
  effect: 'delete',
  description: advice`Removes a policy from an API with its configuration; requests that it refused get through. ${tool('policy.update')} can disable it instead, which keeps the configuration.`,
  scope: 'environment',
  input,
  output: z.object({ policy: z.object({ id: z.string(), assetId: z.string() }) }),
  example: { arguments: { api: 'orders-sandbox', policy: 'rate-limiting' }, answers: 'rate-limiting' },
  plan: ({ api: reference, policy }, ctx) => planPolicyRemoval(reference, policy, ctx),
  async apply({ intent }, { platform, place, signal }) {
    await platform.apiPolicies.remove(place, intent.api.id, intent.policy.id, signal);
    return { policy: intent.policy };
  },
  removes: ({ api: { id, name, label }, policy: { id: policyId, assetId } }) => ({
    title: `policy ${called({ id: policyId, name: assetId })} of API ${called({ id, name })}`,
    named: {
      api: [...textsOf({ id, name }), ...(label === undefined ? [] : [label])],
      policy: textsOf({ id: policyId, name: assetId }),
    },
  }),
  present: ({ policy }) => ({ headline: `Policy ${quote(policy.assetId)} (${policy.id}) is removed.` }),
});
