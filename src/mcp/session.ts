import { setMaxListeners } from 'node:events';
import type { Settings } from '../config/settings.ts';
import { baseUrlFrom, credentialsFrom } from '../config/sign-in.ts';
import { Directory } from '../core/place/directory.ts';
import { Removals } from '../core/removals.ts';
import type { ToolContext, ToolSettings } from '../core/tools/context.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { EgressGuard } from '../platform/egress/guard.ts';
import type { SecretKeeper, Secrets } from '../platform/masking/secrets.ts';
import type { Platform } from '../platform/platform.ts';
import type { Sentence } from '../platform/text.ts';
import { createHttp, type HttpOptions, isLoopback } from '../platform/transport/http.ts';
import { inParallel } from '../platform/transport/parallel.ts';
import type { IsVisible } from '../safety/policy/visibility.ts';
import { appVariables } from '../services/applications/index.ts';
import { createDependents, createPlatform, createWhereabouts } from '../services/index.ts';
import { userAgent } from './version.ts';

/** Everything that lives as long as the process: one client, one token, one memory of names. */
export interface Session {
  platform: Platform;
  /** What the journal calls the platform, so that its changes are found again: its origin, unless that is another one each time. */
  journalName: string;
  directory: Directory;
  dependents: ToolContext['dependents'];
  whereabouts: ToolContext['whereabouts'];
  removals: ToolContext['removals'];
  clock: Clock;
  settings: ToolSettings;
  secrets: SecretKeeper;
  /** Reads the journal; absent where there is none. */
  changes?: ((unread?: ReceivesUnread) => ReturnType<ToolContext['changes']>) | undefined;
}

/** Receives what cannot be read of the journal, as a clause. */
export type ReceivesUnread = (unread: Sentence) => void;

/** What a call brings to the context of a session. */
export type CallFacts = Pick<ToolContext, 'calls' | 'signal'> &
  Partial<Pick<ToolContext, 'ending' | 'startedAt' | 'progress' | 'room' | 'missing' | 'planWrite'>> & {
    /** Called when this call has read a journal that cannot be read whole. */
    unread?: ReceivesUnread | undefined;
  };

/** The context of a call, before its place is known. */
export function callContext(
  session: Session,
  { calls, signal, unread = () => undefined, ...facts }: CallFacts,
): ToolContext {
  const say: ToolContext['say'] = (said) => calls.text(said, {});
  // Every exchange of a call listens for its cancellation, and many go out at once: that is no leak.
  setMaxListeners(0, signal);
  const defaults = {
    progress: () => undefined,
    missing: () => undefined,
    naming: 'exact' as const,
    planWrite: () => Promise.reject(new Error('Only a call plans writes.')),
  };
  const changes: ToolContext['changes'] = async () => (await session.changes?.(unread)) ?? [];
  return { ...defaults, ...session, ...facts, changes, calls, signal, say, placeArguments: {} };
}

/** Exchanges with the platform at the same time, over all calls. */
const maxParallel = 24;

/** Replaced in tests. */
export interface SessionOptions extends HttpOptions {
  clock?: Clock;
  /** Which environments there are for this server; all of them by default. */
  isVisible?: IsVisible | undefined;
  /** See {@link Session.journalName}. */
  journalName?: string | undefined;
}

/** Builds the session of a process. @throws Failure (configuration) when region or base URL is invalid */
export function createSession(settings: Settings, secrets: Secrets, options: SessionOptions = {}): Session {
  secrets.add(settings.clientSecret);
  secrets.add(settings.password);
  secrets.add(settings.accessToken);
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) {
    secrets.addFromAddress(options.env?.[name]);
    secrets.addFromAddress(options.env?.[name.toLowerCase()]);
  }
  const variables = appVariables(options.env ?? {});
  // Not all that an operator puts there is a secret: it may be the name of a server, which results need.
  for (const value of Object.values(variables)) secrets.addGiven(value);
  const clock = options.clock ?? systemClock;
  const baseUrl = baseUrlFrom(settings);
  // The APIs of the embedded platform answer at its own address, on loopback; nothing else there may be called.
  const egress = new EgressGuard({ local: isLoopback(baseUrl) ? baseUrl : undefined });
  const platform = createPlatform(
    {
      baseUrl,
      credentials: credentialsFrom(settings),
      http: inParallel(createHttp(options), maxParallel),
      clock,
      secrets,
      userAgent,
      attemptTimeoutMs: settings.attemptTimeoutSeconds * 1000,
      callTimeoutMs: settings.callTimeoutSeconds * 1000,
      ...(options.isVisible === undefined ? {} : { isVisible: options.isVisible }),
    },
    createHttp({ ...options, egress }),
  );
  const {
    organization,
    environment,
    revealToken,
    showProperties,
    waitSeconds,
    filesDir = [],
    allowLocalUpstream,
    journal,
  } = settings;
  return {
    platform,
    journalName: options.journalName ?? platform.client.baseUrl,
    directory: new Directory(platform.accessManagement, clock, { organization, environment }, baseUrl),
    dependents: createDependents(),
    whereabouts: createWhereabouts(),
    removals: new Removals(),
    clock,
    settings: {
      revealToken,
      showProperties,
      waitSeconds,
      filesDir,
      allowLocalUpstream,
      journal,
      appVariables: variables,
    },
    secrets,
  };
}
