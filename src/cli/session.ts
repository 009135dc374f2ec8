import { ConfigurationError } from '../config/load.ts';
import type { Settings } from '../config/settings.ts';
import type { EmulatorAccess } from '../emulator/index.ts';
import type { Log } from '../mcp/log.ts';
import type { Session } from '../mcp/session.ts';
import type { Secrets } from '../platform/masking/secrets.ts';
import type { IsVisible } from '../safety/policy/visibility.ts';

/** What a session is opened with. */
export interface SessionRequest {
  settings: Settings;
  secrets: Secrets;
  env: NodeJS.ProcessEnv;
  log: Log;
  /** Which environments there are for this server; all of them by default. */
  isVisible?: IsVisible | undefined;
}

/** A session, and what ends what was started for it. */
export interface OpenSession {
  session: Session;
  close(): Promise<void>;
}

/**
 * The session that the settings ask for; with `--emulator` the embedded platform is started in this process first, on a
 * free loopback port. Nothing of either is loaded before.
 * @throws Failure (configuration), also when the files of the embedded platform cannot be used
 */
export async function openSession({ settings, secrets, env, log, isVisible }: SessionRequest): Promise<OpenSession> {
  const { createSession } = await import('../mcp/session.ts');
  if (!settings.emulator) {
    return { session: createSession(settings, secrets, { env, isVisible }), close: async () => undefined };
  }
  const { startWithFiles } = await import('./scenario-file.ts');
  const { embeddedPlatformName } = await import('../safety/journal/platform-name.ts');
  const { baseUrl, access, close } = await startWithFiles(settings).catch(explain);
  log('info', 'embedded platform started', { baseUrl });
  const own = settingsForEmulator(settings, baseUrl, access);
  const journalName = embeddedPlatformName({ state: settings.state, baseUrl });
  return { session: createSession(own, secrets, { env, isVisible, journalName }), close };
}

/** The session is opened by the first call, whose caller reads what the operator has to change. */
async function explain(error: unknown): Promise<never> {
  if (!(error instanceof ConfigurationError)) throw error;
  const { configurationFailure } = await import('../platform/errors.ts');
  throw configurationFailure({
    what: `The embedded platform was not started. ${error.message}`,
    next: 'Correct --scenario or --state (ANYPOINT_EMULATOR_SCENARIO, ANYPOINT_EMULATOR_STATE) and start the server again.',
  });
}

/** The given settings, pointed at an emulator and signed in with its connected app. */
export function settingsForEmulator(settings: Settings, baseUrl: string, access: EmulatorAccess): Settings {
  const { accessToken: _token, username: _username, password: _password, region: _region, ...rest } = settings;
  return {
    ...rest,
    baseUrl,
    clientId: access.clientId,
    clientSecret: access.clientSecret,
    environment: settings.environment ?? access.environmentName,
  };
}
