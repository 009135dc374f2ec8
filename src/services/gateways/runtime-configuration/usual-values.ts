import type { Severity } from '../../../core/diagnosis/finding.ts';
import { count } from '../../../core/text/quote.ts';
import type { Sentence } from '../../../platform/text.ts';
import type { GatewayFacts } from '../facts.ts';
import type { GatewayKind } from '../gateways.ts';
import type { RuntimeSettingName } from './settings.ts';

/** What is wrong with the value of a setting. */
export interface Verdict {
  severity: Severity;
  what: string;
}

/** What the judgement of a setting depends on besides its value. */
export interface JudgedGateway {
  kind: GatewayKind;
  environmentType: string | undefined;
  isTracing: boolean;
}

/** How a setting is judged, where the gateway's own definition has it, and what is usual. */
export interface Check {
  setting: RuntimeSettingName;
  definition?: keyof GatewayFacts;
  /** A usual value. */
  better: string | number | boolean;
  /** What is usual, for people. */
  usual: string;
  judge(value: unknown, gateway: JudgedGateway): Verdict | undefined;
}

const likely = (what: string): Verdict => ({ severity: 'likely', what });
const note = (what: string): Verdict => ({ severity: 'note', what });

const daySeconds = 86_400;

/** Limits in seconds: below `min` calls are cut off, above `max` hanging calls pile up. */
function timeout(name: string, { min, max }: { min: number; max: number }): Check['judge'] {
  return (value) => {
    if (typeof value !== 'number' || (value >= min && value <= max)) return undefined;
    if (value === 0) return likely(`${name} is off: calls that hang are never ended.`);
    if (value < min) return likely(`${name} is very short: calls to slower services end with 504.`);
    return value >= daySeconds
      ? likely(`${name} lasts days: calls that hang are practically never ended, and keep their connections.`)
      : note(`${name} is very long: calls that hang keep their connections.`);
  };
}

/**
 * Limits of the circuit breaker: calls beyond it end with 503, so a low one rejects ordinary traffic.
 * @param thing what it counts, in the singular
 * @param few as many as a few callers at the same time take up
 */
function room(thing: string, few: number): Check['judge'] {
  return (value) => {
    if (typeof value !== 'number' || value >= few) return undefined;
    return value === 0
      ? likely(`The circuit breaker allows no ${thing}s: calls end with 503.`)
      : likely(
          `The circuit breaker allows only ${count(value, thing)} at a time: calls beyond that wait or end with 503.`,
        );
  };
}

const usualRoom = { better: 1024, usual: '1024, at least 32' };

const kilobyte = 1024;
const megabyte = kilobyte * kilobyte;
/** The request line and headers of a call with a token take some kilobytes; Envoy takes headers of up to 60 KiB. */
const smallHeader = 8 * kilobyte;
const largeHeader = 60 * kilobyte;

function buffer(value: unknown): Verdict | undefined {
  if (typeof value !== 'number') return undefined;
  if (value === 0) return note('The buffer of a connection is 0: either unlimited or missing.');
  if (value < smallHeader) {
    return likely(
      'The buffer of a connection is smaller than the headers of an ordinary request: calls stall or fail.',
    );
  }
  if (value < largeHeader) {
    return note('The buffer of a connection is smaller than large request headers may be: such calls stall or fail.');
  }
  return value > 64 * megabyte
    ? note('The buffer of a connection is very large: slow clients can use up the memory.')
    : undefined;
}

function retries(value: unknown): Verdict | undefined {
  if (typeof value !== 'number') return undefined;
  if (value === 0) return note('The circuit breaker allows no retries.');
  if (value >= 100) {
    return likely('The circuit breaker allows very many retries: a failing service gets many times its traffic.');
  }
  return value > 10
    ? note('The circuit breaker allows many retries: a failing service gets even more traffic.')
    : undefined;
}

/** Switches that are reported when they are on. */
function whenOn(found: (gateway: JudgedGateway) => Verdict): Check['judge'] {
  return (value, gateway) => (value === true ? found(gateway) : undefined);
}

/**
 * Usual values: the defaults of the official clients [docs/platform/gateways.md#defaults-of-the-official-clients, docs/platform/gateways.md#runtime-configuration] and of Envoy, which the gateway is built on
 * (1024 of everything in the circuit breaker, 3 retries, buffers of 1 MiB).
 */
export const usualValues: readonly Check[] = [
  {
    setting: 'upstreamResponseSeconds',
    definition: 'upstreamResponseTimeout',
    better: 15,
    usual: '15, from 2 to 300 s',
    judge: timeout('The wait for upstream services', { min: 2, max: 300 }),
  },
  {
    setting: 'upstreamConnectionIdleSeconds',
    definition: 'connectionIdleTimeout',
    better: 60,
    usual: '60, from 1 to 3600 s',
    judge: timeout('The idle time of upstream connections', { min: 1, max: 3600 }),
  },
  {
    setting: 'streamIdleSeconds',
    better: 300,
    usual: '300, from 2 to 3600 s',
    judge: timeout('The idle time of streams', { min: 2, max: 3600 }),
  },
  { setting: 'maxConnections', ...usualRoom, judge: room('connection', 32) },
  { setting: 'maxRequests', ...usualRoom, judge: room('request', 32) },
  { setting: 'maxPendingRequests', ...usualRoom, judge: room('waiting request', 32) },
  {
    setting: 'maxConnectionPools',
    better: 1024,
    usual: '1024, at least one for each service behind it',
    judge: room('connection pool', 8),
  },
  { setting: 'maxRetries', better: 3, usual: '3, from 1 to 10', judge: retries },
  {
    setting: 'connectionBufferLimit',
    better: megabyte,
    usual: `${megabyte}, from ${largeHeader} to ${64 * megabyte} bytes`,
    judge: buffer,
  },
  {
    setting: 'proxyProtocol',
    better: false,
    usual: 'false',
    judge: whenOn((gateway) => ({
      // A customer's own load balancer may send it; nothing says that the one of a private space does.
      severity: gateway.kind === 'managed' ? 'likely' : 'note',
      what: 'It expects the PROXY protocol: clients and load balancers that do not send it are refused.',
    })),
  },
  {
    setting: 'skipTlsValidation',
    better: false,
    usual: 'false',
    judge: whenOn(() =>
      note('It trusts any certificate of upstream services: anybody in between can read and change the traffic.'),
    ),
  },
  {
    setting: 'tracingSampling',
    definition: 'tracingSampling',
    better: 10,
    usual: '2 to 10 percent',
    judge: (value, { isTracing }) =>
      typeof value === 'number' && value >= 100 && isTracing
        ? note('It traces every request, which costs throughput and storage.')
        : undefined,
  },
  {
    setting: 'logLevel',
    definition: 'logLevel',
    better: 'info',
    usual: 'info',
    judge: (value, { environmentType }) =>
      value === 'debug' && environmentType === 'production'
        ? note('It logs at level debug in production: slow, costly, and it shows what callers send.')
        : undefined,
  },
];

/**
 * Warnings about values that a plan sets and that are outside their usual range.
 * @param values by the argument that gives them, in the runtime configuration or in the definition of a managed gateway
 */
export function unusualValues(values: Readonly<Record<string, unknown>>, gateway: JudgedGateway): Sentence[] {
  return usualValues.flatMap(({ setting, definition, judge, usual }) =>
    [...new Set([setting, definition])].flatMap((name) => {
      const value = name === undefined ? undefined : values[name];
      const verdict = judge(value, gateway);
      return verdict === undefined
        ? []
        : [`${name} ${value}: ${verdict.what} Usual: ${usual}.${unitHint(value, usual)}`];
    }),
  );
}

/** The platform counts timeouts in seconds, many programs in milliseconds. */
function unitHint(value: unknown, usual: string): string {
  const isTime = usual.endsWith(' s');
  if (!isTime || typeof value !== 'number' || value < 1000 || value % 1000 !== 0) return '';
  return ` The unit is seconds; if ${value} milliseconds are meant, give ${value / 1000}.`;
}
