import * as z from 'zod';
import { quote } from '../../../core/text/quote.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { platformText } from '../../../platform/reading.ts';
import { capacityText, gatewaySizes, readCapacity } from '../capacity.ts';
import { capacitySchema } from './list-gateway-targets.ts';

const input = { size: z.enum(gatewaySizes).describe('Only this size; default both').optional() };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.getUsage': typeof input;
  }
}

export const getGatewayUsage = defineReadTool({
  name: 'anypoint_get_gateway_usage',
  title: 'Count managed gateways',
  toolset: 'gateways',
  operation: 'gateway.getUsage',
  effect: 'read',
  description: 'Counts the managed gateways of a business group by size: used, entitled and remaining.',
  scope: 'organization',
  input,
  output: z.object({
    organization: z.object({ id: z.string(), name: platformText }),
    sizes: z.array(capacitySchema),
  }),
  example: { arguments: { size: 'small' }, answers: 'small' },
  async run({ size }, ctx) {
    const { id, name } = ctx.organization;
    return {
      organization: { id, name },
      sizes: await readCapacity(id, size === undefined ? gatewaySizes : [size], ctx),
    };
  },
  present: ({ organization, sizes }) => ({
    headline: `Managed gateways in ${quote(organization.name)} (${organization.id}): ${sizes
      .map((one) => `${one.size} ${capacityText(one)}`)
      .join('; ')}.`,
  }),
});
