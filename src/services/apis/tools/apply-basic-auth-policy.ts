import * as z from 'zod';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { exactText } from '../../../core/tools/params.ts';
import { applyBasicAuth, planBasicAuth } from '../policies/basic-auth-plan.ts';
import { policyLines, policySchema } from './api-output.ts';
import { api } from './arguments.ts';

const input = {
  api,
  username: exactText('User name that callers send'),
  password: exactText('Password that callers send, at least 8 characters; default a generated one').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'policy.applyBasicAuth': typeof input;
  }
}

export const applyBasicAuthPolicy = defineWriteTool({
  name: 'anypoint_apply_basic_auth_policy',
  title: 'Protect an API with Basic Authentication',
  toolset: 'apis',
  operation: 'policy.applyBasicAuth',
  effect: 'update',
  steps: ['create'],
  description:
    'Protects an API with HTTP Basic Authentication: callers without these credentials get 401. Without password, a strong one is generated and shown once.',
  scope: 'environment',
  // Only a generated password is shown, and only by this result. Everything else is masked before.
  reveals: ({ password }) => [password],
  input,
  example: { arguments: { api: 'inventory-api', username: 'partner' }, answers: 'shown only now' },
  output: z.object({ policy: policySchema, password: z.string().optional() }),
  plan: (args, ctx) => planBasicAuth(args, ctx, (secret) => ctx.secrets.addGiven(secret)),
  apply: ({ intent }, ctx) => applyBasicAuth(intent, ctx, (secret) => ctx.secrets.addGiven(secret)),
  present: ({ policy, password }) => ({
    headline: `Policy ${policy.id} is applied.`,
    data: [
      policyLines([policy]),
      ...(password === undefined ? [] : [`password: ${password} (shown only now; this server cannot show it again)`]),
    ].join('\n'),
  }),
});
