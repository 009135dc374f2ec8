import * as z from 'zod';
import { count } from '../../../core/text/quote.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { apiName, resolveApi } from '../instances.ts';
import { policyFacts, readPolicies } from '../policies/policies.ts';
import { apiNameSchema, policyLines, policySchema } from './api-output.ts';
import { api } from './arguments.ts';

const input = { api };

declare module '../../../core/operations.ts' {
  interface Operations {
    'policy.list': typeof input;
  }
}

export const listApiPolicies = defineReadTool({
  name: 'anypoint_list_api_policies',
  title: 'List policies of an API',
  toolset: 'apis',
  operation: 'policy.list',
  effect: 'read',
  description:
    'Lists the policies of an API instance in the order in which they run, disabled ones included. Secrets in their configuration are masked.',
  scope: 'environment',
  input,
  output: z.object({ policies: z.array(policySchema), api: apiNameSchema }),
  example: { arguments: { api: 'orders-sandbox' }, answers: 'rate-limiting' },
  async run({ api: reference }, ctx) {
    const found = await resolveApi(reference, ctx);
    const { policies, templates } = await readPolicies(found, ctx);
    const { id, name, label } = found;
    return {
      policies: policies.map((policy) => policyFacts(policy, templates)),
      api: { id, name, ...(label === undefined ? {} : { label }) },
    };
  },
  present: ({ policies, api: found }) => {
    const enabled = policies.filter((policy) => policy.enabled).length;
    return {
      headline:
        policies.length === 0
          ? `API ${apiName(found)} has no policies.`
          : `API ${apiName(found)} has ${count(policies.length, 'policy')}, ${enabled} enabled.`,
      data: policyLines(policies),
    };
  },
});
