import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { requireUnchanged } from '../../../core/plan/unchanged.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { gatewayName } from '../facts.ts';
import { managedDetail, resolveGateway, selfManagedDetail } from '../gateways.ts';
import {
  changedConfiguration,
  readRuntimeConfiguration,
  requireSettingsFor,
  settingsOf,
  shownChanges,
  valueAt,
} from '../runtime-configuration/runtime-configuration.ts';
import { runtimeSettingArguments, runtimeSettings } from '../runtime-configuration/settings.ts';
import { undoOfRuntimeChange } from '../runtime-configuration/undo.ts';
import { unusualValues } from '../runtime-configuration/usual-values.ts';
import { notApplying } from '../status.ts';
import { gateway } from './arguments.ts';
import { gatewayNameSchema } from './gateway-output.ts';
import { runtimeConfigurationLines, runtimeConfigurationShape } from './runtime-configuration-output.ts';

const input = {
  gateway,
  mode: z
    .enum(['merge', 'replace'])
    .describe('merge (default) keeps settings that are not given, replace drops them')
    .optional(),
  remove: z.array(shortText()).describe('Settings to unset, by argument name or by path such as tls').optional(),
  ...runtimeSettingArguments,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'gatewayRuntimeConfiguration.upsert': typeof input;
  }
}

export const upsertGatewayRuntimeConfig = defineWriteTool({
  name: 'anypoint_upsert_gateway_runtime_config',
  title: 'Set gateway runtime configuration',
  toolset: 'gateways',
  operation: 'gatewayRuntimeConfiguration.upsert',
  effect: 'update',
  description: advice`Sets the runtime configuration of a managed or self-managed gateway: logging, tracing, timeouts, circuit breaker, buffers, outbound TLS. Version, size and public URL of a managed one are changed with ${tool('gateway.update')}.`,
  scope: 'environment',
  input,
  output: z.object({ gateway: gatewayNameSchema, ...runtimeConfigurationShape }),
  example: {
    arguments: { gateway: 'warehouse-edge', probeEnabled: true, probePath: '/health', probePort: 8080 },
    answers: '/health',
  },
  async plan({ gateway: reference, mode = 'merge', remove = [], ...values }, ctx) {
    const found = await resolveGateway(reference, ctx);
    requireSettingsFor(found, values);
    const [{ configuration: before }, detail] = await Promise.all([
      readRuntimeConfiguration(found, ctx),
      found.kind === 'managed' ? managedDetail(found, ctx) : selfManagedDetail(found, ctx),
    ]);
    const unapplied = notApplying(found, detail);
    const after = changedConfiguration(before, { mode, values, remove });
    const changes = shownChanges(before, after);
    const name = `${quote(found.name)} (${found.id})`;
    return {
      summary:
        changes.length === 0
          ? `the runtime configuration of gateway ${name} already has these values.`
          : `${mode === 'merge' ? 'change' : 'replace'} the runtime configuration of ${found.kind} gateway ${name}.`,
      steps:
        changes.length === 0
          ? []
          : [
              {
                kind: 'update',
                thing: { kind: 'gateway', id: found.id, name: found.name },
                action: 'Write the runtime configuration.',
                changes,
              },
            ],
      warnings: [
        ...(unapplied === undefined ? [] : [unapplied]),
        // One that stays as it is was judged when it was set.
        ...(changes.length === 0
          ? []
          : unusualValues(values, {
              kind: found.kind,
              environmentType: ctx.place.environmentType,
              isTracing: valueAt(after, runtimeSettings.tracingEnabled.path) === true,
            })),
      ],
      undo: changes.length === 0 ? ('nothing' as const) : undoOfRuntimeChange(found, before, after),
      intent: { gateway: gatewayName(found), before, after },
    };
  },
  async apply({ intent: { gateway: found, before, after } }, ctx) {
    const { platform, place, signal } = ctx;
    const { configuration: current } = await readRuntimeConfiguration(found, ctx);
    requireUnchanged(`The runtime configuration of gateway ${quote(found.name)}`, shownChanges(before, current));
    const { configuration } = await platform.gatewayManager.putRuntimeConfiguration(place, found.id, after, signal);
    const answered = Object.keys(configuration).length === 0 ? after : configuration;
    return { gateway: found, ...settingsOf(answered, found.kind) };
  },
  present: ({ gateway: found, settings, otherSettings: others }) => ({
    headline: `Runtime configuration of gateway ${quote(found.name)} (${found.id}) now:`,
    data: runtimeConfigurationLines({ settings, otherSettings: others }),
  }),
});
