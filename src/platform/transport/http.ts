import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type EgressGuard, isLoopbackName, PrivateAddressError, privateAddressCode } from '../egress/guard.ts';
import { Failure } from '../errors.ts';
import { acceptedEncodings, decompress, tooLargeCode } from './decompress.ts';
import { proxiesIn } from './proxy.ts';

/** One HTTP exchange to be made. `path` starts with `/` and carries the query; times are in ms. */
export interface HttpRequest {
  method: string;
  origin: string;
  path: string;
  headers: Record<string, string>;
  /** A text, or what makes the chunks of a stream. */
  body?: string | (() => AsyncIterable<Uint8Array>) | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
}

/** A complete answer; header names are lower case. */
export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** Why no complete answer came. */
export type FaultReason = 'unreachable' | 'certificate' | 'timeout' | 'cut' | 'oversized' | 'cancelled';

/** An exchange that ended without a complete answer. `sent`: the platform may have received the request. */
export class HttpFault extends Error {
  readonly reason: FaultReason;
  readonly sent: boolean;
  /** Node's, OpenSSL's or undici's own code, for example ECONNREFUSED. */
  readonly code: string;

  constructor(reason: FaultReason, sent: boolean, code: string) {
    super(`${reason} (${code})`);
    this.name = 'HttpFault';
    this.reason = reason;
    this.sent = sent;
    this.code = code;
  }
}

/** Makes one exchange, once. @throws HttpFault; Failure (configuration) for an unreadable address of a proxy */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

export interface HttpOptions {
  /** Proxy variables are read from here (HTTPS_PROXY, HTTP_PROXY, NO_PROXY, upper or lower case). */
  env?: Readonly<Record<string, string | undefined>>;
  /** Judges every address that is called: for addresses that others have chosen. */
  egress?: EgressGuard;
  /** Replaces the network, for tests. */
  dispatcher?: Dispatcher;
}

/** 16 MiB, packed or unpacked: above any listing. As JSON it becomes objects of several times that size. */
const maxAnswerBytes = 16 * 1024 * 1024;

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** undici's, for what comes over the wire; ours, for what it unpacks to. */
const tooLarge = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', tooLargeCode]);

/** OpenSSL's verification codes have many names but these beginnings. */
const certificateCode = /^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

/**
 * The only way to the network. undici is loaded with the first exchange: importing it takes as long as everything else at
 * start. Its Agent keeps connections alive.
 */
export function createHttp(options: HttpOptions = {}): Http {
  const ready = new Map<boolean, Promise<Network>>();
  return async (request) => {
    const { egress } = options;
    if (egress !== undefined) await admitted(egress, request.origin);
    // The embedded platform listens on loopback, where no company proxy can reach it.
    const local = options.dispatcher === undefined && (egress?.isLocal(request.origin) ?? isLoopback(request.origin));
    let network = ready.get(local);
    if (network === undefined) {
      network = connect(local, options);
      ready.set(local, network);
    }
    return exchange(await network, request);
  };
}

/** @throws HttpFault when the guard does not admit the origin */
async function admitted(egress: EgressGuard, origin: string): Promise<void> {
  try {
    await egress.admit(origin);
  } catch (error) {
    if (error instanceof PrivateAddressError) throw new HttpFault('unreachable', false, error.code);
    throw error;
  }
}

interface Network {
  dispatcher: Dispatcher;
  /** What the platform is told about compressed answers; nothing on loopback, where it would only cost time. */
  acceptEncoding: Record<string, string>;
}

async function connect(local: boolean, options: HttpOptions): Promise<Network> {
  // The default export, because a bundler gives a CommonJS package loaded this way no named ones.
  const { Agent, EnvHttpProxyAgent } = (await import('undici')).default;
  const agentOptions = { maxResponseSize: maxAnswerBytes };
  if (local) return { dispatcher: new Agent(agentOptions), acceptEncoding: {} };
  const proxies = proxySettings(options.env ?? {});
  // For direct connections, also those that NO_PROXY or a missing HTTP_PROXY lets past the proxy. undici connects to a
  // proxy by other options: its own address may well be private.
  const guarded = { ...agentOptions, ...(options.egress ? { connect: { lookup: options.egress.lookup } } : {}) };
  const dispatcher =
    options.dispatcher ?? (proxies ? new EnvHttpProxyAgent({ ...guarded, ...proxies }) : new Agent(guarded));
  return { dispatcher, acceptEncoding: { 'accept-encoding': acceptedEncodings } };
}

/** In undici's words; undefined without a proxy. @throws Failure (configuration) */
function proxySettings(
  env: NonNullable<HttpOptions['env']>,
): { httpProxy?: string; httpsProxy?: string; noProxy?: string } | undefined {
  const proxies = proxiesIn(env);
  if (proxies.length === 0) return undefined;
  const noProxy = env['no_proxy'] || env['NO_PROXY'];
  return {
    ...Object.fromEntries(proxies.map(({ scheme, address }) => [`${scheme}Proxy`, address])),
    ...(noProxy ? { noProxy } : {}),
  };
}

/** True for an address of this machine. */
export function isLoopback(origin: string): boolean {
  return isLoopbackName(new URL(origin).hostname);
}

async function exchange(network: Network, request: HttpRequest): Promise<HttpAnswer> {
  if (request.signal?.aborted) throw new HttpFault('cancelled', false, 'ABORT_ERR');
  const limit = new TimeLimit(request.timeoutMs, request.signal);
  try {
    const answer = await network.dispatcher.request({
      origin: request.origin,
      path: request.path,
      // undici's type lists the standard methods; every method this project sends is one of them.
      method: request.method as Dispatcher.HttpMethod,
      headers: { ...network.acceptEncoding, ...request.headers },
      body: bodyOf(request.body),
      signal: limit.signal,
    });
    const headers = flatten(answer.headers);
    const encoding = headers['content-encoding'];
    const text =
      encoding === undefined ? await answer.body.text() : await decompress(answer.body, encoding, maxAnswerBytes);
    return { status: answer.statusCode, headers, text };
  } catch (error) {
    // What makes the body can have something to say itself, such as a file that has changed.
    if (error instanceof Failure) throw error;
    throw faultOf(error, limit.expired, request.signal?.aborted ?? false);
  } finally {
    limit.clear();
  }
}

function bodyOf(body: HttpRequest['body']): string | Readable | null {
  if (typeof body === 'function') return Readable.from(body(), { objectMode: false });
  return body ?? null;
}

/**
 * A timer and the caller's signal in one. undici takes an EventEmitter where it takes an AbortSignal, at a fraction of
 * the cost; `AbortSignal.any` would also keep every composed signal alive as long as the caller's on Node 20, and
 * undici's own time limits fire up to a second late.
 */
class TimeLimit {
  readonly signal = new EventEmitter();
  readonly #timer: NodeJS.Timeout;
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort = (): void => {
    this.signal.emit('abort');
  };
  expired = false;

  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.#caller = caller;
    caller?.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = setTimeout(() => {
      this.expired = true;
      this.signal.emit('abort');
    }, timeoutMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function faultOf(error: unknown, expired: boolean, cancelled: boolean): HttpFault {
  if (cancelled) return new HttpFault('cancelled', true, 'ABORT_ERR');
  if (expired) return new HttpFault('timeout', true, 'ETIMEDOUT');
  const code = codeOf(error);
  if (tooLarge.has(code)) return new HttpFault('oversized', true, code);
  // A proxy that refuses the tunnel, or a TLS handshake that fails, ends before anything of the request is sent.
  if (isProxyRefusal(error)) return new HttpFault('unreachable', false, 'PROXY_REFUSED');
  if (neverConnected.has(code) || code === privateAddressCode || code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new HttpFault('unreachable', false, code);
  }
  if (certificateCode.test(code)) return new HttpFault('certificate', false, code);
  return new HttpFault('cut', true, code);
}

/** undici has no error code for a CONNECT that a proxy does not answer with 200; only the message tells. */
function isProxyRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Proxy response');
}

/** The innermost code: undici wraps some errors, and Node gathers several connection attempts in an AggregateError. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if (error.cause instanceof Error) return codeOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
