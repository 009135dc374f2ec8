import * as z from 'zod';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { api, methods, paths, policyConfiguration, policyOrder, policyVersion } from '../../../core/tools/params.ts';
import { applyPolicy as apply, planPolicy } from '../policies/apply-plan.ts';
import { policyLines, policySchema } from './api-output.ts';

export const applyPolicy = defineWriteTool({
  name: 'anypoint_apply_policy',
  title: 'Apply a policy to an API',
  toolset: 'apis',
  effect: 'update',
  description: 'Applies any policy that fits the API; the configuration is checked first.',
  scope: 'environment',
  input: {
    api,
    policy: z.string().min(1).describe('Asset id or name'),
    configuration: policyConfiguration,
    version: policyVersion,
    order: policyOrder,
    methods,
    paths,
  },
  output: z.object({ policy: policySchema }),
  plan: (args, ctx) => planPolicy(args, ctx, (secret) => ctx.secrets.addGiven(secret)),
  apply: async ({ intent }, ctx) => ({ policy: await apply(intent, ctx) }),
  present: ({ policy }) => ({ headline: `Policy ${policy.id} is applied.`, data: policyLines([policy]) }),
});
