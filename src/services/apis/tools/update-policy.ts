import * as z from 'zod';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { api, appliedPolicy, methods, paths, policyConfiguration, policyOrder } from '../../../core/tools/params.ts';
import { planPolicyUpdate, updatePolicy as update } from '../policies/update-plan.ts';
import { policyLines, policySchema } from './api-output.ts';

const input = {
  api,
  policy: appliedPolicy,
  configuration: policyConfiguration,
  enabled: z.boolean().describe('False disables it').optional(),
  version: z.string().min(1).describe('New version').optional(),
  order: policyOrder,
  methods,
  paths,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'policy.update': typeof input;
  }
}

export const updatePolicy = defineWriteTool({
  name: 'anypoint_update_policy',
  title: 'Change a policy of an API',
  toolset: 'apis',
  operation: 'policy.update',
  effect: 'update',
  description: 'Changes an applied policy; configuration is merged into the present one. Empty lists mean all.',
  scope: 'environment',
  input,
  output: z.object({ policy: policySchema }),
  example: { arguments: { api: 'orders-sandbox', policy: 'rate-limiting', enabled: false }, answers: 'disabled' },
  plan: (args, ctx) => planPolicyUpdate(args, ctx, (secret) => ctx.secrets.addGiven(secret)),
  apply: async ({ intent }, ctx) => ({ policy: await update(intent, ctx) }),
  present: ({ policy }) => ({ headline: `Policy ${policy.id} now:`, data: policyLines([policy]) }),
});
