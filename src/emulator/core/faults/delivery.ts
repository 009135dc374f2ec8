import type { HttpBindings } from '@hono/node-server';
import { type ActiveFault, decidesResponse, type Fault, type FaultList } from './faults.ts';
import type { FreezableClock } from './freezable-clock.ts';

/** Handles a request without faults. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** A response, and the status that the caller saw: 0 when the connection broke before the response was complete. */
export interface Delivery {
  response: Response;
  status: number;
}

/** Headers that tell the HTTP server that the response was already sent. */
const alreadySent = { 'x-hono-already-sent': 'true' };

const page = `<!DOCTYPE html>
<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>
`;

const statusTexts: Partial<Record<number, string>> = {
  403: 'You do not have the permissions required to perform this action',
  429: 'Too many requests',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
};

/** A request, with Node's messages behind it. */
export interface IncomingRequest {
  request: Request;
  /** without the query */
  path: string;
  bindings: Pick<HttpBindings, 'incoming' | 'outgoing'>;
}

/** Handles a request with the faults that match it. */
export async function deliver(
  { request, path, bindings: { incoming, outgoing } }: IncomingRequest,
  faults: FaultList,
  platform: { clock: FreezableClock; revokeTokens: () => void },
  handle: Handler,
): Promise<Delivery> {
  const matched = faults.match(request.method, path);
  for (const { fault } of matched) {
    if (fault.kind === 'latency') await pause(fault.ms, outgoing);
    if (fault.kind === 'expire-tokens') platform.revokeTokens();
  }
  const run = withFreeze(matched, platform.clock, handle);
  const last = matched.at(-1)?.fault;
  if (last === undefined || !decidesResponse(last)) return complete(await run(request));
  const done = last.kind === 'truncated-body' || last.afterProcessing ? await run(request) : undefined;
  switch (last.kind) {
    case 'status':
      return complete(errorResponse(last));
    case 'html':
      return complete(
        new Response(page, { status: last.status, headers: { 'content-type': 'text/html; charset=utf-8' } }),
      );
    case 'reset':
      reset(incoming.socket);
      return broken();
    case 'truncated-body':
      await sendHalf(done ?? new Response(null), outgoing);
      return broken();
  }
}

const complete = (response: Response): Delivery => ({ response, status: response.status });
const broken = (): Delivery => ({ response: new Response(null, { headers: alreadySent }), status: 0 });

function withFreeze(matched: readonly ActiveFault[], clock: FreezableClock, handle: Handler): Handler {
  const freeze = matched.find(({ fault }) => fault.kind === 'freeze');
  return freeze === undefined ? handle : (request) => clock.runFrozenAt(freeze.since, () => handle(request));
}

function errorResponse({ status, body, retryAfterSeconds }: Extract<Fault, { kind: 'status' }>): Response {
  const seconds = retryAfterSeconds ?? (status === 429 ? 1 : undefined);
  const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  if (typeof body === 'string') return new Response(body, { status, headers });
  // Every service answers an invalid token like this [docs/platform/conventions.md#error-shapes].
  if (body === undefined && status === 401) return new Response('Unauthorized', { status, headers });
  return Response.json(body ?? { status, message: statusTexts[status] ?? 'The request failed' }, { status, headers });
}

/** Waits in real time, or until the client disconnects. */
function pause(ms: number, outgoing: HttpBindings['outgoing']): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    outgoing.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Sends a TCP RST. Over TLS Node offers none, so the connection is closed. */
function reset(socket: HttpBindings['incoming']['socket']): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

async function sendHalf(response: Response, outgoing: HttpBindings['outgoing']): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  outgoing.writeHead(response.status, { ...headers, 'content-length': String(Math.max(body.length, 2)) });
  const half = body.subarray(0, Math.floor(body.length / 2));
  await new Promise<void>((resolve) => {
    // Without at least one byte Node would not send the headers.
    outgoing.write(half.length === 0 ? ' ' : half, () => resolve());
  });
  outgoing.socket?.destroySoon();
}
