import * as z from 'zod';
import { call, tool } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { advice } from '../../../platform/advice.ts';
import { afterFailure, whenLate } from '../status.ts';
import { planGatewayUpdate, updateGateway as update } from '../update-plan.ts';
import { observeGateway } from '../wait.ts';
import { definitionArguments, gateway } from './arguments.ts';
import { gatewayLines, gatewaySchema } from './gateway-output.ts';

const input = {
  gateway,
  ...definitionArguments,
  forwardSslSession: z
    .boolean()
    .describe('Forward the SSL session, such as the client certificate, to the gateway')
    .optional(),
  lastMileSecurity: z.boolean().describe('Keep TLS on the last mile to the gateway').optional(),
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
  description: advice`Changes version, size, public URL or other settings of a managed gateway; what is not given stays. The platform then applies the new definition, which can take minutes. For circuit breaker, buffers and log outputs use ${tool('gatewayRuntimeConfiguration.upsert')}.`,
  scope: 'environment',
  input,
  output: z.object({ gateway: gatewaySchema }),
  example: { arguments: { gateway: 'orders-gateway', logLevel: 'warn' }, answers: 'warn' },
  plan: (args, ctx) => planGatewayUpdate(args, ctx),
  apply: async ({ intent }, ctx) => ({ gateway: await update(intent, ctx) }),
  follow: {
    observe: ({ gateway: updated }, ctx) => observeGateway(updated, ctx),
    readAgain: (result) => call('gateway.getStatus', { gateway: result.gateway.id }),
    whenFailed: ({ gateway: updated }) => afterFailure(updated),
    whenLate: ({ gateway: updated }) => whenLate(updated),
  },
  present: ({ gateway: updated }) => ({
    headline: `Gateway ${quote(updated.name)} (${updated.id}) now:`,
    data: gatewayLines(updated),
  }),
});
