import type { Clock } from './clock.ts';
import type { Extension } from './extensions.ts';
import type { Scopes } from './identity/permissions.ts';
import type { Store } from './store.ts';

/** What every service works with. */
export interface Platform {
  store: Store;
  clock: Clock;
  /** seconds */
  tokenLifetimeSeconds: number;
  /** the scopes that the running services know */
  scopes: Scopes;
  /** the extensions of the running services */
  extensions: readonly Extension[];
}

/**
 * A time in ISO 8601, as services other than ARM and CloudHub 1.0 write it
 * [docs/platform/conventions.md#ids-and-times].
 */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString();
}

/** A new client id or secret: 32 hexadecimal characters. */
export function hexId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
