import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { documentText, shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { planApiCreate } from '../create-plan.ts';
import { createApi as create, observeCreated } from '../create-steps.ts';
import { apiLines, apiRowSchema, deploymentSchema, deploymentText } from './api-output.ts';

const input = {
  name: shortText('Name of the API'),
  label: shortText('Label of the instance; needed for a second instance of a version').optional(),
  assetId: shortText('Exchange asset: assetId or groupId/assetId; default made of the name').optional(),
  version: shortText('Version of an existing asset to use').optional(),
  openApi: documentText('OpenAPI document to publish, JSON or YAML').optional(),
  upstream: shortText('Flex Gateway: URL of the service behind it').optional(),
  gateway: shortText('Flex Gateway to deploy to: id, name or console link').optional(),
  port: z.int().min(1).describe('Flex Gateway: port that it listens on; default 8081').optional(),
  basePath: shortText('Flex Gateway: path that it listens on; default /assetId').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.create': typeof input;
  }
}

export const createApi = defineWriteTool({
  name: 'anypoint_create_api',
  title: 'Create an API instance',
  toolset: 'apis',
  operation: 'api.create',
  effect: 'create',
  steps: ['create', 'update'],
  // On a gateway anybody who reaches it can call the API until a policy protects it.
  billedOrExposed: true,
  description:
    'Creates an API instance, and publishes its Exchange asset or a next version of it where needed. For a Mule application give name alone; for a Flex Gateway also upstream and gateway, and it is deployed there. Anybody can call it until a policy protects it.',
  scope: 'environment',
  input,
  example: { arguments: { name: 'Loyalty API' }, answers: 'instance id' },
  output: z.object({ api: apiRowSchema, deployment: deploymentSchema.optional() }),
  plan: (args, ctx) => planApiCreate(args, ctx),
  apply: ({ intent }, ctx) => create(intent, ctx),
  follow: {
    observe: (created, ctx) => observeCreated(created, ctx),
    readAgain: (created) => call('api.get', { api: created.api.id }),
    whenFailed: ({ api: { id: api } }) =>
      advice`That is final. The API instance is there all the same, without traffic. ${call('api.diagnose', { api })} finds out why, ${call('api.delete', { api })} removes the instance; its asset stays in Exchange.`,
    whenLate: ({ api: { id: api } }) =>
      advice`If it is the same after some minutes, ${call('api.diagnose', { api })} finds out why.`,
  },
  present: ({ api, deployment }) => ({
    headline: advice`API ${quote(api.name)}${api.label === undefined ? '' : ` (label ${quote(api.label)})`} now has the instance id ${api.id}.${
      deployment === undefined
        ? advice` ${call('api.getAutodiscoveryProperties', { api: api.id })} gives what the application needs to become its runtime.`
        : ''
    }`,
    data: [apiLines(api), ...(deployment === undefined ? [] : [`deployment: ${deploymentText(deployment)}`])].join(
      '\n',
    ),
  }),
});
