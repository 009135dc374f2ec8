import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { advice } from '../../../platform/advice.ts';
import { managedFacts, selfManagedFacts } from '../facts.ts';
import { managedDetail, resolveGateway, selfManagedDetail } from '../gateways.ts';
import { readLiveStatus } from '../status.ts';
import { gateway } from './arguments.ts';
import { gatewayLines, gatewaySchema } from './gateway-output.ts';

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.get': typeof input;
  }
}

export const getGateway = defineReadTool({
  name: 'anypoint_get_gateway',
  title: 'Show a Flex Gateway',
  toolset: 'gateways',
  operation: 'gateway.get',
  effect: 'read',
  description: advice`Returns a Flex Gateway in full: status, version, size, target, public URL, timeouts, logging, tracing, or the replicas of a self-managed one. For circuit breaker, buffers and log outputs see ${tool('gatewayRuntimeConfiguration.get')}.`,
  scope: 'environment',
  input,
  output: z.object({ gateway: gatewaySchema }),
  example: { arguments: { gateway: 'orders-gateway' }, answers: 'cloudhub.io' },
  async run({ gateway: reference }, ctx) {
    const found = await resolveGateway(reference, ctx);
    if (found.kind === 'self-managed') return { gateway: selfManagedFacts(await selfManagedDetail(found, ctx)) };
    const [detail, live] = await Promise.all([managedDetail(found, ctx), readLiveStatus(found.id, ctx)]);
    return { gateway: managedFacts(detail, live) };
  },
  present: ({ gateway: found }) => ({
    headline: `Gateway ${quote(found.name)} (${found.id}) is ${found.kind}.${
      found.statusMessage === undefined ? '' : ' It failed; the status message says why.'
    }`,
    data: gatewayLines(found),
  }),
});
