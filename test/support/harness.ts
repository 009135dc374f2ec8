import { afterAll, expect } from 'vitest';
import { loadConfiguration } from '../../src/config/load.ts';
import { inPlace } from '../../src/core/tools/call-place.ts';
import { AnswerCallWriter } from '../../src/core/tools/call-writer.ts';
import type { EnvironmentContext } from '../../src/core/tools/context.ts';
import type { Ticker } from '../../src/core/waiting/wait.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
import { Pipeline } from '../../src/mcp/calls/pipeline.ts';
import type { CallResult } from '../../src/mcp/calls/render.ts';
import { callContext, createSession, type Session } from '../../src/mcp/session.ts';
import { OfferedTools } from '../../src/mcp/tools/offered-tools.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import type { Ask, Consent } from '../../src/safety/gate.ts';
import { readRecorded } from '../../src/safety/journal/read-recorded.ts';
import { drivenClock } from './driven-clock.ts';
import { agrees, caller, gating, stateFolder, type TestGateOptions } from './safety.ts';

/** One request the embedded platform has handled. */
export interface SeenRequest {
  method: string;
  path: string;
  status: number;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Collects progress messages. */
  progress?: string[];
}

/** A tool pipeline on an embedded platform over real HTTP, without the MCP layer. */
export interface Harness {
  emulator: Emulator;
  session: Session;
  secrets: Secrets;
  /** Every request so far; set its length to 0 to start anew. */
  seen: SeenRequest[];
  /** Log lines written so far. */
  logged: string[];
  /**
   * Calls a tool. Checks on the way what every call must keep: a success satisfies the tool's full output schema, a
   * read sends nothing but GETs (and the sign-in), a result holds no secret and only words.
   */
  call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<CallResult>;
  /** `call` for a success: the structured result. Fails the test on an error result. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into results of every tool; the schema check above types them
  ok(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<Record<string, any>>;
  /** What a tool of an environment is given, for tests of the rules behind the tools. */
  environment(): Promise<EnvironmentContext>;
  /** `call` for a failure: the text. Fails the test on a success. */
  fails(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<string>;
}

export interface HarnessOptions {
  emulator?: EmulatorOptions;
  /** Settings as environment variables, on top of the address and the full connected app of the emulator. */
  env?: Record<string, string>;
  /** Answers what the server asks about a plan; agrees by default. */
  person?: (ask: Ask) => Consent | undefined;
  /** The policy and the folder of the gate; the default policy and a folder of its own by default. */
  gate?: TestGateOptions;
  /** Wakes up the heartbeat and overdue looks; none by default, because the clock moves faster than the real answers come. */
  ticker?: Ticker;
}

const silent: Ticker = () => ({ stop: () => undefined });

/** Starts one for the tests of a file or a describe block, and stops it after them. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const seen: SeenRequest[] = [];
  const logged: string[] = [];
  const mode = options.emulator?.clock ?? 'instant';
  const emulator = await startEmulator({
    clock: mode,
    ...options.emulator,
    onRequest: (request) => seen.push(request),
  });
  afterAll(() => emulator.close());
  const { access, baseUrl } = emulator;
  const { settings } = loadConfiguration([], {
    ANYPOINT_BASE_URL: baseUrl,
    ANYPOINT_CLIENT_ID: access.clientId,
    ANYPOINT_CLIENT_SECRET: access.clientSecret,
    ANYPOINT_ENVIRONMENT: access.environmentName,
    ...options.env,
  });
  const secrets = new Secrets();
  // One time for both: what the platform has just done is fresh for the tools, too.
  const clock =
    mode === 'driven' ? drivenClock((ms) => emulator.clock.advance(ms), emulator.clock.now()) : drivenClock();
  const folder = options.gate?.folder ?? stateFolder();
  const session: Session = {
    ...createSession(settings, secrets, { clock, ...(options.env === undefined ? {} : { env: options.env }) }),
    changes: async (unread) => readRecorded(folder, unread),
  };
  const tools = OfferedTools.of({ readOnly: settings.readOnly, toolsets: settings.toolsets });
  const pipeline = new Pipeline({
    tools,
    ...gating({ policy: 'default', now: () => clock.now(), journal: 'required', ...options.gate, folder }),
    ticker: options.ticker ?? silent,
    session: async () => session,
    secrets,
    log: (level, message, facts) => logged.push(JSON.stringify({ level, message, ...facts })),
  });

  const call: Harness['call'] = async (name, args = {}, callOptions = {}) => {
    const tool = tools.find(name);
    if ('problem' in tool) throw new Error(tool.problem);
    const before = seen.length;
    const environment = {
      signal: callOptions.signal ?? new AbortController().signal,
      progress: (message: string) => callOptions.progress?.push(message),
      caller,
    };
    const first = await pipeline.call(tool, args, environment);
    const consent = first.approval && (options.person ?? agrees)(first.approval);
    const result = consent === undefined ? first : await pipeline.call(tool, args, { ...environment, consent });
    if (tool.effect === 'read') expect(writesIn(seen.slice(before))).toEqual([]);
    if (result.structured !== undefined) tool.output.parse(result.structured);
    // What the tool declares is what `policy check` answers for.
    for (const { kind } of stepsIn(result.structured)) expect(tool.steps).toContain(kind);
    expect(result.text).not.toContain(access.clientSecret);
    // Advice that was not put into words.
    expect(result.text).not.toContain('[object Object]');
    return result;
  };
  return {
    emulator,
    session,
    secrets,
    seen,
    logged,
    call,
    async environment() {
      const { signal } = new AbortController();
      const ctx = callContext(session, { calls: new AnswerCallWriter(tools), signal });
      return inPlace(await session.directory.place({ naming: 'exact' }), ctx);
    },
    async ok(name, args, callOptions) {
      const result = await call(name, args, callOptions);
      if (result.isError || result.structured === undefined) throw new Error(`${name} failed: ${result.text}`);
      return result.structured;
    },
    async fails(name, args, callOptions) {
      const result = await call(name, args, callOptions);
      if (!result.isError) throw new Error(`${name} was expected to fail, but: ${result.text}`);
      expect(result.structured).toBeUndefined();
      return result.text;
    },
  };
}

/** The steps of the plan in a result. */
function stepsIn(structured: CallResult['structured']): readonly { kind: string }[] {
  // The schema of the tool has checked the plan of a write; a read has none.
  const { plan } = (structured ?? {}) as { plan?: { steps?: readonly { kind: string }[] } };
  return plan?.steps ?? [];
}

function writesIn(requests: readonly SeenRequest[]): SeenRequest[] {
  // A call of an API that a policy refused has reached nothing that it could change.
  const isRefused = ({ path, status }: SeenRequest) =>
    path.startsWith('/data-plane/') && [400, 401, 403].includes(status);
  return requests.filter(
    (request) => request.method !== 'GET' && !/\/(login|token)$/.test(request.path) && !isRefused(request),
  );
}
