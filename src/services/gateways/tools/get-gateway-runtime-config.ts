import * as z from 'zod';
import { quote } from '../../../core/text/quote.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { gatewayName } from '../facts.ts';
import { resolveGateway } from '../gateways.ts';
import { readRuntimeConfiguration, settingsOf } from '../runtime-configuration/runtime-configuration.ts';
import { gateway } from './arguments.ts';
import { gatewayNameSchema } from './gateway-output.ts';
import { runtimeConfigurationLines, runtimeConfigurationShape } from './runtime-configuration-output.ts';

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gatewayRuntimeConfiguration.get': typeof input;
  }
}

export const getGatewayRuntimeConfig = defineReadTool({
  name: 'anypoint_get_gateway_runtime_config',
  title: 'Show gateway runtime configuration',
  toolset: 'gateways',
  operation: 'gatewayRuntimeConfiguration.get',
  effect: 'read',
  description:
    'Returns the runtime configuration of a managed or self-managed gateway: each setting with its value, and those that are not set.',
  scope: 'environment',
  input,
  output: z.object({
    gateway: gatewayNameSchema,
    gatewayVersion: z.string().optional(),
    updatedAt: z.string().optional(),
    ...runtimeConfigurationShape,
  }),
  example: { arguments: { gateway: 'warehouse-edge' }, answers: 'warehouse-edge' },
  async run({ gateway: reference }, ctx) {
    const found = await resolveGateway(reference, ctx);
    const { configuration, ...facts } = await readRuntimeConfiguration(found, ctx);
    return { gateway: gatewayName(found), ...facts, ...settingsOf(configuration, found.kind) };
  },
  present: ({ gateway: found, gatewayVersion, updatedAt, settings, otherSettings: others }) => ({
    headline: `Runtime configuration of ${found.kind} gateway ${quote(found.name)} (${found.id})${
      updatedAt === undefined ? '' : `, last changed ${updatedAt}`
    }${settings.some(({ value }) => value !== undefined) ? '.' : ': nothing is set, so the defaults apply.'}`,
    data: runtimeConfigurationLines({ settings, otherSettings: others }, gatewayVersion),
  }),
});
