import { type Http, HttpFault } from '../transport/http.ts';
import { privateAddressCode } from './guard.ts';

/** What an endpoint answered to one request. Header names are lower case; the body is not kept. */
export interface EndpointAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
}

/** Why an endpoint did not answer. `forbidden`: its address may not be called. */
export interface EndpointFailure {
  reason: 'forbidden' | 'unreachable' | 'certificate' | 'timeout';
  code: string;
}

/** How an endpoint is called; by default a GET without further headers. */
export interface EndpointCall {
  method?: string | undefined;
  /** Names in lower case. */
  headers?: Readonly<Record<string, string>> | undefined;
}

const attemptTimeoutMs = 10_000;

/**
 * Sends plain requests to the endpoints of APIs and applications, without the platform's token. It is only given addresses that the platform returned, and its network judges each of them, see `guard.ts`.
 */
export class Endpoints {
  readonly #http: Http;

  /** `http` needs an egress guard. */
  constructor(http: Http) {
    this.#http = http;
  }

  /** One request without a body; redirects are not followed. Headers are sent as they are. */
  async call(
    url: URL,
    { method = 'GET', headers: sent = {} }: EndpointCall,
    signal?: AbortSignal,
  ): Promise<EndpointAnswer | EndpointFailure> {
    try {
      const { status, headers } = await this.#http({
        method,
        origin: url.origin,
        path: url.pathname + url.search,
        headers: { accept: '*/*', ...sent },
        signal,
        timeoutMs: attemptTimeoutMs,
      });
      return { status, headers };
    } catch (error) {
      if (!(error instanceof HttpFault) || error.reason === 'cancelled') throw error;
      return silenceOf(error);
    }
  }
}

function silenceOf(fault: HttpFault): EndpointFailure {
  if (fault.code === privateAddressCode) return { reason: 'forbidden', code: fault.code };
  if (fault.reason === 'certificate' || fault.reason === 'timeout') return { reason: fault.reason, code: fault.code };
  return { reason: 'unreachable', code: fault.code };
}
