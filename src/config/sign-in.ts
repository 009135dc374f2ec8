import type { Credentials } from '../platform/auth.ts';
import { normalizeBaseUrl, regionBaseUrl } from '../platform/regions.ts';
import type { Settings } from './settings.ts';

/**
 * The way to sign in that follows from the settings: a ready token first, then a connected app (for a user, when both
 * are given), then a user. Missing credentials are not an error here: the server starts without them, and the first call says so.
 */
export function credentialsFrom(settings: Settings): Credentials {
  const { accessToken, clientId, clientSecret, username, password } = settings;
  if (accessToken !== undefined) return { kind: 'access-token', accessToken };
  const half = halfGiven(settings);
  if (half !== undefined) return { kind: 'none', problem: half };
  if (clientId !== undefined && clientSecret !== undefined) {
    return username !== undefined && password !== undefined
      ? { kind: 'connected-app-for-user', clientId, clientSecret, username, password }
      : { kind: 'connected-app', clientId, clientSecret };
  }
  if (username !== undefined && password !== undefined) return { kind: 'user', username, password };
  return {
    kind: 'none',
    problem: {
      what: 'No credentials for Anypoint Platform are configured.',
      next: 'Set ANYPOINT_CLIENT_ID and ANYPOINT_CLIENT_SECRET of a connected app (Access Management > Connected Apps) in the env block of this server and restart it; or start it with --emulator to try it without an account.',
    },
  };
}

/** Fails for one half of a pair without the other. */
function halfGiven({
  clientId,
  clientSecret,
  username,
  password,
}: Settings): { what: string; next: string } | undefined {
  const pairs = [
    ['ANYPOINT_CLIENT_ID', clientId, 'ANYPOINT_CLIENT_SECRET', clientSecret],
    ['ANYPOINT_USERNAME', username, 'ANYPOINT_PASSWORD', password],
  ] as const;
  for (const [first, one, second, other] of pairs) {
    if ((one === undefined) === (other === undefined)) continue;
    const [given, missing] = one === undefined ? [second, first] : [first, second];
    return {
      what: `${given} is set, but ${missing} is not.`,
      next: `Set ${missing} too in the env block of this server, and restart it.`,
    };
  }
  return undefined;
}

/** The platform's address. @throws Failure (configuration) when region or base URL is invalid */
export function baseUrlFrom(settings: Settings): string {
  if (settings.baseUrl !== undefined) return normalizeBaseUrl(settings.baseUrl);
  return regionBaseUrl(settings.region ?? 'us');
}
