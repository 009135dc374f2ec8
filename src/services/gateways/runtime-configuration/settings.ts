import * as z from 'zod';
import { namedValues } from '../../../core/tools/open-arguments.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';
import { isObject } from '../../../platform/json.ts';
import { logLevels, percent, wholeNumber } from '../definition.ts';

/** One setting of a gateway's runtime configuration. */
export interface RuntimeSetting {
  /** Where it stands in the platform's `configuration`, dotted. */
  path: string;
  /** What it may be, described; `spellings` in its metadata are other names that calls may use. */
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
 * also mentions output toggles for access and runtime logs without their names; a merge keeps them.
 */
export const runtimeSettings = {
  forwardLogs: { path: 'logging.anypoint.forwardLogs', schema: flag('Forward logs to Anypoint Monitoring') },
  logLevel: { path: 'logging.runtimeLogs.logLevel', schema: z.enum(logLevels).describe('Level of the runtime log') },
  logOutputs: {
    path: 'logging.outputs',
    schema: z
      .array(
        z.strictObject({
          name: shortText('Name of this output, your choice'),
          type: shortText('Fluent Bit plugin, such as http'),
          parameters: namedValues('parameter', 'Parameters of the plugin').transform((parameters) =>
            Object.fromEntries(parameters),
          ),
        }),
      )
      .describe('Self-managed only: Fluent Bit outputs that get the logs; replaces all outputs'),
    selfManagedOnly: 'yes',
    toPlatform: outputsByName,
    fromPlatform: outputsAsList,
  },
  tracingEnabled: { path: 'tracing.enabled', schema: flag('Distributed tracing on or off') },
  tracingProvider: {
    path: 'tracing.provider.type',
    schema: z
      .enum(['anypoint', 'opentelemetry'])
      .describe('Where traces go; opentelemetry on self-managed gateways only'),
    selfManagedOnly: ['opentelemetry'],
  },
  tracingSampling: {
    path: 'tracing.sampling.overall',
    schema: percent('Percentage of requests traced').meta({ spellings: ['sampling'] }),
  },
  tracingLabels: {
    path: 'tracing.labels',
    schema: z
      .array(
        z.strictObject({
          type: z.enum(['literal', 'requestHeader', 'environment']).describe('Where the value comes from'),
          name: shortText('Name of the label'),
          defaultValue: exactText('Value of a literal; of the others the value where the source has none'),
          keyName: shortText('Name of the request header or environment variable').optional(),
        }),
      )
      .describe('Labels of every trace; replaces all labels'),
  },
  proxyProtocol: { path: 'proxyProtocol.enabled', schema: flag('Expect the PROXY protocol from load balancers') },
  streamIdleSeconds: {
    path: 'timeouts.streamIdleSeconds',
    schema: wholeNumber('Seconds until an idle stream is closed').meta({ spellings: ['streamIdleTimeout'] }),
  },
  upstreamResponseSeconds: {
    path: 'timeouts.upstreamResponseSeconds',
    schema: wholeNumber('Seconds to wait for an upstream service').meta({ spellings: ['upstreamResponseTimeout'] }),
  },
  upstreamConnectionIdleSeconds: {
    path: 'timeouts.upstreamConnectionIdleSeconds',
    schema: wholeNumber('Seconds until an idle connection to an upstream is closed').meta({
      spellings: ['connectionIdleTimeout', 'connectionIdleSeconds', 'upstreamConnectionIdleTimeout'],
    }),
  },
  maxRetries: {
    path: 'circuitBreaker.maxRetries',
    schema: wholeNumber('Circuit breaker: parallel retries allowed to an upstream'),
  },
  maxRequests: {
    path: 'circuitBreaker.maxRequests',
    schema: wholeNumber('Circuit breaker: parallel requests allowed to an upstream'),
  },
  maxConnections: {
    path: 'circuitBreaker.maxConnections',
    schema: wholeNumber('Circuit breaker: connections allowed to an upstream'),
  },
  maxConnectionPools: {
    path: 'circuitBreaker.maxConnectionPools',
    schema: wholeNumber('Circuit breaker: connection pools allowed to an upstream'),
  },
  maxPendingRequests: {
    path: 'circuitBreaker.maxPendingRequests',
    schema: wholeNumber('Circuit breaker: requests that may wait for a connection'),
  },
  connectionBufferLimit: {
    path: 'connectionBufferLimits.global',
    schema: wholeNumber('Buffer of a connection, bytes'),
  },
  rewriteHostHeader: {
    path: 'routing.rewriteHostHeader',
    schema: flag('Send the host of the upstream in the Host header'),
  },
  probeEnabled: {
    path: 'probe.enabled',
    schema: flag('Self-managed only: health probe on or off'),
    selfManagedOnly: 'yes',
  },
  probePath: {
    path: 'probe.path',
    schema: shortText('Self-managed only: path of the health probe'),
    selfManagedOnly: 'yes',
  },
  probePort: {
    path: 'probe.port',
    schema: z
      .int()
      .refine((port) => port >= 1 && port <= 65_535, 'must be 1 to 65535')
      .describe('Self-managed only: port of the health probe'),
    selfManagedOnly: 'yes',
  },
  secretGroupId: {
    path: 'tls.defaultPoliciesOutboundTls.secretGroupId',
    schema: shortText('Outbound TLS: secret group of the truststore'),
  },
  truststoreId: {
    path: 'tls.defaultPoliciesOutboundTls.truststoreId',
    schema: shortText('Outbound TLS: truststore that upstream certificates are checked against'),
  },
  skipTlsValidation: {
    path: 'tls.defaultPoliciesOutboundTls.skipValidation',
    schema: flag('Outbound TLS: accept any certificate of an upstream; unsafe'),
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

/** `[{name, type, parameters}]` → `{name: {type, parameters}}`, the form of the platform's own example. */
function outputsByName(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return Object.fromEntries(value.filter(isObject).map(({ name, ...output }) => [String(name), output]));
}

/** The other way round, with the parameters in the argument's form, too; a list, should the platform send one, stays one. */
function outputsAsList(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withParameterList);
  if (!isObject(value)) return value;
  return Object.entries(value).map(([name, output]) =>
    withParameterList({ name, ...(isObject(output) ? output : { output }) }),
  );
}

function withParameterList(output: unknown): unknown {
  if (!isObject(output) || !isObject(output['parameters'])) return output;
  const parameters = Object.entries(output['parameters']).map(([name, value]) => ({ name, value }));
  return { ...output, parameters };
}
