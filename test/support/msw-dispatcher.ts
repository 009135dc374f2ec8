import { getResponse, type RequestHandler } from 'msw';
import { Agent, type Dispatcher } from 'undici';

/**
 * A dispatcher for `createHttp` that answers from msw handlers instead of a socket. Everything above the socket is
 * undici's own: aborting, decompression, body reading. What a handler throws arrives as the connection's error;
 * `HttpResponse.error()` is a connection that the other side closed.
 */
export function mswDispatcher(handlers: readonly RequestHandler[]): Dispatcher {
  // Interceptors work on undici's current handler interface only behind `compose`.
  return new Agent().compose(() => (options, handler) => {
    const wire = new Wire();
    answer([...handlers], options, handler, wire).catch((error: unknown) => {
      handler.onResponseError?.(wire, asError(error));
    });
    return true;
  });
}

/** An error as Node or undici throws it, known by its code. */
export function connectionError(code: string): Error {
  return Object.assign(new Error(`connection failed: ${code}`), { code });
}

async function answer(
  handlers: RequestHandler[],
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
  wire: Wire,
): Promise<void> {
  handler.onRequestStart?.(wire, {});
  const response = await wire.orAborted(getResponse(handlers, requestOf(options, wire.signal)));
  if (response === undefined) throw new Error(`no msw handler for ${options.method} ${options.path}`);
  if (response.type === 'error') throw connectionError('UND_ERR_SOCKET');
  handler.onResponseStart?.(wire, response.status, Object.fromEntries(response.headers), response.statusText);
  const reader = response.body?.getReader();
  for (;;) {
    const part = await wire.orAborted(reader?.read() ?? Promise.resolve({ done: true, value: undefined }));
    if (part.done || part.value === undefined) break;
    await wire.flowing();
    handler.onResponseData?.(wire, Buffer.from(part.value));
  }
  handler.onResponseEnd?.(wire, {});
}

function requestOf(options: Dispatcher.DispatchOptions, signal: AbortSignal): Request {
  const { origin = 'http://localhost', path, method, body } = options;
  if (body !== null && body !== undefined && typeof body !== 'string') throw new Error('only texts are sent here');
  const headers = new Headers();
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.append(name, String(value));
  return new Request(new URL(path, origin), { method, headers, body: body ?? null, signal });
}

/** What undici lets a handler do to the exchange under way. */
class Wire implements Dispatcher.DispatchController {
  readonly #abort = new AbortController();
  #goOn: (() => void) | undefined;
  paused = false;
  reason: Error | null = null;

  get aborted(): boolean {
    return this.#abort.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: Error): void {
    this.reason ??= reason;
    this.#abort.abort(reason);
    this.resume();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.#goOn?.();
  }

  async flowing(): Promise<void> {
    if (this.paused) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
    }
    this.signal.throwIfAborted();
  }

  orAborted<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(this.reason);
      if (this.aborted) onAbort();
      this.signal.addEventListener('abort', onAbort, { once: true });
      work.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', onAbort));
    });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
