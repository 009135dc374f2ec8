import type * as z from 'zod';
import { type Credentials, type Token, TokenSource } from './auth.ts';
import type { Clock } from './clock.ts';
import { abortError, type HttpFacts } from './errors.ts';
import { noteExchange } from './exchange-record.ts';
import { shownAddress } from './masking/address.ts';
import type { Secrets } from './masking/secrets.ts';
import type { HttpMethod, Operation, PathParameters } from './operations.ts';
import { type Listing, type PageStart, readPages } from './paging.ts';
import { fillPath } from './paths.ts';
import type { Permission } from './permissions.ts';
import { isWebPage, parseResponse } from './reading.ts';
import { faultFailure, refusalFailure, webPageFailure } from './refusals.ts';
import { ownHostAddress } from './regions.ts';
import { type Http, type HttpAnswer, HttpFault } from './transport/http.ts';
import type { EncodedForm } from './transport/multipart.ts';
import { maxAttempts, mayRepeat, pauseBefore } from './transport/retry.ts';

/** The organization and environment a call is about; ARM carries them in headers, other services also in the path. */
export interface PlaceIds {
  organizationId: string;
  environmentId: string;
}

/** What a call of an operation takes besides its path parameters. */
interface CallParts {
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  json?: unknown;
  /** A multipart form instead of JSON. */
  form?: EncodedForm | undefined;
  /** Headers that only this operation has. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Statuses other than 2xx that are not errors, for example 304 for "already in that state". */
  alsoFine?: readonly number[] | undefined;
  /** Limit of one attempt, ms, where the usual one is too short: an upload. */
  attemptTimeoutMs?: number | undefined;
  /** The organization and environment of the call. They also fill the path parameters of these names. */
  place?: PlaceIds | undefined;
  signal?: AbortSignal | undefined;
}

/** Path parameters that the place of a call does not fill. */
type OwnParameters<Path extends string> = Exclude<PathParameters<Path>, keyof PlaceIds>;

/** What a call of an operation takes: the values of its path parameters by name, and the rest. */
export type CallOptions<Path extends string> = CallParts &
  ([OwnParameters<Path>] extends [never]
    ? { parameters?: Readonly<Partial<Record<PathParameters<Path>, string>>> }
    : { parameters: Readonly<Record<OwnParameters<Path>, string> & Partial<Record<keyof PlaceIds, string>>> });

/** A call ready to be sent: `path` is below the base URL, encoded. */
interface PlatformRequest extends CallParts {
  method: HttpMethod;
  path: string;
  /** What a 403 names. */
  permission: readonly Permission[];
  /** The first segment of `path` names a host. */
  ownHost: boolean;
}

/** A successful answer, decoded. `body` is undefined when there was none, a text when it was not JSON. */
export interface PlatformAnswer {
  status: number;
  body: unknown;
  http: HttpFacts;
}

/** How a service pages: the query for a page, and where its rows and total are. */
export interface PageForm<Row> {
  query(from: PageStart): Readonly<Record<string, string | number | boolean | undefined>>;
  /** The rows of a page. @throws Failure (platform) */
  rows(body: unknown, http: HttpFacts): Row[];
  /** How many rows there are on all pages; undefined where the service does not count. */
  total(body: unknown): number | undefined;
  /** What a service that pages by tokens answers for the next page; leave it out where pages are counted. */
  next?(body: unknown): string | undefined;
  /** Rows of a page, unless the caller's limit is smaller. */
  pageSize: number;
}

export interface ClientOptions {
  /** Origin with an optional path prefix, without a trailing slash. */
  baseUrl: string;
  credentials: Credentials;
  http: Http;
  clock: Clock;
  secrets: Secrets;
  userAgent: string;
  /** Limit of one attempt, ms. */
  attemptTimeoutMs: number;
  /** Limit of a call with its repeated attempts and the pauses between them, ms. */
  callTimeoutMs: number;
  /** In [0, 1); spreads repeated attempts. */
  random?: () => number;
}

type Attempt = { answer: HttpAnswer; body: unknown } | { fault: HttpFault };

interface Exchange {
  answer: HttpAnswer;
  body: unknown;
  http: HttpFacts;
}

/** The shared client: one token, one connection pool, one set of rules for everything sent to the platform. */
export class PlatformClient {
  readonly baseUrl: string;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #options: ClientOptions;
  readonly #random: () => number;
  readonly #tokens: TokenSource;

  constructor(options: ClientOptions) {
    this.baseUrl = options.baseUrl;
    const url = new URL(options.baseUrl);
    this.#origin = url.origin;
    this.#prefix = url.pathname === '/' ? '' : url.pathname;
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#tokens = new TokenSource({
      credentials: options.credentials,
      clock: options.clock,
      secrets: options.secrets,
      send: (operation, json) => this.#exchange(requestOf(operation, { json }), undefined),
    });
  }

  /** How this client signs in. */
  get signInKind(): Credentials['kind'] {
    return this.#tokens.kind;
  }

  /** Signs in if that has not been done, and returns the token. @throws Failure */
  token(): Promise<Token> {
    return this.#tokens.get();
  }

  /**
   * Calls an operation and decodes its answer. After a 401 a new token is obtained and the call repeated once: the
   * platform refused it before doing anything, so this is safe for writes too.
   * @throws Failure for everything but a 2xx; AbortError when the signal aborts
   */
  async send<Path extends string>(operation: Operation<Path>, options: CallOptions<Path>): Promise<PlatformAnswer> {
    const request = requestOf(operation, options);
    const token = await this.#tokenFor(request.signal);
    let { answer, body, http } = await this.#exchange(request, token);
    if (answer.status === 401) {
      this.#tokens.discard(token, http);
      ({ answer, body, http } = await this.#exchange(request, await this.#tokenFor(request.signal)));
    }
    if ((answer.status < 200 || answer.status > 299) && !request.alsoFine?.includes(answer.status)) {
      throw refusalFailure(answer, { http, permission: request.permission }, this.#options);
    }
    if (typeof body === 'string' && isWebPage(answer)) throw webPageFailure(answer, http);
    return { status: answer.status, body, http };
  }

  /**
   * Calls an operation and reads its answer with a schema, see {@link parseResponse}.
   * @throws Failure for everything but a 2xx, and for an answer of another form; AbortError when the signal aborts
   */
  async read<Path extends string, T>(
    operation: Operation<Path>,
    schema: z.ZodType<T>,
    options: CallOptions<Path>,
  ): Promise<T> {
    const { body, http } = await this.send(operation, options);
    return parseResponse(schema, body, http);
  }

  /** Reads the pages of a listing up to `limit` rows, see {@link readPages}. @throws Failure, AbortError */
  async pages<Path extends string, Row>(
    operation: Operation<Path>,
    form: PageForm<Row>,
    { limit, ...options }: CallOptions<Path> & { limit: number },
  ): Promise<Listing<Row>> {
    return readPages(
      async (from) => {
        const query = { ...options.query, ...form.query(from) };
        // What is left of the options without `limit` are those of a call.
        const { body, http } = await this.send(operation, { ...options, query } as unknown as CallOptions<Path>);
        return {
          items: form.rows(body, http),
          total: form.total(body),
          ...(form.next === undefined ? {} : { next: form.next(body) ?? null }),
        };
      },
      { limit, pageSize: form.pageSize },
    );
  }

  /** Waits for the shared sign-in, but only as long as this caller does: cancelling one call must not cancel the sign-in of others. */
  async #tokenFor(signal: AbortSignal | undefined): Promise<Token> {
    if (signal?.aborted) throw abortError();
    const token = this.#tokens.get();
    if (signal === undefined) return token;
    let onAbort: (() => void) | undefined;
    const cancelled = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(abortError());
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([token, cancelled]);
    } finally {
      if (onAbort) signal.removeEventListener('abort', onAbort);
      token.catch(() => undefined);
    }
  }

  /** One exchange with its repeated attempts; returns the last answer whatever its status. */
  async #exchange(request: PlatformRequest, token: Token | undefined): Promise<Exchange> {
    const { clock } = this.#options;
    const { attemptTimeoutMs = this.#options.attemptTimeoutMs } = request;
    // An operation with a limit of its own may take that long as a whole, too.
    const deadline = clock.now() + Math.max(this.#options.callTimeoutMs, request.attemptTimeoutMs ?? 0);
    for (let attempt = 1; ; attempt++) {
      const timeoutMs = Math.max(1, Math.min(attemptTimeoutMs, deadline - clock.now()));
      const outcome = await this.#attempt(request, token, timeoutMs);
      const pause =
        attempt < maxAttempts && mayRepeat(request.method, outcome)
          ? pauseBefore(attempt, outcome, clock.now(), this.#random())
          : undefined;
      if (pause === undefined || clock.now() + pause >= deadline) return this.#resultOf(request, outcome, token);
      await clock.sleep(pause, request.signal);
    }
  }

  async #attempt(request: PlatformRequest, token: Token | undefined, timeoutMs: number): Promise<Attempt> {
    try {
      const answer = await this.#options.http({
        method: request.method,
        ...this.#addressOf(request),
        headers: this.#headers(request, token),
        body: request.form?.body ?? (request.json === undefined ? undefined : JSON.stringify(request.json)),
        signal: request.signal,
        timeoutMs,
      });
      return { answer, body: decode(answer) };
    } catch (error) {
      if (error instanceof HttpFault) return { fault: error };
      throw error;
    }
  }

  #addressOf(request: PlatformRequest): { origin: string; path: string } {
    const query = queryText(request.query);
    if (!request.ownHost) return { origin: this.#origin, path: this.#prefix + request.path + query };
    const { origin, path } = ownHostAddress(new URL(this.#origin), request.path);
    return { origin, path: this.#prefix + path + query };
  }

  #resultOf(request: PlatformRequest, outcome: Attempt, token: Token | undefined): Exchange {
    const http: HttpFacts = { method: request.method, path: shownAddress(this.#prefix) + request.path };
    if ('fault' in outcome) {
      noteExchange(http);
      if (outcome.fault.reason === 'cancelled') throw abortError();
      // Without a token it is a sign-in, which changes nothing.
      throw faultFailure(
        outcome.fault,
        http,
        this.#addressOf(request).origin,
        token !== undefined && request.method !== 'GET',
      );
    }
    const { answer, body } = outcome;
    const requestId = answer.headers['x-request-id'] ?? answer.headers['x-correlation-id'];
    const facts = { ...http, status: answer.status, ...(requestId ? { requestId } : {}) };
    // A sign-in changes nothing.
    if (token !== undefined) noteExchange(facts);
    return { answer, body, http: facts };
  }

  #headers(request: PlatformRequest, token: Token | undefined): Record<string, string> {
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': this.#options.userAgent };
    if (token !== undefined) headers['authorization'] = `Bearer ${token.value}`;
    if (request.json !== undefined) headers['content-type'] = 'application/json';
    if (request.form !== undefined) {
      headers['content-type'] = request.form.contentType;
      headers['content-length'] = String(request.form.bytes);
    }
    if (request.place !== undefined) {
      headers['x-anypnt-org-id'] = request.place.organizationId;
      headers['x-anypnt-env-id'] = request.place.environmentId;
    }
    return request.headers === undefined ? headers : { ...headers, ...request.headers };
  }
}

function requestOf<Path extends string>(
  { method, path, permission, ownHost }: Operation<Path>,
  options: CallOptions<Path>,
): PlatformRequest {
  const { parameters, ...parts } = options;
  return { ...parts, method, permission, ownHost, path: fillPath(path, { ...options.place, ...parameters }) };
}

function queryText(query: PlatformRequest['query']): string {
  if (query === undefined) return '';
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.append(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * The body as JSON, as text when it is none, undefined when there is none.
 * @throws HttpFault when a success claims to be JSON and is not: it was truncated, and a read may be retried. For an error status the status is enough.
 */
function decode(answer: HttpAnswer): unknown {
  if (answer.text === '') return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    const claimsJson = /\bjson\b/i.test(answer.headers['content-type'] ?? '');
    if (claimsJson && answer.status >= 200 && answer.status <= 299) throw new HttpFault('cut', true, 'INCOMPLETE_JSON');
    return answer.text;
  }
}
