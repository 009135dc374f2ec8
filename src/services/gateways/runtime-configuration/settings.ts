import * as z from 'zod';
import { isObject } from '../../../platform/json.ts';
import { logLevels, percent, wholeNumber } from '../definition.ts';

/** One setting of a gateway's runtime configuration. */
export interface RuntimeSetting {
  /** Where it stands in the platform's `configuration`, dotted. */
  path: string;
  /** What it may be, with the few words that describe it. */
  schema: z.ZodType;
  /** `yes`: managed gateways do not have it. Otherwise the values that they do not have. */
  selfManagedOnly?: 'yes' | readonly string[];
  /** From the argument's form to the platform's, and back, where they differ. */
  toPlatform?: (value: unknown) => unknown;
  fromPlatform?: (value: unknown) => unknown;
}

const flag = (words: string) => z.boolean().describe(words);

/**
 * Every setting that the platform documents [docs/platform/gateways.md#runtime-configuration], by the argument
 * that sets it. Everything else derives from this table: the tool's arguments, merging, refusals and display. The page
 * also speaks of output toggles for access and runtime logs without saying what they are called; a merge keeps them.
 */
export const runtimeSettings = {
  forwardLogs: { path: 'logging.anypoint.forwardLogs', schema: flag('Forward logs to Anypoint') },
  logLevel: { path: 'logging.runtimeLogs.logLevel', schema: z.enum(logLevels).describe('Runtime log level') },
  logOutputs: {
    path: 'logging.outputs',
    schema: z
      .array(
        z.object({
          name: z.string().min(1).describe('Yours'),
          type: z.string().min(1).describe('Plugin'),
          parameters: z.looseObject({}).describe('Of the plugin'),
        }),
      )
      .describe('Fluent Bit; self-managed'),
    selfManagedOnly: 'yes',
    toPlatform: outputsByName,
    fromPlatform: outputsAsList,
  },
  tracingEnabled: { path: 'tracing.enabled', schema: flag('Distributed tracing') },
  tracingProvider: {
    path: 'tracing.provider.type',
    schema: z.enum(['anypoint', 'opentelemetry']).describe('opentelemetry: self-managed'),
    selfManagedOnly: ['opentelemetry'],
  },
  tracingSampling: { path: 'tracing.sampling.overall', schema: percent('Percent traced') },
  tracingLabels: {
    path: 'tracing.labels',
    schema: z
      .array(
        z.object({
          type: z.enum(['literal', 'requestHeader', 'environment']).describe('Source'),
          name: z.string().min(1).describe('Label'),
          defaultValue: z.string().min(1).describe('Literal or fallback'),
          keyName: z.string().min(1).describe('Header or variable').optional(),
        }),
      )
      .describe('Replace all labels'),
  },
  proxyProtocol: { path: 'proxyProtocol.enabled', schema: flag('Expect PROXY protocol') },
  streamIdleTimeout: { path: 'timeouts.streamIdleSeconds', schema: wholeNumber('In seconds') },
  upstreamResponseTimeout: { path: 'timeouts.upstreamResponseSeconds', schema: wholeNumber('In seconds') },
  connectionIdleTimeout: {
    path: 'timeouts.upstreamConnectionIdleSeconds',
    schema: wholeNumber('In seconds, upstream'),
  },
  maxRetries: { path: 'circuitBreaker.maxRetries', schema: wholeNumber('Circuit breaker') },
  maxRequests: { path: 'circuitBreaker.maxRequests', schema: wholeNumber('Circuit breaker') },
  maxConnections: { path: 'circuitBreaker.maxConnections', schema: wholeNumber('Circuit breaker') },
  maxConnectionPools: { path: 'circuitBreaker.maxConnectionPools', schema: wholeNumber('Circuit breaker') },
  maxPendingRequests: { path: 'circuitBreaker.maxPendingRequests', schema: wholeNumber('Circuit breaker') },
  connectionBufferLimit: { path: 'connectionBufferLimits.global', schema: wholeNumber('Buffer per connection') },
  rewriteHostHeader: { path: 'routing.rewriteHostHeader', schema: flag('Rewrite Host upstream') },
  probeEnabled: { path: 'probe.enabled', schema: flag('Self-managed only'), selfManagedOnly: 'yes' },
  probePath: { path: 'probe.path', schema: z.string().min(1).describe('Self-managed only'), selfManagedOnly: 'yes' },
  probePort: {
    path: 'probe.port',
    schema: z
      .int()
      .refine((port) => port >= 1 && port <= 65_535, 'must be 1 to 65535')
      .describe('Self-managed only'),
    selfManagedOnly: 'yes',
  },
  secretGroupId: {
    path: 'tls.defaultPoliciesOutboundTls.secretGroupId',
    schema: z.string().min(1).describe('Outbound TLS'),
  },
  truststoreId: {
    path: 'tls.defaultPoliciesOutboundTls.truststoreId',
    schema: z.string().min(1).describe('Outbound TLS'),
  },
  skipTlsValidation: {
    path: 'tls.defaultPoliciesOutboundTls.skipValidation',
    schema: flag('Outbound TLS: trust anything'),
  },
} as const satisfies Record<string, RuntimeSetting>;

/** The argument of a setting. */
export type RuntimeSettingName = keyof typeof runtimeSettings;

type Schemas = { [Name in RuntimeSettingName]: z.ZodOptional<(typeof runtimeSettings)[Name]['schema']> };

/** The settings as the arguments of a tool, each optional. */
// Object.fromEntries forgets which schema stands under which name; the table knows.
export const runtimeSettingArguments = Object.fromEntries(
  Object.entries(runtimeSettings).map(([name, { schema }]) => [name, z.optional(schema)]),
) as unknown as Schemas;

/** Values by argument, in the argument's form. */
export type RuntimeSettingValues = { [Name in RuntimeSettingName]?: z.output<Schemas[Name]> };

/** The table as a list, in its order. */
export const runtimeSettingList: readonly (RuntimeSetting & { name: RuntimeSettingName })[] = Object.entries(
  runtimeSettings,
  // Object.entries forgets that the keys are the table's own.
).map(([name, setting]) => ({ name: name as RuntimeSettingName, ...setting }));

/** `[{name, type, parameters}]` → `{name: {type, parameters}}`, the form of the seed's example. */
function outputsByName(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return Object.fromEntries(value.filter(isObject).map(({ name, ...output }) => [String(name), output]));
}

/** The other way round; a list, should the platform send one, stays as it is. */
function outputsAsList(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.entries(value).map(([name, output]) => ({ name, ...(isObject(output) ? output : { output }) }));
}
