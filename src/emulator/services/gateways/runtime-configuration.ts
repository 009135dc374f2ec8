import * as z from 'zod';
import type { Fail } from '../../core/errors.ts';
import { defineKind, sameId } from '../../core/kinds.ts';
import { tracingLabels } from './body.ts';
import { managedGateways } from './managed-gateway.ts';
import type { ManagedGateway, ManagedGatewayConfiguration, RuntimeConfiguration } from './model.ts';
import { selfManagedGateways } from './self-managed-gateway.ts';

/** Runtime configurations that were PUT, by the id of their gateway of either kind. */
export const runtimeConfigurations = defineKind({
  name: 'runtimeConfigurations',
  noun: 'runtime configuration',
  empty: () => new Map<string, RuntimeConfiguration>(),
  deletedWith: [sameId(managedGateways), sameId(selfManagedGateways)],
});

const seconds = z.int().min(0);
const count = z.int().min(0);
const logLevel = z.enum(['debug', 'info', 'warn', 'error', 'fatal']);

/** A runtime configuration to store [docs/platform/gateways.md#runtime-configuration]. Unknown members are kept. */
export const runtimeConfigurationBody = z.strictObject({
  configuration: z.looseObject({
    logging: z
      .looseObject({
        anypoint: z.looseObject({ forwardLogs: z.boolean().optional() }).optional(),
        runtimeLogs: z.looseObject({ logLevel: logLevel.optional() }).optional(),
        // A map by name, as in the published example of a self-managed gateway.
        outputs: z.record(z.string(), z.looseObject({ type: z.string().min(1) })).optional(),
      })
      .optional(),
    tracing: z
      .looseObject({
        enabled: z.boolean().optional(),
        provider: z.looseObject({ type: z.enum(['anypoint', 'opentelemetry']) }).optional(),
        sampling: z.looseObject({ overall: z.number().min(0).max(100).optional() }).optional(),
        labels: tracingLabels.optional(),
      })
      .optional(),
    timeouts: z
      .looseObject({
        streamIdleSeconds: seconds.optional(),
        upstreamResponseSeconds: seconds.optional(),
        upstreamConnectionIdleSeconds: seconds.optional(),
      })
      .optional(),
    proxyProtocol: z.looseObject({ enabled: z.boolean().optional() }).optional(),
    circuitBreaker: z
      .looseObject({
        maxRetries: count.optional(),
        maxRequests: count.optional(),
        maxConnections: count.optional(),
        maxConnectionPools: count.optional(),
        maxPendingRequests: count.optional(),
      })
      .optional(),
    connectionBufferLimits: z.looseObject({ global: count.optional() }).optional(),
    routing: z.looseObject({ rewriteHostHeader: z.boolean().optional() }).optional(),
    probe: z
      .looseObject({
        enabled: z.boolean().optional(),
        path: z.string().optional(),
        port: z.int().min(1).max(65535).optional(),
      })
      .optional(),
    tls: z
      .looseObject({
        defaultPoliciesOutboundTls: z
          .looseObject({ secretGroupId: z.guid(), truststoreId: z.guid(), skipValidation: z.boolean().optional() })
          .optional(),
      })
      .optional(),
  }),
});

/** A validated runtime configuration. */
export type CheckedRuntimeConfiguration = z.output<typeof runtimeConfigurationBody>['configuration'];

/**
 * Rejects settings that only self-managed gateways have [docs/platform/gateways.md#runtime-configuration]. @throws
 * PlatformError 400
 */
export function refuseSelfManagedSettings({ logging, probe, tracing }: CheckedRuntimeConfiguration, fail: Fail): void {
  const refused = [
    ...(logging?.outputs === undefined ? [] : ['logging.outputs']),
    ...(probe === undefined ? [] : ['probe']),
    ...(tracing?.provider?.type === 'opentelemetry' ? ['tracing.provider.type opentelemetry'] : []),
  ];
  if (refused.length > 0) throw fail(400, `Not supported for managed gateways: ${refused.join(', ')}`);
}

/** The runtime configuration of a gateway before the first PUT. */
export function defaultRuntimeConfiguration(): Record<string, unknown> {
  return {
    logging: { anypoint: { forwardLogs: true }, runtimeLogs: { logLevel: 'info' } },
    tracing: { enabled: false, provider: { type: 'anypoint' }, sampling: { overall: 10 } },
    proxyProtocol: { enabled: false },
    timeouts: { streamIdleSeconds: 300, upstreamResponseSeconds: 15, upstreamConnectionIdleSeconds: 60 },
    routing: { rewriteHostHeader: false },
  };
}

/** The configuration of a managed gateway in the form of a runtime configuration. */
export function runtimeConfigurationOf(gateway: ManagedGateway): Record<string, unknown> {
  const { logging, properties, tracing } = gateway.configuration;
  return {
    ...defaultRuntimeConfiguration(),
    logging: {
      anypoint: { forwardLogs: logging?.forwardLogs ?? true },
      runtimeLogs: { logLevel: logging?.level ?? 'info' },
    },
    tracing: {
      enabled: tracing?.enabled ?? false,
      provider: { type: 'anypoint' },
      sampling: { overall: tracing?.sampling ?? 10 },
      ...(tracing?.labels === undefined ? {} : { labels: tracing.labels }),
    },
    timeouts: {
      streamIdleSeconds: 300,
      upstreamResponseSeconds: properties.upstreamResponseTimeout,
      upstreamConnectionIdleSeconds: properties.connectionIdleTimeout,
    },
  };
}

/** The reverse of {@link runtimeConfigurationOf}, which keeps both configurations of a managed gateway consistent. */
export function gatewayConfigurationOf(
  current: ManagedGatewayConfiguration,
  { logging, tracing, timeouts }: CheckedRuntimeConfiguration,
): ManagedGatewayConfiguration {
  return {
    ...current,
    logging: {
      level: logging?.runtimeLogs?.logLevel ?? current.logging?.level ?? 'info',
      forwardLogs: logging?.anypoint?.forwardLogs ?? current.logging?.forwardLogs ?? true,
    },
    properties: {
      upstreamResponseTimeout: timeouts?.upstreamResponseSeconds ?? current.properties.upstreamResponseTimeout,
      connectionIdleTimeout: timeouts?.upstreamConnectionIdleSeconds ?? current.properties.connectionIdleTimeout,
    },
    tracing: {
      enabled: tracing?.enabled ?? current.tracing?.enabled ?? false,
      sampling: tracing?.sampling?.overall ?? current.tracing?.sampling,
      labels: tracing?.labels ?? current.tracing?.labels,
    },
  };
}
