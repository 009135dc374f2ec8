import type { Scope } from '../../core/identity/permissions.ts';
import { type ApiRoutes, openRoutesBelow, routesBelow } from '../../core/routes.ts';
import { exchangeError as fail } from './errors.ts';

/** Scopes for reading, writing and deleting assets [docs/platform/authentication.md#scopes]. */
export const exchangeScopes = {
  read: ['read:exchange', 'contribute:exchange', 'admin:exchange'],
  write: ['contribute:exchange', 'admin:exchange'],
  remove: ['admin:exchange', 'contribute:exchange'],
} as const satisfies Record<string, readonly Scope[]>;

/**
 * Exchange [docs/platform/exchange.md], and the older version that the CLI uses [docs/platform/cli.md#exchange]. Both
 * have the same routes.
 */
export const exchangeApis: readonly ApiRoutes[] = [
  routesBelow('/exchange/api/v2', { fail }),
  routesBelow('/exchange/api/v1', { fail }),
];

/** Files of assets, at links that need no token [docs/platform/cli.md#faults-of-the-cli]. */
export const filesApi = openRoutesBelow('/exchange/files');
