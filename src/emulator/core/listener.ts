import { type AddressInfo, isIP } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** Handles a request; `bindings` holds Node's request and response. */
export type Answer = (request: Request, bindings: HttpBindings) => Response | Promise<Response>;

/** Where to listen. */
export interface ListenerOptions {
  /** TCP port; default 0, which picks a free one */
  port?: number;
  /** default 127.0.0.1 */
  host?: string;
  /** Names under which clients may call it besides `localhost`, addresses and `host`: `emulator` in a container network */
  allowedHosts?: readonly string[];
  tls?: boolean;
  /** What a request under another name is for: another request, its response, or undefined for nothing */
  elsewhere?: (request: Request) => Request | Response | undefined;
}

/** A listening server. */
export interface Listener {
  /** `http://127.0.0.1:PORT`, or `https://…` */
  baseUrl: string;
  /** PEM; undefined without TLS */
  certificate: string | undefined;
  /** Stops listening and drops open connections. Returns false when it was already closed. */
  close(): Promise<boolean>;
}

/** Listens for HTTP, or HTTPS with a certificate of its own. Rejects when the port is taken. */
export async function listen(answer: Answer, options: ListenerOptions): Promise<Listener> {
  const { port = 0, host = '127.0.0.1', allowedHosts = [], elsewhere } = options;
  const tls = options.tls === true ? await tlsServer([host, 'localhost', '127.0.0.1', '::1']) : undefined;
  const server = createAdaptorServer({
    ...tls?.listener,
    // Leaves Request and Response of the embedding process alone.
    overrideGlobalObjects: false,
    // The server speaks HTTP/1.1, so its messages are of that kind.
    fetch: (request, env) => {
      const other = elsewhere?.(request);
      if (other instanceof Response) return other;
      if (other !== undefined) return answer(other, env as HttpBindings);
      const isForThis = isAllowed(request.headers.get('host'), [host, ...allowedHosts]);
      return isForThis ? answer(request, env as HttpBindings) : wrongHost();
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A server that listens on TCP has an address of this kind; only pipes and closed servers do not.
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    baseUrl: `${tls === undefined ? 'http' : 'https'}://${shownHost}:${address.port}`,
    certificate: tls?.certificate,
    close: async () => {
      if (!server.listening) return false;
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      return true;
    },
  };
}

/**
 * Whether a request names this server. A web page whose own name was made to lead to this machine (DNS rebinding) could
 * otherwise sign in with the published credentials. An address in place of a name cannot be rebound.
 */
function isAllowed(header: string | null, names: readonly string[]): boolean {
  const host = (header ?? '').toLowerCase().replace(/:\d*$/, '');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return true;
  return host === 'localhost' || host.endsWith('.localhost') || names.some((name) => name.toLowerCase() === host);
}

function wrongHost(): Response {
  const message = 'The emulator does not answer under this host name. Start it with --allowed-host NAME to allow it.';
  return Response.json({ status: 403, message }, { status: 403 });
}

/** The options of an HTTPS listener, and its certificate. Loaded only when needed. */
async function tlsServer(hosts: readonly string[]) {
  const [{ createServer }, { selfSigned }] = await Promise.all([import('node:https'), import('./tls.ts')]);
  const { key, certificate } = selfSigned([...new Set(hosts)], Date.now());
  return { certificate, listener: { createServer, serverOptions: { key, cert: certificate } } };
}
