import * as z from 'zod';
import { call, tool } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { word } from '../../../platform/text.ts';
import { createGateway as create, planGatewayCreate } from '../create-plan.ts';
import { whenLate } from '../status.ts';
import { observeGateway } from '../wait.ts';
import { definitionArguments } from './arguments.ts';
import { gatewayLines, gatewaySchema } from './gateway-output.ts';

const input = {
  name: shortText('Name: 3 to 42 lower-case letters, digits and dashes, starting with a letter'),
  target: shortText('Private space: id or name; needed where the environment has several').optional(),
  ...definitionArguments,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.create': typeof input;
  }
}

export const createGateway = defineWriteTool({
  name: 'anypoint_create_gateway',
  title: 'Create a managed Flex Gateway',
  toolset: 'gateways',
  operation: 'gateway.create',
  effect: 'create',
  // It uses up an entitlement and opens a public URL.
  billedOrExposed: true,
  description: advice`Creates a managed Flex (Omni) Gateway in a private space, reachable from the internet, and waits until it is ready. By default it is small and has the newest lts version. It uses up entitlement until it is deleted. ${tool('gatewayTarget.list')} shows targets, versions and sizes.`,
  scope: 'environment',
  input,
  example: { arguments: { name: 'loyalty-gateway', size: 'small' }, answers: 'RUNNING' },
  output: z.object({ gateway: gatewaySchema }),
  plan: (args, ctx) => planGatewayCreate(args, ctx),
  apply: async ({ intent }, ctx) => ({ gateway: await create(intent, ctx) }),
  follow: {
    observe: ({ gateway }, ctx) => observeGateway(gateway, ctx),
    readAgain: (result) => call('gateway.getStatus', { gateway: result.gateway.id }),
    whenFailed: ({ gateway: { id, name, size } }) =>
      advice`That is final. The gateway is there all the same, keeps the name ${quote(name)}, and counts as one of the entitled gateways${
        size === undefined ? '' : ` of size ${word(size)}`
      }. ${call('gateway.diagnose', { gateway: id })} finds out why it failed, ${call('gateway.delete', { gateway: id })} removes it.`,
    whenLate: ({ gateway }) => whenLate(gateway),
  },
  present: ({ gateway }) => ({
    headline: `Gateway ${quote(gateway.name)} (${gateway.id}) now:`,
    data: gatewayLines(gateway),
  }),
});
