import { organizations } from '../../core/identity/organizations.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { isoDate, type Platform } from '../../core/platform.ts';
import { routesBelow } from '../../core/routes.ts';
import { apiManagerError as fail } from './errors.ts';

/**
 * Scopes of API Manager [docs/platform/authentication.md#scopes]: one to read and one to change each kind of object.
 */
export const apiScopes = {
  readApis: ['view:api_configuration', 'manage:api_configuration'],
  writeApis: ['manage:api_configuration'],
  readPolicies: ['view:policies', 'manage:policies'],
  writePolicies: ['manage:policies'],
  readContracts: ['view:contracts', 'manage:contracts'],
  writeContracts: ['manage:contracts'],
} as const satisfies Record<string, readonly Scope[]>;

/** API Manager [docs/platform/apis.md]. */
export const apiManager = routesBelow('/apimanager/api/v1', { fail });

/** The experience API of API Manager's web UI. */
export const experience = routesBelow('/apimanager/xapi/v1', { fail });

/** The path of the instances of an environment, in all APIs of API Manager. */
export const apisPath = '/organizations/{organizationId}/environments/{environmentId}/apis';

/** The path of an instance. */
export const apiPath = `${apisPath}/{apiId}` as const;

/**
 * When something was created and changed. The CLI fails when either member is missing
 * [docs/platform/cli.md#api-instances].
 */
export function auditView({ createdAt, updatedAt }: { createdAt: number; updatedAt: number | null }) {
  return {
    created: { date: isoDate(createdAt) },
    updated: updatedAt === null || updatedAt === createdAt ? {} : { date: isoDate(updatedAt) },
  };
}

/** The organization that an object belongs to, and the root of its tree. */
export function ownerView({ store }: Pick<Platform, 'store'>, { organizationId }: { organizationId: string }) {
  const organization = store.of(organizations).get(organizationId);
  return { masterOrganizationId: organization?.parentOrganizationIds[0] ?? organizationId, organizationId };
}
