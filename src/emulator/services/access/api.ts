import { openRoutesBelow, routesBelow } from '../../core/routes.ts';
import { accessManagementError as fail } from './errors.ts';

/** The path of Access Management. */
export const accessManagementPath = '/accounts/api';

/**
 * Access Management [docs/platform/access.md]. It ignores the headers that name an organization or environment
 * [docs/platform/cli.md#how-every-command-starts].
 */
export const accessManagement = routesBelow(accessManagementPath, { fail });

/** Paths outside of `/accounts/api`. */
export const rootRoutes = openRoutesBelow('');
