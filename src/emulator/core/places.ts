import type { Fail } from './errors.ts';
import { allows, type Principal, type Scope, seesOrganization } from './permissions.ts';
import type { Environment, Organization, Store } from './store.ts';

/** The organization and environment that a request is about. */
export interface Place {
  organization: Organization;
  environment: Environment;
}

/** What every service says when a scope is missing: nothing about what would have been found. */
export const forbiddenText = 'You do not have the permissions required to perform this action';

/** The organization of a request; a principal that holds none of `scopes` there is refused. */
export function requireOrganization(
  store: Store,
  principal: Principal,
  organizationId: string,
  scopes: readonly Scope[],
  fail: Fail,
): Organization {
  const organization = store.organizations.get(organizationId);
  if (organization === undefined || !seesOrganization(principal, organization)) {
    throw fail(404, 'Organization not found');
  }
  if (!scopes.some((scope) => allows(principal, scope, organization))) {
    throw fail(403, forbiddenText);
  }
  return organization;
}

/** The organization and environment of a request; a principal that holds none of `scopes` there is refused. */
export function requirePlace(
  store: Store,
  principal: Principal,
  organizationId: string,
  environmentId: string,
  scopes: readonly Scope[],
  fail: Fail,
): Place {
  const organization = store.organizations.get(organizationId);
  if (organization === undefined || !seesOrganization(principal, organization)) {
    throw fail(404, 'Organization not found');
  }
  const environment = store.environments.get(environmentId);
  if (environment === undefined || environment.organizationId !== organization.id) {
    throw fail(404, 'Environment not found');
  }
  if (!scopes.some((scope) => allows(principal, scope, organization, environment))) {
    throw fail(403, forbiddenText);
  }
  return { organization, environment };
}
