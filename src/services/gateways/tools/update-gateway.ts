import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { gateway } from '../../../core/tools/params.ts';
import { planGatewayUpdate, updateGateway as update } from '../update-plan.ts';
import { observeGateway } from '../wait.ts';
import { definitionArguments } from './gateway-arguments.ts';
import { gatewayLines, gatewaySchema } from './gateway-output.ts';

const input = {
  gateway,
  ...definitionArguments,
  forwardSslSession: z.boolean().describe('Pass on client certificate').optional(),
  lastMileSecurity: z.boolean().describe('TLS up to the gateway').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.update': typeof input;
  }
}

export const updateGateway = defineWriteTool({
  name: 'anypoint_update_gateway',
  title: 'Update a managed Flex Gateway',
  toolset: 'gateways',
  operation: 'gateway.update',
  effect: 'update',
  description: 'Changes a managed gateway; what is not given stays. It is then applied anew.',
  scope: 'environment',
  input,
  output: z.object({ gateway: gatewaySchema }),
  example: { arguments: { gateway: 'orders-gateway', logLevel: 'warn' }, answers: 'warn' },
  plan: (args, ctx) => planGatewayUpdate(args, ctx),
  apply: async ({ intent }, ctx) => ({ gateway: await update(intent, ctx) }),
  follow: {
    observe: ({ gateway: updated }, ctx) => observeGateway(updated, ctx),
    readAgain: (result) => call('gateway.getStatus', { gateway: result.gateway.id }),
  },
  present: ({ gateway: updated }) => ({
    headline: `Gateway ${quote(updated.name)} (${updated.id}) now:`,
    data: gatewayLines(updated),
  }),
});
