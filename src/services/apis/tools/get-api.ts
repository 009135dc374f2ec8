import * as z from 'zod';
import { cell, table } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import { readApi } from '../details.ts';
import { apiName } from '../instances.ts';
import {
  apiLines,
  apiSchema,
  deploymentSchema,
  deploymentText,
  policyLines,
  policySchema,
  statusText,
} from './api-output.ts';
import { api } from './arguments.ts';

const input = { api };

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.get': typeof input;
  }
}

export const getApi = defineReadTool({
  name: 'anypoint_get_api',
  title: 'Show an API instance',
  toolset: 'apis',
  operation: 'api.get',
  effect: 'read',
  description:
    'Returns an API instance in full: status, endpoint, asset, deployment, policies in their order, contracts and tiers.',
  scope: 'environment',
  input,
  output: z.object({
    api: apiSchema,
    deployment: deploymentSchema.optional(),
    policies: z.array(policySchema),
    contracts: z.array(
      z.object({ id: z.string(), application: z.string(), status: z.string(), tier: z.string().optional() }),
    ),
    tiers: z.array(
      z.object({ id: z.string(), name: platformText, status: z.string().optional(), limits: z.array(z.string()) }),
    ),
    unreadable: z.array(z.object({ part: z.string(), reason: z.string() })),
  }),
  example: { arguments: { api: 'orders-sandbox' }, answers: 'rate-limiting' },
  run: ({ api: reference }, ctx) => readApi(reference, ctx),
  present: ({ api: found, deployment, policies, contracts, tiers, unreadable }) => ({
    headline: [
      `API ${apiName(found)} is ${statusText(found)}.`,
      ...unreadable.map(({ part, reason }) => `Its ${part} could not be read: ${reason}`),
    ].join(' '),
    data: [
      apiLines(found),
      ...(deployment === undefined ? [] : [`deployment: ${deploymentText(deployment)}`]),
      ...section('policies', policies.length, policyLines(policies)),
      ...section('contracts', contracts.length, table(contracts, ['application', 'status', 'tier', 'id'])),
      ...section(
        'tiers',
        tiers.length,
        tiers
          .map(({ name, id, status, limits }) =>
            inData(cell(`${inData(name)} (${id}) ${status ?? ''}: ${limits.join(', ')}`)),
          )
          .join('\n'),
      ),
    ].join('\n'),
  }),
});

function section(name: string, size: number, text: string): string[] {
  return size === 0 ? [`${name}: none`] : [`${name}:`, text];
}
