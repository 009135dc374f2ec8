import type { ConnectedApp, Environment, Grant, Organization, User } from './model.ts';

/** A scope that the emulator checks. */
interface ScopeFacts {
  /** its name in the web UI */
  name: string;
  /** whether it is granted per organization or per environment */
  level: 'organization' | 'environment';
}

/**
 * The scopes that the emulator checks. The names are those of the web UI; some ids differ from the platform's
 * [docs/platform/authentication.md#scopes]. A service that needs another scope adds a line here.
 */
export const scopeCatalog = {
  'view:organization': { name: 'View Organization', level: 'organization' },
  'view:environment': { name: 'View Environment', level: 'environment' },
  'manage:environments': { name: 'Edit Environment', level: 'organization' },
  'read:organization_clients': { name: 'View Organization Clients', level: 'organization' },
  'admin:organization_clients': { name: 'Admin Particular Organization Clients', level: 'organization' },
  'read:connected_apps': { name: 'View Connected Applications', level: 'organization' },
  'manage:connected_apps': { name: 'Manage Connected Applications', level: 'organization' },
  'read:servers': { name: 'Read Servers', level: 'environment' },
  'manage:servers': { name: 'Manage Servers', level: 'environment' },
  'read:applications': { name: 'Read Applications', level: 'environment' },
  'create:applications': { name: 'Create Applications', level: 'environment' },
  'delete:applications': { name: 'Delete Applications', level: 'environment' },
  'manage:settings': { name: 'Manage Settings', level: 'environment' },
  'read:gateways': { name: 'View Managed Gateways', level: 'environment' },
  'manage:gateways': { name: 'Manage Managed Gateways', level: 'environment' },
  'read:private_spaces': { name: 'CloudHub Network Viewer', level: 'organization' },
  'manage:private_spaces': { name: 'CloudHub Network Administrator', level: 'organization' },
  'view:api_configuration': { name: 'View APIs Configuration', level: 'environment' },
  'manage:api_configuration': { name: 'Manage APIs Configuration', level: 'environment' },
  'view:policies': { name: 'View Policies', level: 'environment' },
  'manage:policies': { name: 'Manage Policies', level: 'environment' },
  'view:contracts': { name: 'View Contracts', level: 'environment' },
  'manage:contracts': { name: 'Manage Contracts', level: 'environment' },
  'read:exchange': { name: 'Exchange Viewer', level: 'organization' },
  'contribute:exchange': { name: 'Exchange Contributor', level: 'organization' },
  'admin:exchange': { name: 'Exchange Administrator', level: 'organization' },
} as const satisfies Record<string, ScopeFacts>;

/** The id of a scope. */
export type Scope = keyof typeof scopeCatalog;

/** All scopes. */
// `Object.keys` is typed as string[]; the catalog has no other keys.
export const allScopes: readonly Scope[] = Object.keys(scopeCatalog) as Scope[];

/** The read-only scopes. */
export const viewScopes: readonly Scope[] = allScopes.filter((scope) => /^(view|read):/.test(scope));

const organizationScopes: ReadonlySet<string> = new Set(
  allScopes.filter((scope) => scopeCatalog[scope].level === 'organization'),
);

/** Whether a scope is granted per organization. */
export function isOrganizationScope(scope: string): boolean {
  return organizationScopes.has(scope);
}

/** Who sent a request: a user, a connected app, or a connected app on behalf of a user. */
export interface Principal {
  user?: User;
  app?: ConnectedApp;
}

/**
 * `full` lets a connected app do whatever the user that it acts for may do [docs/platform/authentication.md#scopes].
 */
const fullScope = 'full';

function coverScope(grants: Grant[] | 'all', scope: Scope, organizationId: string, environmentId?: string): boolean {
  if (grants === 'all') return true;
  return grants.some(
    (grant) =>
      (grant.scope === scope || grant.scope === fullScope) &&
      (grant.context_params.org === undefined || grant.context_params.org === organizationId) &&
      (grant.context_params.envId === undefined ||
        environmentId === undefined ||
        grant.context_params.envId === environmentId),
  );
}

/**
 * Whether a principal holds a scope in an environment. Without an environment, whether it holds the scope anywhere in
 * the organization: lists of an organization, such as deployment targets, are open to callers with the scope in any of
 * its environments.
 */
export function hasScope(
  principal: Principal,
  scope: Scope,
  organization: Organization,
  environment?: Environment,
): boolean {
  const { user, app } = principal;
  return (
    (user === undefined || coverScope(user.grants, scope, organization.id, environment?.id)) &&
    (app === undefined || coverScope(app.grants, scope, organization.id, environment?.id))
  );
}

function coverOrganization(grants: Grant[] | 'all', organizationId: string): boolean {
  return grants === 'all' || grants.some(({ context_params: at }) => at.org === undefined || at.org === organizationId);
}

/** Whether a principal can see an organization. Services answer for others as if they did not exist. */
export function canSeeOrganization(principal: Principal, organization: Organization): boolean {
  const { user, app } = principal;
  return (
    (user === undefined || coverOrganization(user.grants, organization.id)) &&
    (app === undefined || coverOrganization(app.grants, organization.id))
  );
}
