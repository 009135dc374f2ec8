import { openRoutesBelow, routesBelow } from '../../core/routes.ts';
import { accessManagementError as fail } from './errors.ts';

/** Where Access Management is. */
export const accessManagementPath = '/accounts/api';

/** Access Management (reference 2). Headers that name an organization are ignored here (CLI reference 2). */
export const accessManagement = routesBelow(accessManagementPath, { fail });

/** Paths outside of it. */
export const outside = openRoutesBelow('');
