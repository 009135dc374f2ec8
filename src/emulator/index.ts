import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { createApp } from './app.ts';
import { type Clock, type ClockMode, createClock } from './clock.ts';
import { FaultList, type Faults } from './faults.ts';
import { freezable } from './faults-clock.ts';
import { controlPath, controlRoutes } from './faults-control.ts';
import { type Delivery, deliver } from './faults-delivery.ts';
import type { Platform } from './platform.ts';
import { seededStore } from './seed.ts';
import { seedIds, seedLogins } from './seed-organization.ts';
import type { Store } from './store.ts';

export type { Clock } from './clock.ts';
export { dataPlanePath, dataPlaneUrl } from './data-plane-urls.ts';
export type { AddedFault, Fault, FaultInput, Faults } from './faults.ts';
export { muleSoftGroupId } from './policy-catalog.ts';
export { seedApiLogins, seedApis } from './seed-apis.ts';
export { seedApplications } from './seed-applications.ts';
export { seedGateways } from './seed-gateways.ts';
export { seedIds, seedLogins } from './seed-organization.ts';
export { seedTargets } from './seed-runtime.ts';
export type { Store } from './store.ts';
export { durations } from './transitions.ts';

/** How to start an emulator. */
export interface EmulatorOptions {
  /** TCP port; 0, the default, takes a free one */
  port?: number;
  /** address to listen on, 127.0.0.1 unless said otherwise */
  host?: string;
  /**
   * `wall`: real time, asynchronous work takes a few seconds, so that a demo shows it;
   * `instant`: every asynchronous step is finished when next looked at;
   * `driven`: time stands still until `clock.advance(ms)`. `wall` unless said otherwise.
   */
  clock?: ClockMode;
  /** HTTPS instead of HTTP, with a certificate made for this run (`Emulator.certificate`) */
  tls?: boolean;
  /** life of an access token in seconds, 3600 unless said otherwise */
  tokenLifeSeconds?: number;
  /** Sees each request before routing; a Response it returns is sent instead. To read the body, clone the request. */
  intercept?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  /**
   * Called with each request to the platform after it was handled; `path` is without the query. `status` is 0 where a
   * fault broke the connection before the answer was complete.
   */
  onRequest?: (seen: { method: string; path: string; status: number }) => void;
}

/** What a newcomer needs to sign in, and ids to try. */
export interface EmulatorAccess {
  username: string;
  password: string;
  clientId: string;
  clientSecret: string;
  organizationId: string;
  organizationName: string;
  environmentId: string;
  environmentName: string;
  /** a connected app that can see everything and change nothing */
  viewer: { clientId: string; clientSecret: string };
  /** a user who must finish a second factor, and so gets no token over the API */
  mfaUser: { username: string; password: string };
}

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, or `https://…` */
  baseUrl: string;
  /** PEM of the certificate that a client has to trust; undefined without TLS */
  certificate: string | undefined;
  access: EmulatorAccess;
  /** the platform's state, to read and to change directly */
  store: Store;
  clock: Clock;
  /** what is to go wrong, also at `POST /emulator/faults` */
  faults: Faults;
  /** makes every token handed out so far invalid */
  revokeTokens(): void;
  /** stops listening and drops open connections; may be called again */
  close(): Promise<void>;
}

/** Starts an Anypoint Platform of its own on loopback, with a believable organization in it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', intercept, onRequest } = options;
  const clock = freezable(createClock(options.clock ?? 'wall'));
  const faults = new FaultList(clock.unfrozen);
  const store = seededStore();
  const platform: Platform = { store, clock, tokenLifeSeconds: options.tokenLifeSeconds ?? 3600 };
  const app = createApp(platform);
  const control = controlRoutes(faults, clock);
  const revokeTokens = (): void => store.tokens.clear();
  const handle = async (request: Request): Promise<Response> =>
    (await intercept?.(request)) ?? (await app.fetch(request));

  const tls = options.tls === true ? await tlsServer([host, 'localhost', '127.0.0.1', '::1']) : undefined;
  const server = createAdaptorServer({
    ...tls?.listener,
    // The process that embeds the emulator keeps its own Request and Response.
    overrideGlobalObjects: false,
    fetch: async (request, env) => {
      // The listener is one of HTTP/1.1, so its messages are those.
      const bindings = env as HttpBindings;
      const path = pathOf(request.url);
      if (path.startsWith(`${controlPath}/`)) return control.fetch(request, bindings);
      clock.beginRequest();
      const { response, status } = faults.isEmpty
        ? asItIs(await handle(request))
        : await deliver(request, path, bindings, faults, { clock, revokeTokens }, handle);
      onRequest?.({ method: request.method, path, status });
      return response;
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
    access: accessTo(store),
    store,
    clock,
    faults,
    revokeTokens,
    close: () =>
      new Promise((resolve, reject) => {
        if (!server.listening) return resolve();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

const asItIs = (response: Response): Delivery => ({ response, status: response.status });

/** The path of an absolute address, decoded no further than a URL has it. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  const end = url.indexOf('?', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

/** What turns the listener into one of HTTPS, and the certificate it shows; loaded only when asked for. */
async function tlsServer(hosts: readonly string[]) {
  const [{ createServer }, { selfSigned }] = await Promise.all([import('node:https'), import('./tls.ts')]);
  const { key, certificate } = selfSigned([...new Set(hosts)], Date.now());
  return { certificate, listener: { createServer, serverOptions: { key, cert: certificate } } };
}

function accessTo(store: Store): EmulatorAccess {
  return {
    ...seedLogins.admin,
    ...seedLogins.automation,
    organizationId: seedIds.root,
    organizationName: store.organizations.get(seedIds.root)?.name ?? '',
    environmentId: seedIds.rootSandbox,
    environmentName: store.environments.get(seedIds.rootSandbox)?.name ?? '',
    viewer: { ...seedLogins.viewer },
    mfaUser: { ...seedLogins.mfa },
  };
}
