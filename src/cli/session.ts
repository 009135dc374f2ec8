import type { Settings } from '../config/settings.ts';
import type { EmulatorAccess } from '../emulator/index.ts';
import type { Log } from '../mcp/log.ts';
import type { Session } from '../mcp/session.ts';
import type { Secrets } from '../platform/secrets.ts';

/**
 * The session that the settings ask for; with `--emulator` the embedded platform is started in this process first, on a
 * free loopback port. Nothing of either is loaded before.
 */
export async function openSession(
  settings: Settings,
  secrets: Secrets,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<Session> {
  const { createSession } = await import('../mcp/session.ts');
  if (!settings.emulator) return createSession(settings, secrets, { env });
  const { startEmulator } = await import('../emulator/index.ts');
  const { baseUrl, access } = await startEmulator();
  log('info', 'embedded platform started', { baseUrl });
  return createSession(settingsForEmulator(settings, baseUrl, access), secrets, { env });
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
