import { defineService } from '../../core/service.ts';
import { authenticationRoutes } from './authentication-routes.ts';
import { businessGroupRoutes } from './business-group-routes.ts';
import { clientRoutes } from './client-routes.ts';
import { connectedAppRoutes } from './connected-app-routes.ts';
import { emulated } from './emulated.ts';
import { environmentRoutes } from './environment-routes.ts';
import { inviteRoutes } from './groups/invite-routes.ts';
import { roleGroupRoutes } from './groups/role-group-routes.ts';
import { roleRoutes } from './groups/role-routes.ts';
import { teamGrantRoutes } from './groups/team-grant-routes.ts';
import { teamMemberRoutes } from './groups/team-member-routes.ts';
import { teamRoutes } from './groups/team-routes.ts';
import { userRoutes } from './groups/user-routes.ts';
import { meRoutes } from './me-routes.ts';
import { signInRoutes } from './oauth/sign-in-routes.ts';
import { tokenRoutes } from './oauth/token-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { telemetryRoutes } from './telemetry-routes.ts';

/** @internal */
export { accessManagementError } from './errors.ts';
export { creatorOf } from './home.ts';
export { subscriptionView } from './views.ts';

/**
 * Access Management and sign-in, `/accounts` [docs/platform/access.md, docs/platform/authentication.md]. Its state is
 * part of the foundation.
 */
export const access = defineService({
  name: 'access',
  product: 'Access Management',
  emulates: emulated,
  scopes: {
    'view:organization': { name: 'View Organization', level: 'organization' },
    'edit:organization': { name: 'Edit Organization', level: 'organization' },
    'view:environment': { name: 'View Environment', level: 'environment' },
    'manage:environments': { name: 'Edit Environment', level: 'organization' },
    'read:organization_clients': { name: 'View Organization Clients', level: 'organization' },
    'admin:organization_clients': { name: 'Admin Particular Organization Clients', level: 'organization' },
    'read:connected_apps': { name: 'View Connected Applications', level: 'organization' },
    'manage:connected_apps': { name: 'Manage Connected Applications', level: 'organization' },
  },
  state: [],
  routes: [
    ...telemetryRoutes,
    ...authenticationRoutes,
    ...tokenRoutes,
    ...signInRoutes,
    ...meRoutes,
    ...organizationRoutes,
    ...businessGroupRoutes,
    ...environmentRoutes,
    ...clientRoutes,
    ...connectedAppRoutes,
    ...userRoutes,
    ...inviteRoutes,
    ...roleRoutes,
    ...roleGroupRoutes,
    ...teamRoutes,
    ...teamMemberRoutes,
    ...teamGrantRoutes,
  ],
});
