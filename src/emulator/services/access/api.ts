import { openRoutesBelow, routesBelow } from '../../core/routes.ts';
import { accessManagementError as fail } from './errors.ts';

/** Where Access Management is. */
export const accessManagementPath = '/accounts/api';

/** Access Management [docs/platform/access.md]. Headers that name an organization are ignored here [docs/platform/cli.md#how-every-command-starts]. */
export const accessManagement = routesBelow(accessManagementPath, { fail });

/** Paths outside of it. */
export const rootRoutes = openRoutesBelow('');
