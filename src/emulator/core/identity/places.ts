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

/** Every service answers this when a scope is missing; it reveals nothing about what exists. */
export const forbiddenText = 'You do not have the permissions required to perform this action';

/** The organization, if the caller sees it; otherwise it does not exist. */
function requireVisible({ var: { platform, principal } }: Call, organizationId: string, fail: Fail): Organization {
  const organization = platform.store.of(organizations).get(organizationId);
  if (organization === undefined || !canSeeOrganization(principal, organization)) {
    throw fail(404, 'Organization not found');
  }
  return organization;
}

/** The organization of a request; a caller that holds none of `scopes` there is refused. */
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

/** The organization and environment of a request; a caller that holds none of `scopes` there is refused. */
export function requirePlace(
  c: Call,
  { organizationId, environmentId }: { organizationId: string; environmentId: string },
  scopes: readonly Scope[],
  fail: Fail,
): Place {
  const organization = requireVisible(c, organizationId, fail);
  const environment = c.var.platform.store.of(environments).get(environmentId);
  if (environment === undefined || environment.organizationId !== organization.id) {
    throw fail(404, 'Environment not found');
  }
  const place = { organization, environment };
  requireScopes(c, place, scopes, fail);
  return place;
}

/** Refuses a caller that holds none of `scopes` in a place. */
export function requireScopes(
  c: Call,
  { organization, environment }: Place,
  scopes: readonly Scope[],
  fail: Fail,
): void {
  const { principal } = c.var;
  if (!scopes.some((scope) => hasScope(principal, scope, organization, environment))) throw fail(403, forbiddenText);
}
