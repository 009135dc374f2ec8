import * as z from 'zod';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { planPolicyUpdate, updatePolicy as update } from '../policies/update-plan.ts';
import { policyLines, policySchema } from './api-output.ts';
import { api, appliedPolicy, methods, paths, policyConfiguration, policyOrder } from './arguments.ts';

const input = {
  api,
  policy: appliedPolicy,
  configuration: policyConfiguration,
  enabled: z.boolean().describe('false disables the policy and keeps its configuration, true enables it').optional(),
  version: shortText('Version to change to').optional(),
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
  steps: ['update', 'stop'],
  description:
    'Changes a policy of an API: merges the given configuration fields into the present ones, moves it, changes its version, or disables it. An empty list of methods or paths means all.',
  scope: 'environment',
  input,
  output: z.object({ policy: policySchema }),
  example: { arguments: { api: 'orders-sandbox', policy: 'rate-limiting', enabled: false }, answers: 'disabled' },
  plan: (args, ctx) => planPolicyUpdate(args, ctx, (secret) => ctx.secrets.addGiven(secret)),
  apply: async ({ intent }, ctx) => ({ policy: await update(intent, ctx) }),
  present: ({ policy }) => ({ headline: `Policy ${policy.id} now:`, data: policyLines([policy]) }),
});
