import { defineService } from '../../core/service.ts';
import { authenticationRoutes } from './authentication-routes.ts';
import { clientRoutes } from './client-routes.ts';
import { environmentRoutes } from './environment-routes.ts';
import { meRoutes } from './me-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { telemetryRoutes } from './telemetry-routes.ts';

/** @internal */
export { accessManagementError } from './errors.ts';

/** Access Management and signing in, `/accounts` [docs/platform/authentication.md, docs/platform/access.md]. What it shows is part of the foundation. */
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
