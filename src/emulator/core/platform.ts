import type { Clock } from './clock.ts';
import type { Extension } from './extensions.ts';
import type { Store } from './store.ts';

/** What every service works on. */
export interface Platform {
  store: Store;
  clock: Clock;
  /** seconds */
  tokenLifetimeSeconds: number;
  /** what the running services add to each other */
  extensions: readonly Extension[];
}

/** The platform writes dates as ISO 8601 outside of ARM and CloudHub 1.0 [docs/platform/conventions.md#ids-and-times]. */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString();
}

/** A fresh client id or secret: 32 hexadecimal characters, as the platform's are [docs/platform/access.md#runtime-credentials]. */
export function hexId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
