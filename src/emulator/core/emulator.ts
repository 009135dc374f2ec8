import { createApp } from './app.ts';
import { type Clock, type ClockMode, createClock } from './clock.ts';
import { type Composition, compose, type PlatformParts } from './composition.ts';
import { addressed } from './data-plane/addresses.ts';
import { controlPath, controlRoutes } from './faults/control.ts';
import { type Delivery, deliver, type IncomingRequest } from './faults/delivery.ts';
import { FaultList } from './faults/faults.ts';
import { type FreezableClock, freezable } from './faults/freezable-clock.ts';
import type { Faults } from './faults/model.ts';
import { type EmulatorAccess, loginsOf } from './identity/logins.ts';
import { tokens } from './identity/people.ts';
import type { AnyPart } from './kinds.ts';
import { type Answer, listen } from './listener.ts';
import type { Platform } from './platform.ts';
import { applyDueEvents, isEventDue } from './scenario/events.ts';
import { loadScenario } from './scenario/load.ts';
import type { Service } from './service.ts';
import { StateFile } from './state/state-file.ts';
import { createStore, type StateOf, type Store } from './store.ts';

/** How to start an emulator. */
export interface EmulatorOptions {
  /** TCP port; default 0, which picks a free one */
  port?: number;
  /** address to listen on; default 127.0.0.1 */
  host?: string;
  /** names in the Host header that are answered besides `localhost`, addresses and `host`; all others get 403 */
  allowedHosts?: readonly string[];
  /**
   * `wall` (default): real time; asynchronous work takes a few seconds, so that a demo shows it.
   * `instant`: every asynchronous step is finished at the next request.
   * `driven`: time stands still until `clock.advance(ms)`.
   */
  clock?: ClockMode;
  /** HTTPS instead of HTTP, with a certificate made for this run (`Emulator.certificate`) */
  tls?: boolean;
  /**
   * What the platform holds and what happens later, in the format of `schemas/scenario.schema.json`; default: the
   * built-in organization.
   */
  scenario?: object;
  /** file that keeps the state across restarts; once it exists, `scenario` is ignored */
  state?: string;
  /** lifetime of an access token in seconds; default 3600 */
  tokenLifetimeSeconds?: number;
  /**
   * Called with each request before routing; a Response that it returns is sent instead. Clone the request to read its
   * body.
   */
  intercept?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  /**
   * Called with each request to the platform after it was handled; `path` is without the query. `status` is 0 where a
   * fault broke the connection before the response was complete.
   */
  onRequest?: (seen: { method: string; path: string; status: number }) => void;
}

/** A running emulator. */
export interface RunningEmulator<Parts extends AnyPart> {
  /** `http://127.0.0.1:PORT`, or `https://…` */
  baseUrl: string;
  /** PEM of the certificate that a client has to trust; undefined without TLS */
  certificate: string | undefined;
  access: EmulatorAccess;
  /**
   * the platform's state, to read and to change directly. From when it is read, nothing computed from the state is
   * kept, and a state file is written as a whole after each change.
   */
  store: Store & StateOf<Parts>;
  clock: Clock;
  /** the active faults, also at `/emulator/faults` */
  faults: Faults;
  /** revokes all access tokens issued so far */
  revokeTokens(): void;
  /** stops listening, drops open connections and writes the state file; further calls do nothing */
  close(): Promise<void>;
}

/** Starts a platform with these services on loopback. @throws ScenarioError, StateError */
export async function startServices<const Services extends readonly Service[]>(
  services: Services,
  options: EmulatorOptions,
): Promise<RunningEmulator<PlatformParts<Services>>> {
  const composition = compose(services);
  const clock = freezable(createClock(options.clock ?? 'wall'));
  const faults = new FaultList(clock.unfrozenNow);
  const store = createStore<PlatformParts<Services>>(composition.state);
  const kept = { store, now: clock.unfrozenNow };
  const file = options.state === undefined ? undefined : await StateFile.open(options.state, kept);
  try {
    const savedAt = await file?.read();
    if (savedAt === undefined) loadScenario(store, composition, options.scenario, clock.now());
    // A driven clock continues from the saved time; real time has moved on by itself.
    else if (options.clock === 'driven') clock.advance(Math.max(0, savedAt - clock.now()));
    if (file !== undefined) store.changes.collect();
    const { tokenLifetimeSeconds = 3600 } = options;
    const platform: Platform = {
      store,
      clock,
      tokenLifetimeSeconds,
      scopes: composition.scopes,
      extensions: composition.extensions,
    };
    const answer = requestHandler({ platform, composition, clock, faults, file, options });
    const listener = await listen(answer, { ...options, elsewhere: (request) => addressed(platform, request) });
    return {
      baseUrl: listener.baseUrl,
      certificate: listener.certificate,
      access: loginsOf(store),
      get store() {
        return store.lend();
      },
      clock,
      faults,
      revokeTokens: () => store.of(tokens).clear(),
      close: async () => {
        if (await listener.close()) await file?.close();
      },
    };
  } catch (error) {
    await file?.release();
    throw error;
  }
}

/** What handling requests needs. */
interface RequestHandling {
  platform: Platform;
  composition: Composition;
  clock: FreezableClock;
  faults: FaultList;
  file: StateFile | undefined;
  options: EmulatorOptions;
}

/** Handles requests. Due events are applied first, and faults may change the outcome. */
function requestHandler({ platform, composition, clock, faults, file, options }: RequestHandling): Answer {
  const { store } = platform;
  const { intercept, onRequest } = options;
  const app = createApp(platform, composition);
  const control = controlRoutes(faults, clock);
  const revokeTokens = (): void => store.of(tokens).clear();
  const handle = async (request: Request): Promise<Response> =>
    (await intercept?.(request)) ?? (await app.fetch(request));
  const respond = async (incoming: IncomingRequest): Promise<Delivery> =>
    faults.isEmpty
      ? unchanged(await handle(incoming.request))
      : await deliver(incoming, faults, { clock, revokeTokens }, handle);
  const applyEvents = (): void => applyDueEvents(composition.events, clock.unfrozenNow(), { platform, faults });

  return async (request, bindings) => {
    const path = pathOf(request.url);
    if (path.startsWith(`${controlPath}/`)) return control.fetch(request, bindings);
    clock.beginRequest();
    if (isEventDue(store, clock.unfrozenNow())) {
      await store.changes.record(applyEvents);
      // Nobody waits for it: until it is on disk, the event is still to come.
      void saved(file);
    }
    const incoming = { request, path, bindings };
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const { response, status } = reads ? await respond(incoming) : await store.changes.record(() => respond(incoming));
    const problem = reads ? undefined : await saved(file);
    onRequest?.({ method: request.method, path, status: problem === undefined ? status : 500 });
    return problem === undefined || status === 0
      ? response
      : Response.json({ status: 500, message: problem }, { status: 500 });
  };
}

/** Waits until all changes are on disk. Returns why they are not. */
async function saved(file: StateFile | undefined): Promise<string | undefined> {
  try {
    await file?.save();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const unchanged = (response: Response): Delivery => ({ response, status: response.status });

/** The path of an absolute URL, still percent-encoded, without the query. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  const end = url.indexOf('?', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}
