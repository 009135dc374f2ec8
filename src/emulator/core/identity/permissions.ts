import type { ConnectedApp, Environment, Grant, Organization, User } from './model.ts';

/** The id of a scope, such as `read:servers`. Which there are, the services say. */
export type Scope = `${string}:${string}`;

/** A scope that the emulator checks. */
export interface ScopeFacts {
  /** its name in the web UI */
  name: string;
  /** whether it is granted per organization or per environment */
  level: 'organization' | 'environment';
  /** the product that roles show it under; that of its service */
  product?: string;
}

/**
 * Scopes by id. Each service declares those that its routes are the first to need; some ids differ from the platform's
 * [docs/platform/authentication.md#scopes].
 */
export type Scopes = Readonly<Record<Scope, ScopeFacts>>;

/** Whether a scope only lets read. */
export function isViewScope(scope: string): boolean {
  return /^(view|read):/.test(scope);
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

/** `read:full` is the same for reading. */
const readFullScope = 'read:full';

/** Scopes about the user and the tokens, which open nothing else [docs/platform/authentication.md#scopes]. */
const personalScopes: ReadonlySet<string> = new Set(['offline_access', 'profile', 'openid', 'email']);

/** The scopes that no service declares, because they belong to no organization, with their names in the web UI. */
export const scopesWithoutPlace = {
  full: 'Full Access',
  'read:full': 'Read-Only',
  offline_access: 'Background Access',
  profile: 'Profile',
  openid: 'Identity',
  email: 'Email',
} as const;

function coverScope(grants: Grant[] | 'all', scope: Scope, organizationId: string, environmentId?: string): boolean {
  if (grants === 'all') return true;
  return grants.some(
    (grant) =>
      (grant.scope === scope || grant.scope === fullScope || (grant.scope === readFullScope && isViewScope(scope))) &&
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
  if (grants === 'all') return true;
  return grants.some(
    ({ scope, context_params: at }) =>
      !personalScopes.has(scope) && (at.org === undefined || at.org === organizationId),
  );
}

/** Whether a principal can see an organization. Services answer for others as if they did not exist. */
export function canSeeOrganization(principal: Principal, organization: Organization): boolean {
  const { user, app } = principal;
  return (
    (user === undefined || coverOrganization(user.grants, organization.id)) &&
    (app === undefined || coverOrganization(app.grants, organization.id))
  );
}
