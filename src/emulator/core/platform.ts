import type { Clock } from './clock.ts';
import type { Principal } from './permissions.ts';
import type { Place } from './places.ts';
import type { Store, Token } from './store.ts';

/** What every service works on. */
export interface Platform {
  store: Store;
  clock: Clock;
  tokenLifeSeconds: number;
}

/** What middleware leaves for the routes behind it. */
export interface PlatformEnv {
  Variables: {
    principal: Principal;
    token: Token;
    /** ARM only, where headers and not the path say it */
    place: Place;
  };
}

/** The platform writes dates as ISO 8601 outside of ARM and CloudHub 1.0 (reference 0.4). */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString();
}

/** A fresh client id or secret: 32 hexadecimal characters, as the platform's are (reference 2.3). */
export function hexId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
