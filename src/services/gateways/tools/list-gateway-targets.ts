import * as z from 'zod';
import { environmentOf, environmentOutput, inEnvironment } from '../../../core/place/environment-output.ts';
import { ifReadable } from '../../../core/reading/partial.ts';
import { count } from '../../../core/text/quote.ts';
import { cell, table } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import { capacityText, gatewaySizes, readCapacity } from '../capacity.ts';
import { readTargets } from '../targets.ts';

/** How many gateways of a size there are and may be. */
export const capacitySchema = z.object({
  size: z.enum(gatewaySizes),
  used: z.number().optional(),
  entitled: z.number().optional(),
  remaining: z.number().optional(),
});

const input = {};

declare module '../../../core/operations.ts' {
  interface Operations {
    'gatewayTarget.list': typeof input;
  }
}

export const listGatewayTargets = defineReadTool({
  name: 'anypoint_list_gateway_targets',
  title: 'List gateway targets',
  toolset: 'gateways',
  operation: 'gatewayTarget.list',
  effect: 'read',
  description:
    'Lists what a new managed gateway can use in an environment: private spaces with their domains, release channels with their versions, and sizes with what remains of the entitlement.',
  scope: 'environment',
  input,
  output: z.object({
    environment: environmentOutput,
    targets: z.array(
      z.object({
        id: z.string(),
        name: platformText,
        status: z.string().optional(),
        region: z.string().optional(),
        domains: z.array(z.string()).optional(),
      }),
    ),
    channels: z.array(z.object({ name: z.string(), versions: z.array(z.string()), isDefault: z.boolean() })),
    sizes: z.array(capacitySchema),
  }),
  example: { arguments: {}, answers: 'acme-us-east' },
  async run(_args, ctx) {
    const { platform, place, signal } = ctx;
    const [targets, versions, sizes] = await Promise.all([
      readTargets(ctx),
      ifReadable(platform.gatewayManager.versions(signal), ctx),
      readCapacity(place.organizationId, gatewaySizes, ctx),
    ]);
    return {
      environment: environmentOf(place),
      targets,
      channels: (versions?.channels ?? []).map((channel) => ({
        ...channel,
        isDefault: channel.name === versions?.defaultChannel,
      })),
      sizes,
    };
  },
  present: ({ environment, targets, channels, sizes }) => ({
    headline: `${count(targets.length, 'private space')} open to managed gateways in ${inEnvironment(environment)}.${
      channels.length === 0 ? ' The published versions could not be read.' : ''
    }`,
    data: [
      table(targets, ['name', 'id', 'region', 'status', 'domains']),
      ...channels.map(
        ({ name, versions, isDefault }) =>
          `versions in ${inData(cell(name))}${isDefault ? ' (default)' : ''}, newest first: ${inData(cell(versions))}`,
      ),
      ...sizes.map((one) => `size ${one.size}: ${capacityText(one)}`),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  }),
});
