import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { createApp } from './core/app.ts';
import { type Clock, type ClockMode, createClock } from './core/clock.ts';
import { controlPath, controlRoutes } from './core/faults/control.ts';
import { type Delivery, deliver } from './core/faults/delivery.ts';
import { FaultList } from './core/faults/faults.ts';
import { freezable } from './core/faults/freezable-clock.ts';
import type { Faults } from './core/faults/model.ts';
import type { Platform } from './core/platform.ts';
import { applyDueEvents } from './core/scenario/events.ts';
import { storeOf } from './core/scenario/load.ts';
import { StateFile } from './core/state.ts';
import type { Store } from './core/store.ts';

export type { Clock } from './core/clock.ts';
export { dataPlanePath, dataPlaneUrl } from './core/data-plane/urls.ts';
export type { AddedFault, FaultInput, Faults } from './core/faults/model.ts';
export { ScenarioError } from './core/scenario/error.ts';
export {
  seedApiLogins,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedLogins,
  seedTargets,
} from './core/seeds.ts';
export { StateError } from './core/state.ts';
export type { Store } from './core/store.ts';
export { durations } from './core/transitions.ts';
export { muleSoftGroupId } from './services/exchange/policy-catalog.ts';

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
  /**
   * What the platform holds and what happens to it, as `schemas/scenario.schema.json` describes it; the built-in
   * organization unless said otherwise.
   */
  scenario?: object;
  /** file that keeps the state across restarts; what it holds goes before `scenario` */
  state?: string;
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
  /** stops listening and drops open connections, and writes the state a last time; may be called again */
  close(): Promise<void>;
}

/** Starts an Anypoint Platform of its own on loopback, with a believable organization in it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', intercept, onRequest } = options;
  const clock = freezable(createClock(options.clock ?? 'wall'));
  const faults = new FaultList(clock.unfrozen);
  const state = options.state === undefined ? undefined : new StateFile(options.state);
  const kept = state?.read();
  const store = kept?.store ?? storeOf(options.scenario, clock.now());
  // A driven clock goes on where it stood; real time has gone on by itself.
  if (options.clock === 'driven' && kept !== undefined) clock.advance(Math.max(0, kept.savedAt - clock.now()));
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
      const isDue = applyDueEvents(store, clock.unfrozen(), faults);
      const { response, status } = faults.isEmpty
        ? asItIs(await handle(request))
        : await deliver(request, path, bindings, faults, { clock, revokeTokens }, handle);
      if (isDue || request.method !== 'GET') state?.write(store, clock.unfrozen());
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
    close: async () => {
      if (!server.listening) return;
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await state?.finish(store, clock.unfrozen());
    },
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
  const [{ createServer }, { selfSigned }] = await Promise.all([import('node:https'), import('./core/tls.ts')]);
  const { key, certificate } = selfSigned([...new Set(hosts)], Date.now());
  return { certificate, listener: { createServer, serverOptions: { key, cert: certificate } } };
}

function accessTo(store: Store): EmulatorAccess {
  const users = [...store.users.values()];
  const user = users.find(({ enabled, mfa }) => enabled && !mfa);
  const mfaUser = users.find(({ mfa }) => mfa);
  const apps = [...store.connectedApps.values()].filter(({ grantTypes }) => grantTypes.includes('client_credentials'));
  const [app, viewer = app] = apps;
  const [organization] = store.organizations.values();
  const environments = [...store.environments.values()].filter((one) => one.organizationId === organization?.id);
  const environment = environments.find(({ type }) => type === 'sandbox') ?? environments[0];
  return {
    username: user?.username ?? '',
    password: user?.password ?? '',
    clientId: app?.clientId ?? '',
    clientSecret: app?.clientSecret ?? '',
    organizationId: organization?.id ?? '',
    organizationName: organization?.name ?? '',
    environmentId: environment?.id ?? '',
    environmentName: environment?.name ?? '',
    viewer: { clientId: viewer?.clientId ?? '', clientSecret: viewer?.clientSecret ?? '' },
    mfaUser: { username: mfaUser?.username ?? '', password: mfaUser?.password ?? '' },
  };
}
