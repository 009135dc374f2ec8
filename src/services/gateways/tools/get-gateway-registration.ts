import * as z from 'zod';
import { count, quote } from '../../../core/text/quote.ts';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { gatewayName } from '../facts.ts';
import { resolveGateway } from '../gateways.ts';
import { readRegistration } from '../registration.ts';
import { gateway } from './arguments.ts';
import { gatewayNameSchema, replicasSchema, replicaText } from './gateway-output.ts';

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.getRegistration': typeof input;
  }
}

export const getGatewayRegistration = defineReadTool({
  name: 'anypoint_get_gateway_registration',
  title: 'Show a gateway registration',
  toolset: 'gateways',
  operation: 'gateway.getRegistration',
  effect: 'read',
  description: 'Says in how many days the registration of a gateway with the platform expires, and how it is renewed.',
  scope: 'environment',
  input,
  output: z.object({
    gateway: gatewayNameSchema,
    state: z.enum(['valid', 'expires soon', 'expired', 'unknown']),
    expiresAt: z.string().optional(),
    daysLeft: z.number().optional(),
    advice: z.string(),
    replicas: replicasSchema.optional(),
  }),
  example: { arguments: { gateway: 'orders-gateway' }, answers: 'expires in' },
  async run({ gateway: reference }, ctx) {
    const found = await resolveGateway(reference, ctx);
    return { gateway: gatewayName(found), ...(await readRegistration(found, ctx, ctx.clock.now())) };
  },
  present: ({ gateway: found, state, daysLeft, advice, ...facts }) => ({
    headline: `${state === 'expired' || state === 'expires soon' ? 'Warning: the' : 'The'} registration of gateway ${quote(found.name)} (${found.id}) ${stateText(state, daysLeft)}. ${advice}`,
    data: lines([
      ['expires', facts.expiresAt],
      ['replicas', facts.replicas?.map(replicaText)],
    ]),
  }),
});

function stateText(state: string, daysLeft = 0): string {
  const days = count(Math.abs(daysLeft), 'day');
  if (state === 'unknown') return 'has no known expiry';
  return state === 'expired' ? `expired ${days} ago` : `expires in ${days}`;
}
