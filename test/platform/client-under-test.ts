import { type DefaultBodyType, HttpResponse, http, type StrictRequest } from 'msw';
import {
  type CallOptions,
  type ClientOptions,
  type PlatformAnswer,
  PlatformClient,
} from '../../src/platform/client.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { Failure } from '../../src/platform/errors.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import type { HttpMethod } from '../../src/platform/operations.ts';
import type { Permission } from '../../src/platform/permissions.ts';
import { createHttp } from '../../src/platform/transport/http.ts';
import { drivenClock } from '../support/driven-clock.ts';
import { mswDispatcher } from '../support/msw-dispatcher.ts';

export const baseUrl = 'https://anypoint.test';

/** What the platform got. */
export interface Sent {
  method: string;
  origin: string;
  path: string;
  headers: Headers;
  body: string;
}

type Answer = Response | Promise<Response>;

/** Answers the `count`th request (from 1) of its kind. May throw what a connection throws. */
export type Respond = (sent: Sent, count: number, request: StrictRequest<DefaultBodyType>) => Answer;

/** A call of an operation that is declared on the spot, by method and path. */
export interface TestCall extends Omit<CallOptions<'/things'>, 'parameters'> {
  method: HttpMethod;
  path: string;
  permission?: readonly Permission[];
  ownHost?: boolean;
}

export interface Bench {
  /** Calls the operation as a client of a service would. */
  call(request: TestCall): Promise<PlatformAnswer>;
  client: PlatformClient;
  clock: Clock;
  secrets: Secrets;
  /** Everything sent but sign-ins. */
  calls: Sent[];
  signIns: Sent[];
  /** Pauses between attempts, ms. */
  pauses: number[];
}

export interface BenchOptions extends Partial<Omit<ClientOptions, 'clock'>> {
  respond?: Respond;
  signIn?: Respond;
  /** Runs in every pause between attempts. */
  onPause?: (ms: number) => void;
}

export const tokenAnswer = (token: string, expiresIn: unknown = 3600): Response =>
  HttpResponse.json({ access_token: token, token_type: 'bearer', expires_in: expiresIn });

/** A client whose platform is a function, on a clock where pauses take no time. */
export function startBench(options: BenchOptions = {}): Bench {
  const { respond = () => HttpResponse.json({}), signIn, onPause, ...clientOptions } = options;
  const calls: Sent[] = [];
  const signIns: Sent[] = [];
  const pauses: number[] = [];
  const handler = http.all('*', async ({ request }) => {
    const url = new URL(request.url);
    const sent: Sent = {
      method: request.method,
      origin: url.origin,
      path: url.pathname + url.search,
      headers: request.headers,
      body: await request.clone().text(),
    };
    if (/\/accounts\/(login|api\/v2\/oauth2\/token)$/.test(url.pathname)) {
      const answer = signIn ?? ((_sent, count) => tokenAnswer(`token-number-${count}`));
      return answer(sent, signIns.push(sent), request);
    }
    return respond(sent, calls.push(sent), request);
  });
  const driven = drivenClock();
  const clock: Clock = {
    now: driven.now,
    sleep(ms, signal) {
      pauses.push(ms);
      onPause?.(ms);
      return driven.sleep(ms, signal);
    },
  };
  const secrets = clientOptions.secrets ?? new Secrets();
  const client = new PlatformClient({
    baseUrl,
    credentials: { kind: 'connected-app', clientId: 'app-id', clientSecret: 'app-secret-value' },
    http: createHttp({ dispatcher: mswDispatcher([handler]) }),
    userAgent: 'anypoint-mcp/test',
    attemptTimeoutMs: 60_000,
    callTimeoutMs: 50_000,
    random: () => 0.5,
    ...clientOptions,
    clock,
    secrets,
  });
  return {
    client,
    clock,
    secrets,
    calls,
    signIns,
    pauses,
    call({ method, path, permission = [], ownHost = false, ...options }) {
      return client.send({ method, path, permission, source: { unpublished: 'a test' }, ownHost }, options);
    },
  };
}

export const things = '/things';
export const read: TestCall = { method: 'GET', path: things };
export const write: TestCall = { method: 'POST', path: things, json: { name: 'one' } };

/** The failure a promise ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const ended = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (ended instanceof Failure) return ended;
  throw new Error(`expected a Failure, but it ended with ${ended === undefined ? 'success' : String(ended)}`);
}

/** All that a failure says. */
export function textsOf({ message, why, next, http: facts, stack }: Failure): string {
  return [message, why, next, JSON.stringify(facts), stack].join('\n');
}

/** An answer that never comes; it ends with the exchange. */
export const never = (): Promise<Response> => new Promise(() => undefined);
