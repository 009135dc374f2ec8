import type { ConnectedApp, Environment, Grant, Organization, User } from './model.ts';

/**
 * Scopes that the emulator checks, with their names in the web UI (reference 2.5, [spec:apim], [dx:skills]).
 * The ids are stable here; the platform publishes the UI names only, so the ids are our reading of them.
 */
export const scopeNames = {
  'view:organization': 'View Organization',
  'view:environment': 'View Environment',
  'manage:environments': 'Edit Environment',
  'read:organization_clients': 'View Organization Clients',
  'admin:organization_clients': 'Admin Particular Organization Clients',
  'read:connected_apps': 'View Connected Applications',
  'manage:connected_apps': 'Manage Connected Applications',
  'read:servers': 'Read Servers',
  'manage:servers': 'Manage Servers',
  'read:applications': 'Read Applications',
  'create:applications': 'Create Applications',
  'delete:applications': 'Delete Applications',
  'manage:settings': 'Manage Settings',
  'read:gateways': 'View Managed Gateways',
  'manage:gateways': 'Manage Managed Gateways',
  'read:private_spaces': 'CloudHub Network Viewer',
  'manage:private_spaces': 'CloudHub Network Administrator',
  'view:api_configuration': 'View APIs Configuration',
  'manage:api_configuration': 'Manage APIs Configuration',
  'view:policies': 'View Policies',
  'manage:policies': 'Manage Policies',
  'view:contracts': 'View Contracts',
  'manage:contracts': 'Manage Contracts',
  'read:exchange': 'Exchange Viewer',
  'contribute:exchange': 'Exchange Contributor',
  'admin:exchange': 'Exchange Administrator',
} as const;

/** The id of a scope. */
export type Scope = keyof typeof scopeNames;

// `Object.keys` is typed as string[]; the table above has no other keys.
const allScopes = Object.keys(scopeNames) as Scope[];

/** Every scope. */
export const everyScope: readonly Scope[] = allScopes;

/** The scopes that change nothing. */
export const viewScopes: readonly Scope[] = allScopes.filter((scope) => /^(view|read):/.test(scope));

/** Scopes of an organization's own, as against those that are given per environment. */
const organizationScopes: ReadonlySet<string> = new Set<Scope>([
  'view:organization',
  'manage:environments',
  'read:organization_clients',
  'admin:organization_clients',
  'read:connected_apps',
  'manage:connected_apps',
  'read:private_spaces',
  'manage:private_spaces',
  'read:exchange',
  'contribute:exchange',
  'admin:exchange',
]);

/** Whether a scope is given for an organization as a whole. */
export function isOrganizationScope(scope: string): boolean {
  return organizationScopes.has(scope);
}

/** Who sent a request: a user, a connected app, or a connected app on behalf of a user. */
export interface Principal {
  user?: User;
  app?: ConnectedApp;
}

/** `full` lets a connected app do whatever the user it acts for can do [spec:am connectedApplications example]. */
const fullScope = 'full';

function grantsAllow(grants: Grant[] | 'all', scope: Scope, organizationId: string, environmentId?: string): boolean {
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
 * Whether a principal holds a scope in an environment; without one, anywhere in the organization
 * (lists of an organization, such as deployment targets, open to who may use them in some environment).
 */
export function allows(
  principal: Principal,
  scope: Scope,
  organization: Organization,
  environment?: Environment,
): boolean {
  const { user, app } = principal;
  return (
    (user === undefined || grantsAllow(user.grants, scope, organization.id, environment?.id)) &&
    (app === undefined || grantsAllow(app.grants, scope, organization.id, environment?.id))
  );
}

function reaches(grants: Grant[] | 'all', organizationId: string): boolean {
  return grants === 'all' || grants.some(({ context_params: at }) => at.org === undefined || at.org === organizationId);
}

/** Whether an organization exists for a principal at all; what is outside is answered like what does not exist. */
export function seesOrganization(principal: Principal, organization: Organization): boolean {
  const { user, app } = principal;
  return (
    (user === undefined || reaches(user.grants, organization.id)) &&
    (app === undefined || reaches(app.grants, organization.id))
  );
}
