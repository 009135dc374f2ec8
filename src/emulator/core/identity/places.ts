import type { Call } from '../call.ts';
import type { Fail } from '../errors.ts';
import type { Environment, Organization } from './model.ts';
import { environments, organizations } from './organizations.ts';
import { canSeeOrganization, hasScope, type Scope } from './permissions.ts';

/** The organization and environment that a request is about. */
export interface Place {
  organization: Organization;
  environment: Environment;
}

/** The text that every service answers when a scope is missing. It does not reveal what exists. */
export const forbiddenText = 'You do not have the permissions required to perform this action';

/** The organization, if the caller can see it. @throws PlatformError 404 */
function requireVisible({ var: { platform, principal } }: Call, organizationId: string, fail: Fail): Organization {
  // Ids are UUIDs, which some clients send in upper case.
  const organization = platform.store.of(organizations).get(organizationId.toLowerCase());
  if (organization === undefined || !canSeeOrganization(principal, organization)) {
    throw fail(404, 'Organization not found');
  }
  return organization;
}

/** The organization of a request. @throws PlatformError 403 when the caller holds none of `scopes` there, 404 */
export function requireOrganization(
  c: Call,
  organizationId: string,
  scopes: readonly Scope[],
  fail: Fail,
): Organization {
  const organization = requireVisible(c, organizationId, fail);
  if (!scopes.some((scope) => hasScope(c.var.principal, scope, organization))) throw fail(403, forbiddenText);
  return organization;
}

/**
 * The organization and environment of a request. @throws PlatformError 403 when the caller holds none of `scopes`
 * there, 404
 */
export function requirePlace(
  c: Call,
  { organizationId, environmentId }: { organizationId: string; environmentId: string },
  scopes: readonly Scope[],
  fail: Fail,
): Place {
  const organization = requireVisible(c, organizationId, fail);
  const environment = c.var.platform.store.of(environments).get(environmentId.toLowerCase());
  if (environment === undefined || environment.organizationId !== organization.id) {
    throw fail(404, 'Environment not found');
  }
  const place = { organization, environment };
  requireScopes(c, place, scopes, fail);
  return place;
}

/** Checks that the caller holds one of `scopes` in a place. @throws PlatformError 403 */
export function requireScopes(
  c: Call,
  { organization, environment }: Place,
  scopes: readonly Scope[],
  fail: Fail,
): void {
  const { principal } = c.var;
  if (!scopes.some((scope) => hasScope(principal, scope, organization, environment))) throw fail(403, forbiddenText);
}
