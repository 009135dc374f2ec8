import type { Finding, Weight } from './finding.ts';
import type { GatewayEvidence } from './gateway-diagnosis.ts';
import type { GatewayFacts } from './gateway-facts.ts';
import { valueAt } from './runtime-configuration.ts';
import { type RuntimeSettingName, runtimeSettings } from './runtime-configuration-settings.ts';

/** What is wrong with the value of a setting, and a value that is sane. */
interface Verdict {
  weight: Weight;
  what: string;
  better: string | number | boolean;
}

/** How a setting is judged, and where the gateway's own definition has it. */
interface Check {
  setting: RuntimeSettingName;
  definition?: keyof GatewayFacts;
  judge(value: unknown, evidence: GatewayEvidence): Verdict | undefined;
}

/** Limits in seconds: below `least` calls are cut off, above `most` nothing is, and hanging calls pile up. */
function timeout(name: string, { least, most, usual }: { least: number; most: number; usual: number }): Check['judge'] {
  return (value) => {
    if (typeof value !== 'number') return undefined;
    if (value === 0) {
      return { weight: 'likely', what: `${name} is switched off: calls that hang are held forever.`, better: usual };
    }
    if (value < least) {
      return {
        weight: 'likely',
        what: `${name} is very short: services that need longer end with 504.`,
        better: usual,
      };
    }
    if (value <= most) return undefined;
    return { weight: 'note', what: `${name} is very long: calls that hang hold their connections.`, better: usual };
  };
}

/** Zero lets nothing through. */
function room(name: string, usual: number): Check['judge'] {
  return (value) =>
    value === 0
      ? { weight: 'likely', what: `The circuit breaker allows no ${name}: calls end with 503.`, better: usual }
      : undefined;
}

const whole = 100;

/** Usual values: the defaults of the official clients (reference 4.2, 4.6) and of Envoy, which the gateway is built on. */
const checks: readonly Check[] = [
  {
    setting: 'upstreamResponseTimeout',
    definition: 'upstreamResponseTimeout',
    judge: timeout('The wait for upstream services', { least: 2, most: 300, usual: 15 }),
  },
  {
    setting: 'connectionIdleTimeout',
    definition: 'connectionIdleTimeout',
    judge: timeout('The idle time of upstream connections', { least: 1, most: 3600, usual: 60 }),
  },
  {
    setting: 'streamIdleTimeout',
    judge: timeout('The idle time of streams', { least: 2, most: 3600, usual: 300 }),
  },
  { setting: 'maxConnections', judge: room('connections', 1024) },
  { setting: 'maxRequests', judge: room('requests', 1024) },
  { setting: 'maxPendingRequests', judge: room('waiting requests', 1024) },
  { setting: 'maxConnectionPools', judge: room('connection pools', 1024) },
  {
    setting: 'maxRetries',
    judge: (value) =>
      value === 0 ? { weight: 'note', what: 'The circuit breaker allows no retries.', better: 3 } : undefined,
  },
  {
    setting: 'proxyProtocol',
    judge: (value, { gateway }) =>
      value === true
        ? {
            // Somebody's own load balancer may well send it; that of a private space is not known to.
            weight: gateway.kind === 'managed' ? 'likely' : 'note',
            what: 'It expects the PROXY protocol: clients and load balancers that do not send it are refused.',
            better: false,
          }
        : undefined,
  },
  {
    setting: 'skipTlsValidation',
    judge: (value) =>
      value === true
        ? {
            weight: 'note',
            what: 'It trusts any certificate of upstream services: outbound TLS protects nothing.',
            better: false,
          }
        : undefined,
  },
  {
    setting: 'tracingSampling',
    definition: 'tracingSampling',
    judge: (value, evidence) =>
      typeof value === 'number' && value >= whole && isTracing(evidence)
        ? { weight: 'note', what: 'It traces every request, which costs throughput and storage.', better: 10 }
        : undefined,
  },
  {
    setting: 'logLevel',
    definition: 'logLevel',
    judge: (value, { environmentType }) =>
      value === 'debug' && environmentType === 'production'
        ? {
            weight: 'note',
            what: 'It logs at level debug in production: slow, costly, and it shows what callers send.',
            better: 'info',
          }
        : undefined,
  },
];

function isTracing({ gateway, runtime }: GatewayEvidence): boolean {
  const enabled = valueAt(runtime?.configuration ?? {}, runtimeSettings.tracingEnabled.path) ?? gateway.tracing;
  return enabled !== false;
}

/** What is out of its sane range. A runtime configuration counts before the definition that the gateway was made with. */
export function configurationFindings(evidence: GatewayEvidence): Finding[] {
  const { gateway, runtime } = evidence;
  return checks.flatMap(({ setting, definition, judge }) => {
    const { path } = runtimeSettings[setting];
    const atRuntime = valueAt(runtime?.configuration ?? {}, path);
    const value = atRuntime ?? (definition === undefined ? undefined : gateway[definition]);
    const verdict = judge(value, evidence);
    if (verdict === undefined) return [];
    const tool = atRuntime === undefined ? 'anypoint_update_gateway' : 'anypoint_upsert_gateway_runtime_config';
    return [
      {
        weight: verdict.weight,
        what: verdict.what,
        evidence: `${atRuntime === undefined ? 'definition' : `runtime configuration, ${path}`}: ${setting} is ${value}`,
        mend: `${tool} with gateway ${gateway.id} and for example ${setting} ${verdict.better}.`,
      },
    ];
  });
}
