import { defineService } from '../../core/service.ts';
import { authenticationRoutes } from './authentication-routes.ts';
import { clientRoutes } from './client-routes.ts';
import { environmentRoutes } from './environment-routes.ts';
import { meRoutes } from './me-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { telemetryRoutes } from './telemetry-routes.ts';

/** @internal */
export { accessManagementError } from './errors.ts';

/**
 * Access Management and sign-in, `/accounts` [docs/platform/access.md, docs/platform/authentication.md]. Its state is
 * part of the foundation.
 */
export const access = defineService({
  name: 'access',
  state: [],
  routes: [
    ...telemetryRoutes,
    ...authenticationRoutes,
    ...meRoutes,
    ...organizationRoutes,
    ...environmentRoutes,
    ...clientRoutes,
  ],
});
