import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { applyPolicy as apply, planPolicy } from '../policies/apply-plan.ts';
import { policyLines, policySchema } from './api-output.ts';
import { api, methods, paths, policyConfiguration, policyOrder, policyVersion } from './arguments.ts';

const input = {
  api,
  policy: shortText('Policy template: asset id, such as rate-limiting, or name'),
  configuration: policyConfiguration,
  version: policyVersion,
  order: policyOrder,
  enabled: z.boolean().describe('false applies it disabled; default true').optional(),
  methods,
  paths,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'policy.apply': typeof input;
  }
}

export const applyPolicy = defineWriteTool({
  name: 'anypoint_apply_policy',
  title: 'Apply a policy to an API',
  toolset: 'apis',
  operation: 'policy.apply',
  effect: 'update',
  steps: ['create'],
  description: advice`Applies a policy to an API after checking its configuration against the template. ${tool('policyTemplate.list')} shows the fields; ${tool('policy.update')} changes a policy that is applied already; for Basic Authentication use ${tool('policy.applyBasicAuth')}.`,
  scope: 'environment',
  input,
  output: z.object({ policy: policySchema }),
  example: {
    arguments: {
      api: 'inventory-api',
      policy: 'rate-limiting',
      configuration: '{"rateLimits":[{"maximumRequests":100,"timePeriodInMilliseconds":60000}]}',
    },
    answers: 'rate-limiting',
  },
  plan: (args, ctx) => planPolicy(args, ctx, (secret) => ctx.secrets.addGiven(secret)),
  apply: async ({ intent }, ctx) => ({ policy: await apply(intent, ctx) }),
  present: ({ policy }) => ({ headline: `Policy ${policy.id} is applied.`, data: policyLines([policy]) }),
});
